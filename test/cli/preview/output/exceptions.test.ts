import assert from "node:assert/strict";
import { previewFiles } from "../../../../cli/preview/output/files";
import { reportPage } from "../../../../cli/preview/output/report/page";
import { sarif } from "../../../../cli/preview/output/sarif";
import { summaryJson, summaryText } from "../../../../cli/preview/output/summary";
import { style } from "../../../../cli/shared/terminal";
import { inForce } from "../../../../policies/engine/exception";
import { rules } from "../../../../policies/rules";
import { previewFixture } from "../support";
import type { Preview } from "../../../../cli/preview/model/preview";

interface Result {
    readonly ruleId: string;
    readonly suppressions?: readonly unknown[];
}

/** Exceptions stay visible wherever violations are. */
describe("a violation that an exception covers", () => {
    let preview: Preview;

    before(async () => {
        const { violations, ...rest } = await previewFixture();
        const covered = violations.find(({ rule }) => rule === "pss-run-as-non-root")!;
        const exception = {
            ...{
                resource: covered.resource,
                rule: covered.rule,
                reason: "Needs <port> 80",
                owner: "platform@example.com",
            },
            expiry: "2027-01-31",
        };
        const counting = violations.filter((one) => one !== covered);
        preview = { ...rest, violations: counting, excepted: [{ violation: covered, by: inForce(exception, 1) }] };
    });

    function results(): readonly Result[] {
        return (sarif(preview, rules) as { runs: [{ results: Result[] }] }).runs[0].results;
    }

    it("is a suppressed result of SARIF, with the reason", () => {
        const [suppressed, ...others] = results().filter((result) => result.suppressions !== undefined);
        assert.deepEqual(others, []);
        assert.equal(suppressed?.ruleId, "pss-run-as-non-root");
        assert.deepEqual(suppressed.suppressions, [
            { kind: "external", justification: "Needs <port> 80 (platform@example.com, until 2027-01-31)" },
        ]);
        assert.equal(results().length, preview.violations.length + 1);
    });

    it("is not in policy.json", () => {
        const violations = JSON.parse(previewFiles(preview).get("policy.json") ?? "") as { rule: string }[];
        assert.equal(violations.length, preview.violations.length);
        assert(!violations.some(({ rule }) => rule === "pss-run-as-non-root"));
    });

    it("stands in the report with its reason, owner and day, escaped", () => {
        const page = reportPage(preview, rules, new Map());
        assert.match(page, /<h3>Violations that an exception covers<\/h3>/);
        assert.match(page, /<td>2027-01-31<\/td>\s*<td>platform@example\.com<\/td>\s*<td>pss-run-as-non-root<\/td>/);
        assert.match(page, /<td>Needs &lt;port&gt; 80<\/td>/);
        assert.match(page, /<code>pss-run-as-non-root<\/code>[\s\S]*?<td class="warn">1 excepted<\/td>/);
        assert.doesNotMatch(reportPage({ ...preview, excepted: [] }, rules, new Map()), /an exception covers/);
    });

    it("keeps the report from saying that all rules hold", () => {
        const page = reportPage({ ...preview, violations: [] }, rules, new Map());
        assert.match(page, /All \d+ rules hold, but for exceptions\./);
        assert.match(
            reportPage({ ...preview, violations: [], excepted: [] }, rules, new Map()),
            /All \d+ rules hold\./,
        );
    });

    it("is counted in the summary", () => {
        const plain = style({ write: () => true });
        const one = { ...preview, violations: [] };
        assert.match(summaryText(one, "out", plain), /^ {2}Policies {5}\d+ rules, no violations, 1 exception$/m);
        const two = { ...one, excepted: [...preview.excepted, ...preview.excepted] };
        assert.match(summaryText(two, "out", plain), /, no violations, 2 exceptions$/m);
        assert.doesNotMatch(summaryText({ ...one, excepted: [] }, "out", plain), /exception/);
        assert.equal((summaryJson(preview, "out")["policy"] as { excepted: number }).excepted, 1);
    });
});

describe("a rule that could not be decided", () => {
    it("is not reported to hold", async () => {
        const preview = await previewFixture();
        const page = reportPage({ ...preview, undecided: new Set(["pss-probe-hosts"]) }, rules, new Map());
        assert.match(page, /<code>pss-probe-hosts<\/code>[\s\S]*?<td class="bad">not decided<\/td>/);
        assert.doesNotMatch(reportPage(preview, rules, new Map()), /not decided/);
    });
});
