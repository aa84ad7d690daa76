import assert from "node:assert/strict";
import { judge } from "./judge";
import { type Violation } from "../../policies/engine/evaluate";
import type { PolicyResource } from "../../kubernetes/resource";
import { rules } from "../../policies/rules";
import { cases } from "./cases";
import { type Case, changed, CONTAINER, POD_SPEC, withPod } from "./cases/case";
import { DEVELOPMENT, PRODUCTION } from "./situation";

/** Where each kind has its pod, written down here again: the table in the source must not test itself. */
const KINDS: readonly (readonly [type: string, ...path: string[]])[] = [
    ["kubernetes:core/v1:Pod"],
    ["kubernetes:core/v1:PodTemplate", "template"],
    ["kubernetes:core/v1:ReplicationController", "spec", "template"],
    ["kubernetes:apps/v1:Deployment", "spec", "template"],
    ["kubernetes:apps/v1:StatefulSet", "spec", "template"],
    ["kubernetes:apps/v1:DaemonSet", "spec", "template"],
    ["kubernetes:apps/v1:ReplicaSet", "spec", "template"],
    ["kubernetes:batch/v1:Job", "spec", "template"],
    ["kubernetes:batch/v1:CronJob", "spec", "jobTemplate", "spec", "template"],
];
const LISTS = ["containers", "initContainers", "ephemeralContainers"];

interface Placed {
    readonly resources: readonly PolicyResource[];
    readonly where: string;
    /** Path of the field that a violation names. */
    readonly path: string;
}

/** A case in every kind, and in every list of containers if it is about one. */
function placements(of: Case): Placed[] {
    if (of.resources !== undefined) {
        return [{ resources: of.resources, where: "alone", path: of.at ?? "" }];
    }
    const kinds = KINDS.filter(([type]) => of.onlyIn?.includes(kindOf(type)) !== false);
    return kinds.flatMap(([type, ...path]) => {
        const lists =
            of.container === undefined ? ["containers"] : LISTS.filter((list) => of.notIn?.includes(list) !== true);
        return lists.map((list) => {
            const container = changed(CONTAINER, of.container ?? {});
            const spec = { ...changed(POD_SPEC, of.pod ?? {}), [list]: [container] };
            const pod = { metadata: of.metadata ?? {}, spec };
            const holder =
                of.metadata !== undefined ? [] : of.container === undefined ? ["spec"] : ["spec", `${list}[0]`];
            return {
                resources: [withPod(type, path, pod)],
                where: `${kindOf(type)}, ${list}`,
                path: [...path, ...holder, of.at ?? ""].join("."),
            };
        });
    });
}

function kindOf(type: string): string {
    return type.slice(type.lastIndexOf(":") + 1);
}

/** The same object in everything that can hold one. */
function holders({ type, props }: PolicyResource): Record<string, PolicyResource> {
    const [, apiVersion = "", kind = ""] = type.split(":");
    const object = { apiVersion: apiVersion.replace(/^core\//, ""), kind, ...props };
    const holder = (of: string, fields: Record<string, unknown>): PolicyResource => ({
        type: `kubernetes:${of}`,
        name: "holder",
        props: fields,
    });
    const list = { apiVersion: "v1", kind: "List", items: [object] };
    return {
        "a List": holder("core/v1:List", { items: [object] }),
        "a List in a List": holder("core/v1:List", { items: [list] }),
        "a List of its kind": holder(`${apiVersion}:${kind}List`, { items: [props] }),
        "the objects of a ConfigGroup": holder("yaml:ConfigGroup", { objs: [object] }),
        "a List in the objects of a ConfigGroup v2": holder("yaml/v2:ConfigGroup", { objs: [list] }),
        "the text of a ConfigGroup": holder("yaml:ConfigGroup", { yaml: ["---", JSON.stringify(object)] }),
        "a List in the text of a ConfigGroup v2": holder("yaml/v2:ConfigGroup", { yaml: JSON.stringify(list) }),
    };
}

function violationsOf(rule: string, resources: readonly PolicyResource[], of: Case): Violation[] {
    const situation = of.development === true ? DEVELOPMENT : PRODUCTION;
    const violations = judge(resources, { ...situation, deploys: of.deploys === true });
    assert.deepEqual(
        violations.filter((violation) => ["rule-error", "unknown-value"].includes(violation.rule)),
        [],
    );
    return violations.filter((violation) => violation.rule === rule);
}

describe("the rules", () => {
    it("all have cases", () => {
        assert.deepEqual(cases.map(({ rule }) => rule).sort(), rules.map(({ id }) => id).sort());
    });

    it("find nothing in a pod that has all they ask for", () => {
        for (const { resources, where } of placements({ what: "compliant", container: {} })) {
            assert.deepEqual(judge(resources, PRODUCTION), [], where);
        }
    });
});

for (const { rule, fails, passes, nearMisses } of cases) {
    describe(rule, () => {
        for (const example of fails) {
            it(`refuses: ${example.what}`, () => {
                for (const { resources, where, path } of placements(example)) {
                    const found = violationsOf(rule, resources, example);
                    const paths = found.map(({ message }) => message.slice(0, message.indexOf(": found ")));
                    assert.deepEqual(
                        paths.map((text) => text.replace(/ \(container .*\)$/, "")),
                        [path === "" ? "the resource" : path],
                        where,
                    );
                }
            });
        }
        const [first] = fails;
        if (first.resources === undefined) {
            it(`refuses the same in whatever holds it: ${first.what}`, () => {
                for (const { resources, where } of placements(first)) {
                    const alone = violationsOf(rule, resources, first);
                    for (const [holder, holding] of resources.flatMap((resource) =>
                        Object.entries(holders(resource)),
                    )) {
                        assert.deepEqual(violationsOf(rule, [holding], first), alone, `${where}, in ${holder}`);
                    }
                }
            });
        }
        for (const example of [...passes, ...nearMisses]) {
            it(`accepts: ${example.what}`, () => {
                for (const { resources, where } of placements(example)) {
                    assert.deepEqual(violationsOf(rule, resources, example), [], where);
                }
            });
        }
    });
}
