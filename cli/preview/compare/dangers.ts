import { type Environment, ENVIRONMENTS } from "../../../environments";
import type { Violation } from "../../../policies/engine/evaluate";
import { type Danger, label } from "./changes";
import type { Difference } from "./difference";
import { downgrades } from "./engines";
import type { ResourceEntry } from "../model/entries";
import { exposures } from "./exposures";
import type { FieldChange } from "./field-changes";
import { LOSSES } from "./losses";
import { openings } from "./openings";
import { violationId } from "./violations";
import { weakened } from "./weakened";
import { connectionText, type ConnectionRow } from "../model/connections";
import type { Snapshot } from "../model/snapshot";
import { amount, fields, type Json } from "../../../kubernetes/json";

/** Where it says how data moves, by the `app` label of whoever holds it. */
const RUNBOOKS: ReadonlyMap<Json | undefined, string> = new Map([
    ["kratos-postgres", "docs/runbooks/postgres.md"],
    ["kratos", "docs/runbooks/postgres.md"],
    ["mongo-kb", "docs/runbooks/mongodb.md"],
    ["redis-kb", "docs/runbooks/redis.md"],
    ["qdrant-kb", "docs/runbooks/qdrant.md"],
]);

const SHRUNK = "Kubernetes refuses to make a volume smaller. Keep the size, or move the data to a new volume.";
const OPENED = "What was closed becomes reachable. Open it only for someone who needs it.";
const UNENCRYPTED =
    "What is sent can be read and changed on the way, logins included, or the platform no longer knows that it cannot. Keep TLS.";
const LESS_DEMANDING =
    "Rules that the other environment does not ask for no longer hold for it, so nothing below says that they are broken. " +
    "See that it never gets production's data.";
const UNPROTECTED = "From now on, a deployment may delete or replace it. Keep it protected as long as it is needed.";
const DOWNGRADES = {
    downgraded:
        "An older version may damage what a newer one has written, or not start on it. " +
        "Keep the version, or restore a dump of the older one into an empty volume.",
    "other engine":
        "Another engine may damage the data, or not start on it. Dump the data and restore it into an empty volume.",
    "version unknown":
        "Nothing tells whether this is older than what has written the data. Use a tag that names the version.",
} as const;

/** Two previews, and what is known of how they differ. */
export interface Comparison {
    readonly before: Snapshot;
    readonly after: Snapshot;
    readonly differences: readonly Difference[];
    readonly opened: readonly ConnectionRow[];
    readonly violated: readonly Violation[];
}

/**
 * What may lose data, keep a store from starting, open a door or weaken a setting. Data comes first: its loss cannot be
 * undone. Doors come next: they are open at once. What is weaker needs something else to go wrong as well.
 */
export function dangers({ before, after, differences, opened, violated }: Comparison): Danger[] {
    return [
        ...differences.flatMap((difference) => [...lost(difference), ...shrunk(difference), ...downgraded(difference)]),
        ...opened.map(door),
        ...unencrypted(before.connections, after.connections),
        ...openings(before.resources, after.resources, opened),
        ...exposures(before.resources, after.resources),
        ...lowered(before.environment, after.environment),
        // The mandatory ones stop a deployment, so they come before those that only warn.
        ...violated.filter(({ level }) => level === "mandatory").map(violation),
        ...violated.filter(({ level }) => level === "advisory").map(violation),
        ...differences.flatMap((difference) => weakened(difference, reportedBy(violated, difference.after))),
        ...differences.flatMap(unprotected),
    ];
}

function lost({ change, before, final }: Difference): Danger[] {
    const { kind } = change;
    const loss = LOSSES[change.type];
    if (loss === undefined || (kind !== "removed" && kind !== "replaced")) {
        return [];
    }
    const page = loss.runbook === undefined ? runbook(before) : { runbook: loss.runbook };
    return [{ what: kind, subject: label(change), fields: final, why: loss[kind], ...page }];
}

/** A claim that asks for less than it has. */
function shrunk({ change, after }: Difference): Danger[] {
    const sizes = change.fields.filter(({ path }) => path === "spec.resources.requests.storage");
    return sizes
        .filter((size) => (amount(size.after) ?? Infinity) < (amount(size.before) ?? 0))
        .map((size) => ({ what: "shrunk", subject: label(change), fields: [size], why: SHRUNK, ...runbook(after) }));
}

function downgraded({ change, before, after }: Difference): Danger[] {
    if (before === undefined || after === undefined) {
        return [];
    }
    return downgrades(before, after).map(({ what, field }) => ({
        what,
        subject: label(change),
        fields: [field],
        why: DOWNGRADES[what],
        ...runbook(after),
    }));
}

function door(row: ConnectionRow): Danger {
    return { what: "connection opened", subject: connectionText(row), fields: [], why: OPENED };
}

/** Connections of both that had TLS. */
function unencrypted(before: readonly ConnectionRow[], after: readonly ConnectionRow[]): Danger[] {
    const encrypted = new Set(before.filter(({ tls }) => tls === true).map(connectionText));
    const lost = after.filter((row) => row.tls !== true && encrypted.has(connectionText(row)));
    const fields: FieldChange[] = [{ path: "tls", before: true }];
    return lost.map((row) => ({ what: "TLS lost", subject: connectionText(row), fields, why: UNENCRYPTED }));
}

/** An environment that asks for less. */
function lowered(before: Environment | undefined, after: Environment | undefined): Danger[] {
    if (before === undefined || after === undefined || ENVIRONMENTS.indexOf(after) >= ENVIRONMENTS.indexOf(before)) {
        return [];
    }
    const change = { path: "environment", before, after };
    return [{ what: "weakened", subject: "the stack", fields: [change], why: LESS_DEMANDING }];
}

function violation({ rule, level, resource, message }: Violation): Danger {
    const subject = `${resource} (${rule}${level === "advisory" ? ", advisory" : ""})`;
    return { what: "policy violated", subject, fields: [], why: message, runbook: `docs/policies.md#${rule}` };
}

/** Whether a violation of this resource names a setting: its message begins with the path. */
function reportedBy(violated: readonly Violation[], entry: ResourceEntry | undefined): (lastKey: string) => boolean {
    const id = entry === undefined ? undefined : violationId(entry);
    const paths = violated
        .filter(({ resource }) => resource === id)
        .map(({ message }) => /^[^ :]*/.exec(message)?.[0] ?? "");
    return (lastKey) => paths.some((path) => path === lastKey || path.endsWith(`.${lastKey}`));
}

function unprotected({ change, before, after }: Difference): Danger[] {
    if (before?.protect !== true || after?.protect !== false) {
        return [];
    }
    const lifted = change.fields.filter(({ path }) => path === "options.protect");
    return [{ what: "protection lost", subject: label(change), fields: lifted, why: UNPROTECTED }];
}

function runbook(of: ResourceEntry | undefined): { readonly runbook?: string } {
    const labels = fields(fields(of?.inputs["metadata"])["labels"]);
    const page = RUNBOOKS.get(labels["app"]);
    return page === undefined ? {} : { runbook: page };
}
