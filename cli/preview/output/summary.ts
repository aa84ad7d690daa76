import * as path from "node:path";
import { rules } from "../../../policies/rules";
import type { Violation } from "../../../policies/engine/evaluate";
import type { Style } from "../../shared/terminal";
import type { KubernetesObject } from "../model/objects";
import { releases } from "../model/releases";
import type { Preview } from "../model/preview";
import { withoutDns } from "../model/connections";
import { NETWORK_FILE, VALUES_FILE } from "../model/file-names";
import { fields } from "../../../kubernetes/json";

/** Rules whose violations are shown before the rest is left to the report. */
const MOST_RULES = 10;
/** Violations of one rule that are shown one by one; of more, the first resources and one message. */
const MOST_OF_RULE = 3;
/** Kinds shown by name; the rest is counted. */
const MOST_KINDS = 8;

/** The end of a preview, for people. `out` is where its files are, as the reader would type it. */
export function summaryText(preview: Preview, out: string, style: Style): string {
    const { stack, project, messages } = preview;
    const warnings = messages.filter(({ level }) => level !== "error");
    const lines = [
        style.bold(`${project}, stack ${stack}`) + style.dim(" - previewed in this process, nothing was deployed"),
        "",
        row("Resources", kindsText(preview)),
        row("Releases", releasesText(preview)),
        row("Suspended", suspendedText(preview)),
        row("Connections", connectionsText(preview)),
        row("Requests", requestsText(preview)),
        row("Policies", policiesText(preview, style)),
        ...violationLines(preview.violations, style),
        ...warnings.map(({ level, text }) => row(level === "warning" ? style.yellow("Warning") : "Note", text)),
        "",
        row("Report", path.join(out, "report.html")),
        row("Manifests", `${path.join(out, "manifests")} (${preview.objects.length} Kubernetes objects)`),
        row("For others", ownersText(preview, out)),
        row("Next", nextStep(preview)),
    ];
    return `${lines.filter((line) => line !== undefined).join("\n")}\n`;
}

/** The same for programs: the one line that `--json` prints. */
export function summaryJson(preview: Preview, out: string): Record<string, unknown> {
    const { stack, project, connections, violations, excepted, messages, outputs } = preview;
    return {
        project,
        stack,
        out,
        resources: preview.resources.length,
        kinds: Object.fromEntries(countKinds(preview)),
        releases: releases(preview.entries),
        suspended: suspended(preview).map(({ id }) => id),
        connections: connections.length,
        policy: { rules: rules.length, ...countLevels(violations), excepted: excepted.length, violations },
        requests: preview.totals,
        outputs,
        messages,
    };
}

/** Bytes as people write them: `1.5Gi`. */
export function bytesText(bytes: number): string {
    const [unit, size] = bytes >= 2 ** 30 ? ["Gi", 2 ** 30] : ["Mi", 2 ** 20];
    return `${Math.round((bytes / size) * 100) / 100}${unit}`;
}

/**
 * What is denied besides: everything in the namespaces with a default deny. Who is in another one, as the cluster's own ingress
 * controller is, may be reached by anybody and reach anything, as far as we know.
 */
export function deniedText({ objects, connections }: Pick<Preview, "objects" | "connections">): string {
    const denying = objects.filter(({ kind, name }) => kind === "NetworkPolicy" && name === "default-deny-all");
    const own = new Set(denying.map(({ namespace }) => namespace));
    const clients = connections.map(({ from }) => from.split("/")).filter((parts) => parts.length === 2);
    const foreign = [...new Set(clients.map(([namespace = ""]) => namespace))].filter(
        (namespace) => !own.has(namespace),
    );
    if (foreign.length === 0) {
        return "everything else is denied";
    }
    const nothing = `in ${foreign.sort().join(", ")}, which is not the platform's`;
    return own.size === 0
        ? `nothing is denied ${nothing}`
        : `everything else is denied in ${[...own].sort().join(", ")}, and nothing ${nothing}`;
}

/** What somebody else must set before the edge is what it should be. */
function ownersText({ existingController }: Preview, out: string): string | undefined {
    return (
        existingController &&
        `${path.join(out, VALUES_FILE)} and ${NETWORK_FILE}: until the controller's owner has set these, hosts have neither headers nor guards`
    );
}

export function countLevels(violations: readonly Violation[]): { mandatory: number; advisory: number } {
    const mandatory = violations.filter(({ level }) => level === "mandatory").length;
    return { mandatory, advisory: violations.length - mandatory };
}

function row(title: string, text: string | undefined): string | undefined {
    return text === undefined ? undefined : `  ${title.padEnd(13)}${text}`;
}

