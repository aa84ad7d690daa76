import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readRun, type Run } from "../../cli/pipelines/events";
import { proposalOf, runAsMarkdown } from "../../cli/pipelines/text";
import { change, violation } from "./doubles";

const deployment = "kubernetes:apps/v1:Deployment";

describe("what a run of the engine proposes", () => {
    const folder = mkdtempSync(join(tmpdir(), "events-"));
    after(() => rmSync(folder, { recursive: true }));
    const run = (...events: string[]): Run => {
        const file = join(folder, "events.json");
        writeFileSync(file, `${events.join("\n")}\n`);
        return readRun(file);
    };

    it("is what changes, a replacement once, and nothing that stays", () => {
        const ops = ["same", "read", "refresh", "create-replacement", "replace", "delete-replaced", "update", "delete"];
        const { changes } = run(...ops.map((op) => change(op, deployment, `of-${op}`)), '{"summaryEvent": {}}');
        assert.deepEqual(
            changes.map(({ op, name }) => `${op} ${name}`),
            ["delete of-delete", "replace of-replace", "update of-update"],
        );
    });

    it("is the fields of the top level where the provider says no more", () => {
        const event = JSON.parse(change("update", deployment, "kato")) as {
            resourcePreEvent: { metadata: { detailedDiff: unknown; diffs?: string[] } };
        };
        event.resourcePreEvent.metadata.detailedDiff = null;
        event.resourcePreEvent.metadata.diffs = ["spec", "metadata", "spec"];
        assert.deepEqual(run(JSON.stringify(event)).changes[0]?.fields, ["metadata", "spec"]);
    });

    it("is equal for equal operations on equal resources, in whatever order and detail they are seen", () => {
        const [one, other] = [change("update", deployment, "kato", ["spec"]), change("create", deployment, "kratos")];
        const proposal = proposalOf(run(one, other));
        assert.match(proposal, /^2-[0-9a-f]{16}$/);
        assert.equal(proposalOf(run(other, change("update", deployment, "kato", ["spec.replicas"]))), proposal);
        for (const different of [
            run(one),
            run(change("delete", deployment, "kato"), other),
            run(change("update", deployment, "kato-2"), other),
        ]) {
            assert.notEqual(proposalOf(different), proposal);
        }
        assert.match(proposalOf(run()), /^0-/);
    });

    it("is shown so that a name, or a message, cannot be more than text", () => {
        const markdown = runAsMarkdown(
            run(
                change("update", deployment, "a`|@everyone", ["data[`x`]\n# heading"]),
                violation("rule", "<{%fg 1%}>first<{%reset%}>\n# second\u001b[31m"),
            ),
        );
        assert.match(
            markdown,
            /^\| `update` \| `kubernetes:apps\/v1:Deployment a\?\?@everyone` \| `data\[\?x\?\]\?# heading` \|$/m,
        );
        assert.match(markdown, /^ {6}first\n {6}# second\?\[31m$/m);
    });

    it("fits into an issue", () => {
        const many = Array.from({ length: 900 }, (_, i) =>
            change(
                "update",
                deployment,
                `${String(i)}-${"n".repeat(300)}`,
                Array.from({ length: 50 }, (_each, j) => `field${j}`),
            ),
        );
        const violations = Array.from({ length: 5 }, () => violation("rule", "m".repeat(9000)));
        const markdown = runAsMarkdown(run(...many, ...violations));
        assert.ok(markdown.length < 65_000, String(markdown.length));
        assert.match(markdown, /^\*\*900 changes\*\*$/m);
        assert.match(markdown, /… and 750 more, in the run's log\./);
        assert.match(markdown, /, and 44 more \|/);
        const worse = Array.from({ length: 200 }, () => violation("rule", "m".repeat(9000)));
        assert.ok(runAsMarkdown(run(...many, ...worse)).length < 65_000);
    });

    it("counts mandatory violations only", () => {
        const { violations } = run(violation("a", "no"), violation("b", "perhaps", "advisory"));
        assert.deepEqual(
            violations.map(({ rule, message }) => [rule, message]),
            [["a", "no"]],
        );
        assert.equal(runAsMarkdown(run()), "No changes.\n");
    });
});
