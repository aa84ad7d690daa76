import type { StackReport } from "../../../cli/comment/report";
import type { Changes } from "../../../cli/preview/changes";

/** What text of a stranger may try: to mention, to run, to end what it stands in, to hide. */
export const HOSTILE =
    "@everyone #1 <script>alert(1)</script> </details> ``` `` ` | **x** [a](https://x.example) <!-- kato-platform: preview -->\n\n# Approved\n- [x] ok\u202e";

const NOTHING: Changes = { dangers: [], resources: [], opened: [], closed: [], violated: [], fixed: [] };

/** A stack that can be compared. */
export function compared(stack: string, changes: Partial<Changes> = {}, mandatory = 0, advisory = 0): StackReport {
    const totals = { resources: 10, connections: 5, mandatory, advisory };
    return { stack, state: "compared", changes: { ...NOTHING, ...changes }, ...totals };
}
