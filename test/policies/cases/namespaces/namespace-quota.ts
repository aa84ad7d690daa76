import type { PolicyResource } from "../../../../kubernetes/resource";
import type { RuleCases } from "../case";
import { NAMESPACE } from "./objects";

function quota(spec: Record<string, unknown>, of = "kato", patch = ""): PolicyResource {
    const metadata = { name: "quota", namespace: of };
    return { type: `kubernetes:core/v1:ResourceQuota${patch}`, name: "quota", props: { metadata, spec } };
}

const REQUESTS = { "requests.cpu": "4", "requests.memory": "8Gi" };

export const namespaceQuota: RuleCases = {
    rule: "namespace-quota",
    fails: [
        { what: "no quota", resources: [NAMESPACE], at: "metadata.name" },
        { what: "one that bounds nothing", resources: [NAMESPACE, quota({ hard: {} })], at: "metadata.name" },
        {
            what: "only a number of objects",
            resources: [NAMESPACE, quota({ hard: { pods: "20", "count/secrets": "10" } })],
            at: "metadata.name",
        },
        { what: "no memory", resources: [NAMESPACE, quota({ hard: { cpu: "4" } })], at: "metadata.name" },
        { what: "no cpu", resources: [NAMESPACE, quota({ hard: { memory: "8Gi" } })], at: "metadata.name" },
        {
            what: "only pods of some kind",
            resources: [NAMESPACE, quota({ hard: REQUESTS, scopes: ["BestEffort"] })],
            at: "metadata.name",
        },
        {
            what: "only pods of a priority",
            resources: [
                NAMESPACE,
                quota({
                    hard: REQUESTS,
                    scopeSelector: { matchExpressions: [{ scopeName: "PriorityClass", operator: "Exists" }] },
                }),
            ],
            at: "metadata.name",
        },
        {
            what: "another namespace's",
            resources: [NAMESPACE, quota({ hard: REQUESTS }, "kratos")],
            at: "metadata.name",
        },
        {
            what: "a patch of one that may not be there",
            resources: [NAMESPACE, quota({ hard: REQUESTS }, "kato", "Patch")],
            at: "metadata.name",
        },
    ],
    passes: [{ what: "cpu and memory", resources: [NAMESPACE, quota({ hard: REQUESTS })] }],
    nearMisses: [
        {
            what: "limits instead of requests",
            resources: [NAMESPACE, quota({ hard: { "limits.cpu": "8", "limits.memory": "16Gi" } })],
        },
        {
            what: "one quota for each",
            resources: [NAMESPACE, quota({ hard: { cpu: "4" } }), quota({ hard: { memory: "8Gi" } })],
        },
        {
            what: "a patch of a namespace that something else makes",
            resources: [{ ...NAMESPACE, type: "kubernetes:core/v1:NamespacePatch" }],
        },
    ],
};
