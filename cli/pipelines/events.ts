import { readFileSync } from "node:fs";

/** What the engine proposes to do with one resource. It never holds a value: of those, some may be secret and unmarked. */
export interface Change {
    /** The engine's name for it: `create`, `update`, `replace`, `delete`, … */
    readonly op: string;
    readonly urn: string;
    readonly type: string;
    /** Logical name. */
    readonly name: string;
    /** Paths of the fields that differ; those of the top level where the provider says no more. */
    readonly fields: readonly string[];
}

/** A violation of a mandatory policy. */
export interface Violation {
    readonly rule: string;
    readonly urn: string;
    /** The rule's own text, which never shows a value that may be secret. */
    readonly message: string;
}

/** What happened in one run of the engine. */
export interface Run {
    readonly changes: readonly Change[];
    readonly violations: readonly Violation[];
}

/** One line of `pulumi … --event-log FILE`, as far as it matters here (`sdk/go/common/apitype/events.go`). */
interface EngineEvent {
    readonly resourcePreEvent?: {
        readonly metadata: {
            readonly op: string;
            readonly urn: string;
            readonly type: string;
            readonly diffs?: readonly string[] | null;
            readonly detailedDiff?: Readonly<Record<string, unknown>> | null;
        };
    };
    readonly policyEvent?: {
        readonly policyName: string;
        readonly resourceUrn?: string;
        readonly message: string;
        readonly enforcementLevel: string;
    };
}

/** What leaves everything as it is, and the two halves of a `replace`, which is an event of its own. */
const noChange = /^(same|read|refresh|discard.*|create-replacement|delete-replaced|.*-pending)$/;

/** Reads the file that `--event-log` names. It holds values: keep it where nobody else can read it, and delete it. */
export function readRun(file: string): Run {
    const events = readFileSync(file, "utf8")
        .split("\n")
        .filter((line) => line.includes('"resourcePreEvent"') || line.includes('"policyEvent"'))
        .map((line) => JSON.parse(line) as EngineEvent);
    return {
        changes: events
            .flatMap(({ resourcePreEvent }) => (resourcePreEvent === undefined ? [] : [resourcePreEvent.metadata]))
            .filter(({ op }) => !noChange.test(op))
            .map(({ op, urn, type, diffs, detailedDiff }) => ({
                op,
                urn,
                type,
                name: urn.slice(urn.lastIndexOf("::") + 2),
                fields: [...new Set(detailedDiff ? Object.keys(detailedDiff) : (diffs ?? []))].sort(),
            }))
            .sort((left, right) => compare(left.urn, right.urn) || compare(left.op, right.op)),
        violations: events
            .flatMap(({ policyEvent }) => (policyEvent?.enforcementLevel === "mandatory" ? [policyEvent] : []))
            .map(({ policyName, resourceUrn, message }) => ({
                rule: policyName,
                urn: resourceUrn ?? "",
                // The engine marks colours as <{%reset%}>.
                message: message.replace(/<\{%.*?%\}>/g, "").trim(),
            })),
    };
}

/** Not by locale: what is compared later must not depend on the machine. */
function compare(left: string, right: string): number {
    return left < right ? -1 : left > right ? 1 : 0;
}
