import assert from "node:assert/strict";
import { summaryJson, summaryText } from "../../../../cli/preview/output/summary";
import type { Violation } from "../../../../policies/engine/evaluate";
import { style } from "../../../../cli/shared/terminal";
import { previewFixture } from "../support";
import type { Preview } from "../../../../cli/preview/model/preview";
import type { Json } from "../../../../kubernetes/json";

const plain = style({ write: () => true });

describe("the summary", () => {
    let preview: Preview;

    before(async () => {
        preview = await previewFixture();
    });

    function withCronJob(spec: Json): Preview {
        const id = "shop/CronJob/clean-up";
        const object = { urn: id, id, namespace: "shop", kind: "CronJob", name: "clean-up", manifest: id };
        return { ...preview, objects: [...preview.objects, { ...object, body: { spec } }] };
    }

    it("names CronJobs that are suspended", () => {
        const suspended = withCronJob({ suspend: true });
        assert.match(summaryText(suspended, "out", plain), /^ {2}Suspended {4}CronJob shop\/clean-up$/m);
        assert.deepEqual(summaryJson(suspended, "out")["suspended"], ["shop/CronJob/clean-up"]);
    });

    it("says what it means where that is the deletion of old data", () => {
        const { objects, ...rest } = withCronJob({ suspend: true });
        const labels = { "app.kubernetes.io/component": "retention" };
        const labelled = objects.map((object) => ({ ...object, body: { metadata: { labels }, ...object.body } }));
        assert.match(
            summaryText({ ...rest, objects: labelled.slice(-1) }, "out", plain),
            /^ {2}Suspended {4}CronJob shop\/clean-up: nothing deletes old data there, it is kept for ever$/m,
        );
    });

    it("leaves them out where none is", () => {
        const running = withCronJob({ suspend: false });
        assert.doesNotMatch(summaryText(running, "out", plain), /Suspended/);
        assert.deepEqual(summaryJson(running, "out")["suspended"], []);
    });

    it("counts connections besides DNS, on OpenShift's port too", () => {
        const row = (to: string, port: number, protocol = "TCP") => ({ from: "shop/app", to, port, protocol });
        const dns = [row("openshift-dns/dns", 5353), row("openshift-dns/dns", 5353, "UDP")];
        const connections = [row("shop/store", 5432), ...dns];
        assert.match(
            summaryText({ ...preview, connections }, "out", plain),
            /^ {2}Connections {2}1 allowed, and DNS;/m,
        );
    });

    it("states what is requested", () => {
        assert.match(
            summaryText(preview, "out", plain),
            /^ {2}Requests {5}0\.5 CPU, 512Mi memory, 10Gi storage, without Jobs and Releases$/m,
        );
        assert.deepEqual(summaryJson(preview, "out")["requests"], {
            cpu: 0.5,
            memory: 536_870_912,
            storage: 10_737_418_240,
        });
    });

    describe("of violations", () => {
        /** The lines about policies. */
        function lines(...violations: readonly Violation[]): string[] {
            const text = summaryText({ ...preview, messages: [], violations }, "out", plain);
            return text.slice(text.indexOf("  Policies"), text.indexOf("\n\n  Report")).split("\n");
        }

        function violation(rule: string, resource: string, level: Violation["level"] = "advisory"): Violation {
            return { rule, level, severity: "low", resource, message: `${resource} is wrong` };
        }

        it("lists a few one by one, mandatory ones first", () => {
            const found = lines(violation("b", "x"), violation("a", "y", "mandatory"), violation("b", "z"));
            assert.match(found[0] ?? "", /^ {2}Policies {5}\d+ rules, 1 mandatory, 2 advisory$/);
            assert.deepEqual(found.slice(1), [
                "    a  y",
                "      y is wrong",
                "    b  x",
                "      x is wrong",
                "    b  z",
                "      z is wrong",
            ]);
        });

        it("puts many of one rule together, with the first resources and one message", () => {
            const many = ["p", "q", "q", "r", "s", "t"].map((resource) => violation("a", resource));
            assert.deepEqual(lines(...many, violation("b", "x", "mandatory")).slice(1), [
                "    b  x",
                "      x is wrong",
                "    a  6 times: p, q, r and 2 more",
                "      p is wrong",
            ]);
        });

        it("leaves advisory rules to the report before mandatory ones, and counts what it leaves", () => {
            const advisory = Array.from({ length: 9 }, (_, index) => violation(`advisory-${index}`, "x"));
            const mandatory = ["m", "n"].map((rule) => violation(rule, "x", "mandatory"));
            const found = lines(...advisory, violation("advisory-8", "y"), ...mandatory);
            assert.match(found[0] ?? "", /, 2 mandatory, 10 advisory$/);
            assert.deepEqual([found[1], found[3], found[5]], ["    m  x", "    n  x", "    advisory-0  x"]);
            assert.equal(found.at(-1), "    and 2 violations of other rules in the report");
        });

        it("keeps apart what one rule finds and what it could not decide at another level", () => {
            const found = lines(violation("unknown-value", "x"), violation("unknown-value", "x", "mandatory"));
            assert.deepEqual(
                found.filter((line) => /^ {4}\S/.test(line)),
                ["    unknown-value  x", "    unknown-value  x"],
            );
        });
    });
});
