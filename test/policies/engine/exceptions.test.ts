import assert from "node:assert/strict";
import type { Exception } from "../../../policies/engine/exception";
import { exceptions } from "../../../policies/exceptions";
import type { PolicyResource } from "../../../kubernetes/resource";
import type { Rule } from "../../../policies/engine/rule";
import { type Verdict, verdict } from "../../../policies/engine/verdict";
import { DEVELOPMENT, PRODUCTION } from "../situation";

/** Objects to a label `bad: <id>`. */
function rule(id: string): Rule {
    return {
        ...{ id, title: "", description: "", references: [], remediation: "", kinds: "any" },
        ...{ level: "mandatory", severity: "high" },
        check({ props }) {
            const at = props.at("metadata", "labels", "bad");
            return at.value === id ? [{ at, expected: "nothing", write: "nothing" }] : [];
        },
    };
}
const RULES = [rule("first-rule"), rule("second-rule")];

function bad(name: string, by = "first-rule", namespace = "kato"): PolicyResource {
    const metadata = { name, namespace, labels: { bad: by } };
    return { type: "kubernetes:core/v1:ConfigMap", name, props: { metadata } };
}

const ACCEPTED: Exception = {
    resource: "kato/ConfigMap/a",
    rule: "first-rule",
    reason: "Upstream issue 4711",
    owner: "platform@example.com",
    expiry: "2026-12-31",
};

function judge(resources: readonly PolicyResource[], given: readonly unknown[], situation = PRODUCTION): Verdict {
    return verdict(resources, { rules: RULES, exceptions: given, situation }, true);
}

/** What still counts: the rule and the resource of each. */
function counting({ violations }: Verdict): string[] {
    return violations.map(({ violation: { rule: id, resource } }) => `${id} ${resource}`);
}