function countKinds({ objects }: Preview): [string, number][] {
    const counts = new Map<string, number>();
    objects.forEach(({ kind }) => counts.set(kind, (counts.get(kind) ?? 0) + 1));
    return [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
}

function kindsText(preview: Preview): string {
    const kinds = countKinds(preview);
    const shown = kinds.slice(0, MOST_KINDS).map(([kind, count]) => `${count} ${kind}`);
    const hidden = kinds.slice(MOST_KINDS).reduce((total, [, count]) => total + count, 0);
    return `${preview.resources.length}: ${[...shown, ...(hidden > 0 ? [`${hidden} other objects`] : [])].join(", ")}`;
}

function releasesText({ entries }: Preview): string | undefined {
    const list = releases(entries).map(({ chart, version }) => `${chart} ${version}`);
    return list.length === 0 ? undefined : `${list.join(", ")} (rendered at deploy)`;
}

/** CronJobs, or Jobs, that are there and do not run. */
function suspended({ objects }: Preview): KubernetesObject[] {
    return objects.filter(({ body }) => fields(body["spec"])["suspend"] === true);
}

function suspendedText(preview: Preview): string | undefined {
    const list = suspended(preview).map(({ kind, namespace, name, body }) => {
        const { "app.kubernetes.io/component": component } = fields(fields(body["metadata"])["labels"]);
        const means = component === "retention" ? ": nothing deletes old data there, it is kept for ever" : "";
        return `${kind} ${namespace}/${name}${means}`;
    });
    return list.length === 0 ? undefined : list.join(", ");
}

function connectionsText(preview: Preview): string {
    const { connections } = preview;
    const others = withoutDns(connections).length;
    return `${others} allowed${others < connections.length ? ", and DNS" : ""}; ${deniedText(preview)}`;
}

function requestsText({ totals: { cpu, memory, storage } }: Preview): string {
    return `${cpu} CPU, ${bytesText(memory)} memory, ${bytesText(storage)} storage, without Jobs and Releases`;
}

function policiesText({ violations, excepted }: Preview, style: Style): string {
    const { mandatory, advisory } = countLevels(violations);
    const counts = `${mandatory} mandatory, ${advisory} advisory`;
    const found = violations.length === 0 ? style.green("no violations") : counts;
    const coloured = mandatory > 0 ? style.red(found) : advisory > 0 ? style.yellow(found) : found;
    const exceptions = excepted.length === 0 ? [] : [style.yellow(plural(excepted.length, "exception"))];
    return [`${rules.length} rules`, coloured, ...exceptions].join(", ");
}

/** By rule, mandatory ones first: one rule that many resources violate must not hide the others. */
function violationLines(violations: readonly Violation[], style: Style): string[] {
    const byRule = new Map<string, Violation[]>();
    for (const level of ["mandatory", "advisory"]) {
        for (const violation of violations.filter((one) => one.level === level)) {
            const key = `${level} ${violation.rule}`;
            byRule.set(key, [...(byRule.get(key) ?? []), violation]);
        }
    }
    const groups = [...byRule.values()];
    const lines = groups.slice(0, MOST_RULES).flatMap((group) => ruleLines(group, style));
    const hidden = groups.slice(MOST_RULES).flat().length;
    return hidden > 0 ? [...lines, `    and ${plural(hidden, "violation")} of other rules in the report`] : lines;
}

/** Violations of one rule. */
function ruleLines(group: readonly Violation[], style: Style): string[] {
    const name = ({ rule, level }: Violation) => (level === "mandatory" ? style.red(rule) : style.yellow(rule));
    const line = (violation: Violation, where: string) => [
        `    ${name(violation)}  ${where}`,
        style.dim(`      ${violation.message}`),
    ];
    const [first] = group;
    if (first === undefined || group.length <= MOST_OF_RULE) {
        return group.flatMap((violation) => line(violation, violation.resource));
    }
    const resources = [...new Set(group.map(({ resource }) => resource))];
    const shown = resources.slice(0, MOST_OF_RULE).join(", ");
    const more = resources.length > MOST_OF_RULE ? ` and ${resources.length - MOST_OF_RULE} more` : "";
    return line(first, `${group.length} times: ${shown}${more}`);
}

function plural(number: number, noun: string): string {
    return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

function nextStep({ violations, stack }: Preview): string {
    if (countLevels(violations).mandatory > 0) {
        return "fix the mandatory violations: a deployment is refused with them";
    }
    return stack === "dev" ? "npm run up" : `pulumi up --stack ${stack} --policy-pack policies`;
}
