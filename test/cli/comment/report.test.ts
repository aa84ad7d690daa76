import assert from "node:assert/strict";
import { parseReports, type StackReport } from "../../../cli/comment/report";
import { violation } from "../preview/snapshots";
import { compared } from "./reports";

const totals = { resources: 1, connections: 2, mandatory: 3, advisory: 4 };
const whole: StackReport[] = [
    compared("prod", {
        dangers: [
            {
                what: "policy violated",
                subject: "a",
                fields: [{ path: "x", before: { a: [1, null, true] }, after: "b" }],
                why: "b",
                runbook: "docs/policies.md#image-digest",
            },
        ],
        resources: [{ kind: "changed", type: "t", name: "n", fields: [{ path: "x", after: 1 }] }],
        opened: [{ from: "a", to: "b", port: 1, protocol: "TCP" }],
        violated: [violation("r", "a")],
        fixed: [violation("s", "b", { level: "advisory" })],
    }),
    { stack: "dev", state: "alone", ...totals },
    { stack: "eu", state: "alone", error: "x", ...totals },
    { stack: "us", state: "failed", error: "x" },
    { stack: "old", state: "removed" },
];

describe("reports of a stranger", () => {
    it("are read as they were written", () => {
        assert.deepEqual(parseReports(JSON.stringify(whole)), whole);
    });

    it("lose what is not theirs", () => {
        const [report] = parseReports('[{"stack":"a","state":"removed","extra":1,"__proto__":{"x":1}}]');
        assert.deepEqual(report, { stack: "a", state: "removed" });
    });

    const changed = (change: (report: Record<string, unknown>) => void): string => {
        const report = structuredClone(whole[0]) as unknown as Record<string, unknown>;
        change(report);
        return JSON.stringify([report]);
    };
    const danger = (fields: object): string =>
        changed((report) => {
            report["changes"] = { ...compared("x"), ...(whole[0] as { changes: object }).changes };
            (report["changes"] as { dangers: object[] }).dangers = [
                { what: "removed", subject: "a", fields: [], why: "b", ...fields },
            ];
        });
    const refused: [string, string][] = [
        ["no JSON", "{"],
        ["no list", "{}"],
        ["an unknown state", '[{"stack":"a","state":"fine"}]'],
        ["a stack that leads elsewhere", '[{"stack":"../a","state":"removed"}]'],
        ["a stack with markup", '[{"stack":"<b>","state":"removed"}]'],
        ["too many stacks", JSON.stringify(Array.from({ length: 51 }, () => ({ stack: "a", state: "removed" })))],
        ["a text without end", JSON.stringify([{ stack: "a", state: "failed", error: "x".repeat(100_001) }])],
        ["a number that is none", changed((report) => (report["resources"] = "1 <b>"))],
        ["changes that are none", changed((report) => (report["changes"] = []))],
        ["an unknown danger", danger({ what: "**fine**" })],
        ["a runbook elsewhere", danger({ runbook: "https://x.example/docs/a.md" })],
        ["a runbook that climbs", danger({ runbook: "docs/../../../x.md" })],
        ["a runbook that ends its link", danger({ runbook: "docs/a.md) [x](https://x.example/a.md" })],
    ];
    for (const [what, json] of refused) {
        it(`are refused with ${what}, without a word of theirs`, () => {
            assert.throws(() => parseReports(json), {
                name: "UsageError",
                message: /^The changes are not (JSON|what npm run comment -- --json prints: see [\w., ]+)\.$/,
            });
        });
    }
});
