import assert from "node:assert/strict";
import { judge } from "../judge";
import { evaluate } from "../../../policies/engine/evaluate";
import { UNKNOWN } from "../../../kubernetes/field";
import type { PolicyResource } from "../../../kubernetes/resource";
import type { Rule } from "../../../policies/engine/rule";
import { rules } from "../../../policies/rules";
import { changed, CONTAINER, POD_SPEC, withPod } from "../cases/case";
import { PRODUCTION } from "../situation";

function rule(id: string, check: Rule["check"], level: Rule["level"] = "mandatory"): Rule {
    return {
        id,
        check,
        level,
        kinds: "any",
        severity: "low",
        title: "",
        description: "",
        references: [],
        remediation: "",
    };
}

function deployment(name: string, spec: Record<string, unknown>): PolicyResource {
    const { type, props } = withPod("kubernetes:apps/v1:Deployment", ["spec", "template"], { spec });
    return { type, name, props: changed(props, { metadata: { name, namespace: "kato" } }) };
}

const COMPLIANT = { ...POD_SPEC, containers: [CONTAINER] };

describe("evaluate", () => {
    it("gives each violation as an entry of policy.json", () => {
        const privileged = changed(CONTAINER, { securityContext: { privileged: true } });
        assert.deepEqual(judge([deployment("api", { ...POD_SPEC, containers: [privileged] })], PRODUCTION), [
            {
                rule: "pss-privileged",
                level: "mandatory",
                severity: "critical",
                resource: "kato/Deployment/api",
                message:
                    "spec.template.spec.containers[0].securityContext.privileged (container app): found true, expected false or nothing. Write: privileged: false",
            },
        ]);
    });

    it("makes a violation of a rule that throws, and runs the others", () => {
        const broken = rule("broken", () => {
            throw new Error("no such field\nsecond line");
        });
        const works = rule(
            "works",
            ({ props }) => [{ at: props.at("metadata", "name"), expected: "x", write: "y" }],
            "advisory",
        );
        const violations = evaluate([broken, works], [deployment("api", COMPLIANT)], PRODUCTION);
        assert.deepEqual(
            violations.map(({ violation }) => violation),
            [
                {
                    rule: "rule-error",
                    level: "mandatory",
                    severity: "low",
                    resource: "kato/Deployment/api",
                    message: "broken could not be decided: no such field",
                },
                {
                    rule: "works",
                    level: "advisory",
                    severity: "low",
                    resource: "kato/Deployment/api",
                    message: 'metadata.name: found "api", expected x. Write: y',
                },
            ],
        );
    });

    it("makes a violation of a resource that cannot be read", () => {
        const list = { type: "kubernetes:core/v1:List", name: "all", props: { items: ["not an object"] } };
        assert.deepEqual(judge([list], PRODUCTION), [
            {
                rule: "rule-error",
                level: "mandatory",
                severity: "critical",
                resource: "_cluster/List/all",
                message: "no rule could be decided: items[0] is not an object",
            },
        ]);
        const later = { type: "kubernetes:core/v1:List", name: "all", props: { items: UNKNOWN } };
        assert.deepEqual(
            judge([later], PRODUCTION).map(({ rule: id, level }) => [id, level]),
            [["unknown-value", "mandatory"]],
        );
    });

    it("makes a violation of a value that the API would not accept", () => {
        const violations = judge([deployment("api", { ...POD_SPEC, containers: "none" })], PRODUCTION);
        const reasons = new Set(violations.map(({ message }) => message.replace(/^[\w-]+ /, "")));
        assert.deepEqual([...reasons], ["could not be decided: spec.template.spec.containers is not a list"]);
        assert.ok(violations.every(({ rule: id }) => id === "rule-error"));
    });

    it("makes a violation of its own kind of an unknown in a field that a rule reads", () => {
        const unknown = changed(CONTAINER, { resources: { limits: { cpu: UNKNOWN } } });
        assert.deepEqual(judge([deployment("api", { ...POD_SPEC, containers: [unknown] })], PRODUCTION), [
            {
                rule: "unknown-value",
                level: "mandatory",
                severity: "medium",
                resource: "kato/Deployment/api",
                message:
                    "spec.template.spec.containers[0].resources.limits.cpu: not known before deployment, so resources-required cannot be decided. Give it a plain value.",
            },
        ]);
    });

    for (const sentinel of [
        "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
        "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
        "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
        "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
        "030794c1-ac77-496b-92df-f27374a8bd58",
        "e48ece36-62e2-4504-bad9-02848725956a",
        "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
    ]) {
        it(`knows the unknown ${sentinel}`, () => {
            const violations = judge(
                [deployment("api", { ...COMPLIANT, automountServiceAccountToken: sentinel })],
                PRODUCTION,
            );
            assert.deepEqual(
                violations.map(({ rule: id }) => id),
                ["unknown-value"],
            );
        });
    }

    it("still finds what is wrong beside an unknown", () => {
        const containers = [
            changed(CONTAINER, { name: "a", securityContext: { privileged: UNKNOWN } }),
            changed(CONTAINER, { name: "b", securityContext: { privileged: true } }),
        ];
        assert.deepEqual(
            judge([deployment("api", { ...POD_SPEC, containers })], PRODUCTION).map(({ rule: id }) => id),
            ["unknown-value", "pss-privileged"],
        );
    });

    it("has every rule about pods undecided where the whole pod is unknown", () => {
        const violations = judge(
            [{ type: "kubernetes:apps/v1:Deployment", name: "api", props: { spec: { template: UNKNOWN } } }],
            PRODUCTION,
        );
        const undecided = violations
            .filter(({ rule: id }) => id === "unknown-value")
            .map(({ message }) => /so ([\w-]+) cannot be decided/.exec(message)?.[1]);
        const aboutPods = rules.filter(
            ({ kinds, scope }) => kinds === "pods" || (scope !== "stack" && kinds.includes("PodTemplate")),
        );
        assert.ok(aboutPods.length > 20);
        assert.deepEqual(
            aboutPods.map(({ id }) => id).filter((id) => !undecided.includes(id)),
            [],
        );
    });

    it("passes over an unknown that no rule reads", () => {
        assert.deepEqual(judge([deployment("api", { ...COMPLIANT, subdomain: UNKNOWN })], PRODUCTION), []);
    });

    it("lists violations in the same order whatever the order of the resources", () => {
        const bad = ["b", "a", "B"].map((name) => deployment(name, { ...COMPLIANT, hostPID: true, hostIPC: true }));
        const namespace = { type: "kubernetes:core/v1:Namespace", name: "kato", props: { metadata: { name: "kato" } } };
        const judging = rules.filter(({ id }) =>
            ["pss-host-namespaces", "namespace-restricted-label", "namespace-default-deny"].includes(id),
        );
        const judge = (all: readonly PolicyResource[]) =>
            evaluate(judging, all, PRODUCTION).map(({ violation }) => violation);
        const violations = judge([...bad, namespace]);
        assert.deepEqual(
            violations.map(({ resource, message }) => `${resource} ${message.slice(0, message.indexOf(":"))}`),
            [
                '_cluster/Namespace/kato metadata.labels["pod-security.kubernetes.io/enforce"]',
                "_cluster/Namespace/kato metadata.name",
                "kato/Deployment/B spec.template.spec.hostIPC",
                "kato/Deployment/B spec.template.spec.hostPID",
                "kato/Deployment/a spec.template.spec.hostIPC",
                "kato/Deployment/a spec.template.spec.hostPID",
                "kato/Deployment/b spec.template.spec.hostIPC",
                "kato/Deployment/b spec.template.spec.hostPID",
            ],
        );
        assert.deepEqual(judge([namespace, ...bad.reverse()]), violations);
    });

    it("never repeats a value that may be a secret", () => {
        const value = ["a", "secret", "of", "ours"].join("-");
        const containers = [
            changed(CONTAINER, {
                env: [{ name: "PASSWORD", value }],
                args: [`--token=${value}`, `redis://:${value}@redis`],
            }),
        ];
        const metadata = { annotations: { password: value } };
        const violations = judge(
            [
                { type: "kubernetes:core/v1:Pod", name: "a", props: { metadata, spec: { ...POD_SPEC, containers } } },
                { type: "kubernetes:core/v1:ConfigMap", name: "a", props: { data: { "a.yml": `password: ${value}` } } },
            ],
            PRODUCTION,
        );
        assert.equal(violations.filter(({ rule: id }) => id === "secret-literal").length, 5);
        assert.ok(!JSON.stringify(violations).includes(value));
    });
});
