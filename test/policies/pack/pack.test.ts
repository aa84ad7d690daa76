import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { UNKNOWN } from "../../../kubernetes/field";
import { createPack, situationOf } from "../../../policies/pack/pack";
import type { Rule } from "../../../policies/engine/rule";
import { Engine, LEVEL, secret, urnOf } from "./rpc";
import { CHOSEN, DENY, deployment, engine, marked, named, NAMESPACE, PRIVILEGED, STACK } from "./started";
import { PRODUCTION } from "../situation";

describe("the policy pack", () => {
    it("passes what satisfies every rule", async () => {
        assert.deepEqual(await engine().analyze(deployment({})), []);
    });

    it("refuses a resource, with the rule's name, level and message", async () => {
        const [diagnostic, ...others] = await engine().analyze(PRIVILEGED);
        assert.deepEqual(others, []);
        assert.equal(diagnostic?.policyname, "pss-privileged");
        assert.equal(diagnostic.enforcementlevel, LEVEL.mandatory);
        assert.equal(
            diagnostic.message,
            "No container is privileged\nkato/Deployment/api: spec.template.spec.containers[0].securityContext.privileged (container app): found true, expected false or nothing. Write: privileged: false",
        );
    });

    it("does not repeat a secret", async () => {
        const value = ["a", "secret", "of", "ours"].join("-");
        const [diagnostic] = await engine().analyze(deployment({ env: [{ name: "PASSWORD", value }] }));
        assert.equal(diagnostic?.policyname, "secret-literal");
        assert.ok(!diagnostic.message.includes(value));
    });

    it("tells rules what is marked secret", async () => {
        const metadata = { name: "a", namespace: "kato", annotations: { note: secret("x") } };
        const given = { type: "kubernetes:core/v1:ConfigMap", name: "a", props: { metadata, data: { a: "x" } } };
        const diagnostics = await engine([], [marked]).analyze(given);
        assert.deepEqual(named(diagnostics), [["marked", LEVEL.advisory]]);
        assert.match(diagnostics[0]?.message ?? "", /found metadata\.annotations\.note/);
        const related = { ...marked, scope: "stack" } as const;
        assert.deepEqual(named(await engine([], [related]).analyzeStack(given)), [["marked", LEVEL.advisory]]);
    });

    it("tells rules the options", async () => {
        const unprotected: Rule = {
            ...marked,
            id: "unprotected",
            check: ({ source, props }) =>
                source.opts?.protect === true && source.opts.parent === urnOf(STACK)
                    ? []
                    : [{ at: props, found: JSON.stringify(source.opts), expected: "x", write: "y" }],
        };
        const options = { protect: true, parent: urnOf(STACK) };
        assert.deepEqual(await engine([], [unprotected]).analyze({ ...deployment({}), ...options }), []);
        const [diagnostic] = await engine([], [unprotected]).analyze(deployment({}));
        assert.match(diagnostic?.message ?? "", /found \{"protect":false\}/);
    });

    for (const [what, container] of [
        ["a field", { securityContext: { privileged: UNKNOWN } }],
        ["a parent", { securityContext: UNKNOWN }],
        ["an element of a list", { securityContext: { capabilities: { add: [UNKNOWN] } } }],
        ["a number", { securityContext: { runAsUser: "3eeb2bf0-c639-47a8-9e75-3b44932eb421" } }],
        ["a boolean", { securityContext: { privileged: "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7" } }],
        ["a secret", { securityContext: { privileged: secret(UNKNOWN) } }],
    ] as const) {
        it(`stays mandatory in a preview where ${what} is unknown`, async () => {
            const diagnostics = await engine().analyze(deployment(container));
            assert.ok(diagnostics.length > 0);
            for (const { enforcementlevel, message } of diagnostics) {
                assert.equal(enforcementlevel, LEVEL.mandatory);
                assert.match(message, /\nunknown-value: .* not known before deployment, so [\w-]+ cannot be decided/);
            }
        });
    }

    it("stays mandatory where a rule throws", async () => {
        const check = () => {
            throw new Error("no such field");
        };
        const throwing = [
            { ...marked, id: "throws", level: "mandatory", check } as const,
            { ...marked, id: "throws-in-stack", level: "mandatory", scope: "stack", check } as const,
        ];
        const started = engine([], throwing);
        const diagnostics = await started.analyze(deployment({}));
        assert.deepEqual(named(diagnostics), [["throws", LEVEL.mandatory]]);
        assert.match(diagnostics[0]?.message ?? "", /\nrule-error: kato\/Deployment\/api: throws could not be decided/);
        assert.deepEqual(named(await started.analyzeStack(deployment({}))), [["throws-in-stack", LEVEL.mandatory]]);
    });

    it("refuses what no rule could read, once for each time it looks", async () => {
        const unreadable = { type: "kubernetes:core/v1:List", name: "all", props: { items: [1] } };
        assert.deepEqual(named(await engine().analyze(unreadable)), [["rule-error", LEVEL.mandatory]]);
        const unknown = { ...unreadable, props: { items: UNKNOWN } };
        assert.deepEqual(named(await engine().analyze(unknown)), [["unknown-value", LEVEL.mandatory]]);
        assert.deepEqual(named(await engine().analyzeStack(unreadable)), [["namespace-default-deny", LEVEL.mandatory]]);
    });

    it("judges a resource anew when it comes again", async () => {
        const started = engine();
        assert.equal((await started.analyze(PRIVILEGED)).length, 1);
        assert.deepEqual(await started.analyze(deployment({})), []);
        assert.equal((await started.analyze(PRIVILEGED)).length, 1);
    });

    it("reads a resource once, whatever the number of rules", async () => {
        let reads = 0;
        const guard = createPack({ rules: CHOSEN, exceptions: [], situation: PRODUCTION });
        const counted = {
            ...guard,
            policies: guard.policies.map((policy) =>
                "validateResource" in policy
                    ? {
                          ...policy,
                          validateResource: (args: { props: Record<string, unknown> }, ...rest: never[]) => {
                              reads += Object.keys(args.props).length;
                              (policy.validateResource as (...all: unknown[]) => void)(args, ...rest);
                          },
                      }
                    : policy,
            ),
        };
        const diagnostics = await new Engine(counted as typeof guard).analyze(PRIVILEGED);
        assert.deepEqual(named(diagnostics), [["pss-privileged", LEVEL.mandatory]]);
        assert.equal(reads, 0);
    });

    it("changes no resource", async () => {
        assert.equal(await engine().remediate(PRIVILEGED), 0);
    });

    it("refuses to run where nothing has judged the resource", async () => {
        const { policies, guard } = createPack({ rules: CHOSEN, exceptions: [], situation: PRODUCTION });
        const blind = new Engine({ policies, guard: { ...guard, resource: () => undefined } });
        await assert.rejects(blind.analyze(PRIVILEGED), /was not judged/);
    });

    it("refuses a stack whose namespace has no default deny, and names the namespace", async () => {
        assert.deepEqual(await engine().analyze(NAMESPACE), []);
        assert.deepEqual(await engine().analyzeStack(NAMESPACE, DENY), []);
        const [diagnostic, ...others] = await engine().analyzeStack(NAMESPACE);
        assert.deepEqual(others, []);
        assert.equal(diagnostic?.policyname, "namespace-default-deny");
        assert.equal(diagnostic.enforcementlevel, LEVEL.mandatory);
        assert.equal(diagnostic.urn, urnOf(NAMESPACE));
    });

    it("has what the engine needs to start it", () => {
        const folder = join(__dirname, "../../../policies");
        const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Record<string, unknown>;
        assert.equal(manifest["name"], "kato-platform-policies");
        assert.match(String(manifest["version"]), /^\d+\.\d+\.\d+$/);
        assert.equal(manifest["main"], "pack/start.js");
        assert.match(readFileSync(join(folder, "PulumiPolicy.yaml"), "utf8"), /^runtime: nodejs$/m);
    });
});

describe("the situation of a stack", () => {
    function environment(config: string | undefined, project: string | undefined): string {
        return situationOf({ PULUMI_CONFIG: config, PULUMI_NODEJS_PROJECT: project }).environment;
    }

    it("is what the stack says", () => {
        assert.equal(environment('{"kato-platform:environment":"development"}', "kato-platform"), "development");
        assert.equal(environment('{"kato-platform:environment":"staging"}', "kato-platform"), "staging");
    });

    it("is production otherwise", () => {
        assert.equal(environment('{"kato-platform:environment":"production"}', "kato-platform"), "production");
        assert.equal(environment('{"kato-platform:environment":"Development"}', "kato-platform"), "production");
        assert.equal(environment('{"other:environment":"development"}', "kato-platform"), "production");
        assert.equal(environment('{"kato-platform:environment":"development"}', undefined), "production");
        assert.equal(environment(undefined, "kato-platform"), "production");
    });

    it("stops the pack where it cannot be read", () => {
        assert.throws(() => environment("{", "kato-platform"), SyntaxError);
    });

    it("is of today", () => {
        assert.match(situationOf({}).today, /^20\d\d-\d\d-\d\d$/);
    });
});