describe("an exception", () => {
    it("takes a violation out of what counts, and keeps it visible", () => {
        const found = judge([bad("a"), bad("b")], [ACCEPTED]);
        assert.deepEqual(counting(found), ["first-rule kato/ConfigMap/b"]);
        assert.equal(found.excepted.length, 1);
        assert.equal(found.excepted[0]?.violation.resource, "kato/ConfigMap/a");
        assert.equal(found.excepted[0].by.exception, ACCEPTED);
    });

    it("is for one rule", () => {
        const found = judge([bad("a"), bad("a", "second-rule")], [ACCEPTED]);
        assert.deepEqual(counting(found), ["second-rule kato/ConfigMap/a"]);
    });

    for (const [resource, ...covered] of [
        ["kato/ConfigMap/a", "kato/a"],
        ["kato/ConfigMap/*", "kato/a", "kato/ab", "kato/b.c"],
        ["kato/ConfigMap/a*", "kato/a", "kato/ab"],
        ["*/ConfigMap/a", "kato/a", "kratos/a"],
        ["k*s/*/a", "kratos/a"],
        ["kato/ConfigMap/b.c", "kato/b.c"],
        ["kato/ConfigMap/b?c"],
        ["kato/Config/a"],
        ["KATO/ConfigMap/a"],
    ] as const) {
        it(`for ${resource} covers ${covered.join(", ") || "nothing"}`, () => {
            const all = [bad("a"), bad("ab"), bad("b.c"), bad("bxc"), bad("a", "first-rule", "kratos")];
            const found = judge(all, [{ ...ACCEPTED, resource }]);
            const names = found.excepted.map(({ violation }) => violation.resource.replace("/ConfigMap", ""));
            assert.deepEqual(
                names,
                resource === "kato/ConfigMap/*" ? ["kato/a", "kato/ab", "kato/b.c", "kato/bxc"] : covered,
            );
        });
    }

    it("covers names with slashes, as resources outside Kubernetes have", () => {
        const secret = { ...bad("kato/production/credentials"), type: "aws:secretsmanager/secret:Secret" };
        const found = judge([secret], [{ ...ACCEPTED, resource: "_cluster/Secret/kato/*/credentials" }]);
        assert.deepEqual(counting(found), []);
        const misleading = { ...secret, name: "x/ConfigMap/a" };
        for (const resource of ["*/ConfigMap/a", "_cluster/*/a"]) {
            assert.deepEqual(judge([misleading], [{ ...ACCEPTED, resource }]).excepted, []);
        }
    });

    it("holds up to its last day", () => {
        assert.deepEqual(counting(judge([bad("a")], [{ ...ACCEPTED, expiry: "2026-11-22" }])), []);
        const over = judge([bad("a")], [{ ...ACCEPTED, expiry: "2026-11-21" }]);
        assert.deepEqual(counting(over), [
            "exception-expired _cluster/PolicyException/1",
            "first-rule kato/ConfigMap/a",
        ]);
        assert.deepEqual(over.violations[0]?.violation, {
            rule: "exception-expired",
            level: "mandatory",
            severity: "high",
            resource: "_cluster/PolicyException/1",
            message:
                "policies/exceptions.ts, entry 1 (first-rule for kato/ConfigMap/a), expiry: found 2026-11-21, expected 2026-11-22 or later. Write: what the rule asks for, and delete the entry; or a later day, if platform@example.com answers for it",
        });
    });

    it("is for one environment, or for both", () => {
        const production = { ...ACCEPTED, environment: "production" };
        assert.deepEqual(counting(judge([bad("a")], [production])), []);
        assert.deepEqual(counting(judge([bad("a")], [production], DEVELOPMENT)), ["first-rule kato/ConfigMap/a"]);
        const development = { ...ACCEPTED, environment: "development" };
        assert.deepEqual(counting(judge([bad("a")], [development])), ["first-rule kato/ConfigMap/a"]);
        assert.deepEqual(counting(judge([bad("a")], [development], DEVELOPMENT)), []);
        assert.deepEqual(counting(judge([bad("a")], [ACCEPTED], DEVELOPMENT)), []);
    });

    it("is a violation where it covers nothing in its environment", () => {
        const found = judge([bad("b")], [ACCEPTED, { ...ACCEPTED, resource: "kato/ConfigMap/b" }]);
        assert.deepEqual(counting(found), ["exception-unused _cluster/PolicyException/1"]);
        assert.equal(
            found.violations[0]?.violation.message,
            'policies/exceptions.ts, entry 1 (first-rule for kato/ConfigMap/a), resource: found no violation of first-rule that "kato/ConfigMap/a" covers in production, expected one. Write: nothing: delete the entry, or name the one environment that needs it',
        );
        assert.deepEqual(counting(judge([], [{ ...ACCEPTED, environment: "development" }])), []);
    });

    it("is not called unused where only some of the resources are judged", () => {
        const found = verdict([bad("b")], { rules: RULES, exceptions: [ACCEPTED], situation: PRODUCTION }, false);
        assert.deepEqual(counting(found), ["first-rule kato/ConfigMap/b"]);
    });

    it("is in use beside another that covers the same", () => {
        const found = judge([bad("a")], [{ ...ACCEPTED, resource: "kato/ConfigMap/*" }, ACCEPTED]);
        assert.deepEqual(counting(found), []);
        assert.equal(found.excepted[0]?.by.entry, 1);
    });

    it("does not cover what could not be decided", () => {
        const throws: Rule = {
            ...rule("first-rule"),
            check: () => {
                throw new Error("a mistake");
            },
        };
        const found = verdict([bad("a")], { rules: [throws], exceptions: [ACCEPTED], situation: PRODUCTION }, false);
        assert.deepEqual(counting(found), ["rule-error kato/ConfigMap/a"]);
    });
});

