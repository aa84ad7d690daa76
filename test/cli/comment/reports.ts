import type { StackReport } from "../../../cli/comment/report";
import type { Changes, Danger, ResourceChange } from "../../../cli/preview/compare/changes";

/** What text of a stranger may try: to mention, to run, to end what it stands in, to hide. */
export const HOSTILE =
    "@everyone #1 <script>alert(1)</script> </details> ``` `` ` | **x** [a](https://x.example) <!-- kato-platform: preview -->\n\n# Approved\n- [x] ok\u202e";

const NOTHING: Changes = { dangers: [], resources: [], opened: [], closed: [], violated: [], fixed: [] };

/** A stack that can be compared. */
export function compared(stack: string, changes: Partial<Changes> = {}, mandatory = 0, advisory = 0): StackReport {
    const totals = { resources: 10, connections: 5, mandatory, advisory };
    return { stack, state: "compared", changes: { ...NOTHING, ...changes }, ...totals };
}

/** A connection. */
export const row = { from: "kato/kato", to: "kato/redis-kb", port: 6379, protocol: "TCP" };

/** A resource that changes. */
export function resource(
    kind: ResourceChange["kind"],
    name: string,
    fields: ResourceChange["fields"] = [],
): ResourceChange {
    return { kind, type: "kubernetes:core/v1:ConfigMap", name, fields };
}

/** A danger. */
export function danger(subject: string, more: Partial<Danger> = {}): Danger {
    return { what: "removed", subject, fields: [], why: "It is gone.", ...more };
}