describe("an exception that is wrong", () => {
    const { owner: _, ...withoutOwner } = ACCEPTED;
    const cases: readonly (readonly [what: string, given: unknown, message: RegExp])[] = [
        ["no object", "all", /entry 1: found "all", expected an object with resource, rule, reason, owner, expiry/],
        ["empty", null, /entry 1: found null/],
        [
            "a missing field",
            withoutOwner,
            /, owner: found nothing, expected a text that is not empty\. Write: owner: "…"/,
        ],
        ["an empty reason", { ...ACCEPTED, reason: "  " }, /, reason: found " {2}", expected a text that is not empty/],
        ["a field that is no text", { ...ACCEPTED, owner: 7 }, /, owner: found 7, expected a text/],
        [
            "a misspelt field",
            { ...ACCEPTED, enviroment: "production" },
            /, enviroment: .* no such field\. Write: environment: "…"/,
        ],
        [
            "an unknown field",
            { ...ACCEPTED, zzz: 1 },
            /, zzz: .* Write: one of resource, rule, reason, owner, expiry, env/,
        ],
        [
            "a misspelt rule",
            { ...ACCEPTED, rule: "frist-rule" },
            /, rule: found "frist-rule", .* Write: rule: "first-rule"/,
        ],
        ["an unknown rule", { ...ACCEPTED, rule: "zzz" }, /, rule: .* Write: the id of a rule in docs\/policies\.md/],
        ["all rules", { ...ACCEPTED, rule: "*" }, /, rule: found "\*", expected the id of a rule/],
        ["what is undecided", { ...ACCEPTED, rule: "unknown-value" }, /, rule: .* nobody knows what an exception/],
        ["a rule that throws", { ...ACCEPTED, rule: "rule-error" }, /, rule: .* nobody knows what an exception/],
        ["exceptions", { ...ACCEPTED, rule: "exception-unused" }, /, rule: .* expected the id of a rule/],
        [
            "no kind",
            { ...ACCEPTED, resource: "kato/a" },
            /, resource: found "kato\/a", expected <namespace>\/<Kind>\/<name>/,
        ],
        ["no name", { ...ACCEPTED, resource: "kato/ConfigMap/" }, /, resource: .* expected <namespace>/],
        ["everything", { ...ACCEPTED, resource: "*/*/*" }, /, resource: .* a rule is not switched off for everything/],
        [
            "everything, spelt out",
            { ...ACCEPTED, resource: "**/*/*/*" },
            /, resource: .* not switched off for everything/,
        ],
        ["a malformed day", { ...ACCEPTED, expiry: "31.12.2026" }, /, expiry: .* expected a day of the calendar/],
        ["a time", { ...ACCEPTED, expiry: "2026-12-31T00:00:00Z" }, /, expiry: .* expected a day of the calendar/],
        ["a day that is none", { ...ACCEPTED, expiry: "2027-02-29" }, /, expiry: .* expected a day of the calendar/],
        ["a month that is none", { ...ACCEPTED, expiry: "2026-13-01" }, /, expiry: .* expected a day of the calendar/],
        ["more than a year", { ...ACCEPTED, expiry: "2027-11-23" }, /, expiry: .* expected 2027-11-22 at the latest/],
        [
            "another environment",
            { ...ACCEPTED, environment: "prod" },
            /, environment: found "prod", expected development, staging, prod/,
        ],
        [
            "an empty environment",
            { ...ACCEPTED, environment: null },
            /, environment: found null, expected development, staging, prod/,
        ],
    ];
    for (const [what, given, message] of cases) {
        it(`names ${what}, and covers nothing`, () => {
            const found = judge([bad("a")], [given]);
            assert.deepEqual(counting(found), [
                "exception-invalid _cluster/PolicyException/1",
                "first-rule kato/ConfigMap/a",
            ]);
            assert.match(found.violations[0]?.violation.message ?? "", message);
        });
    }

    it("names all that is wrong, whatever the environment", () => {
        const given = [ACCEPTED, { ...ACCEPTED, owner: "", rule: "zzz", environment: "development" }, 3];
        assert.deepEqual(counting(judge([bad("a")], given)), [
            "exception-invalid _cluster/PolicyException/2",
            "exception-invalid _cluster/PolicyException/2",
            "exception-invalid _cluster/PolicyException/3",
        ]);
    });

    it("is not one of exactly a year", () => {
        assert.deepEqual(counting(judge([bad("a")], [{ ...ACCEPTED, expiry: "2027-11-22" }])), []);
    });
});

describe("the exceptions of this repository", () => {
    it("are exactly these", () => {
        assert.deepEqual(exceptions, []);
    });
});
