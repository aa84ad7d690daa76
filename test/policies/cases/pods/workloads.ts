import type { PolicyResource } from "../../../../kubernetes/resource";
import { type Change, changed, LABELS, type RuleCases } from "../case";
import { deployment, object, service, workload } from "./objects";

const POD = "core/v1:Pod";
const CONTROLLED = { ownerReferences: [{ kind: "ReplicaSet", name: "app", controller: true }] };

function pod(spec: Change = {}, metadata?: Change): PolicyResource {
    return object(POD, { spec }, metadata);
}

/** A Deployment with the labels of the others, or with some missing. */
function labelled(labels: Change = {}): PolicyResource {
    const spec = { template: { metadata: { labels: LABELS } } };
    return workload("apps/v1:Deployment", { metadata: { labels: changed(LABELS, labels) }, spec });
}

/** Rules about what makes pods. */
export const workloadCases: readonly RuleCases[] = [
    {
        rule: "no-bare-pods",
        fails: [
            { what: "a pod", resources: [pod()], at: "" },
            { what: "a pod that ends", resources: [pod({ restartPolicy: "Never" })], at: "" },
            { what: "a ReplicaSet", resources: [object("apps/v1:ReplicaSet", {})], at: "" },
            { what: "an old ReplicaSet", resources: [object("extensions/v1beta1:ReplicaSet", {})], at: "" },
            { what: "a ReplicationController", resources: [object("core/v1:ReplicationController", {})], at: "" },
            {
                what: "an owner that does not control it",
                resources: [pod({}, { ownerReferences: [{ kind: "ConfigMap", name: "app" }] })],
                at: "",
            },
            {
                what: "a hook of Helm that runs on",
                resources: [pod({}, { annotations: { "helm.sh/hook": "post-install" } })],
                at: "",
            },
        ],
        passes: [{ what: "a Deployment", resources: [deployment()] }],
        nearMisses: [
            { what: "every other kind", pod: {} },
            { what: "a pod that a controller made", resources: [pod({}, CONTROLLED)] },
            {
                what: "a test of a Helm chart",
                resources: [pod({ restartPolicy: "Never" }, { annotations: { "helm.sh/hook": "test" } })],
            },
            { what: "a patch of a pod that is there", resources: [object("core/v1:PodPatch", {})] },
            { what: "a template, which does not run", resources: [object("core/v1:PodTemplate", {})] },
        ],
    },
    {
        rule: "recommended-labels",
        fails: [
            {
                what: "a Deployment without a name",
                resources: [labelled({ "app.kubernetes.io/name": undefined })],
                at: "metadata.labels",
            },
            ...["app.kubernetes.io/name", "app.kubernetes.io/part-of", "app.kubernetes.io/managed-by"].map((label) => ({
                what: `pods without ${label}`,
                metadata: { labels: { [label]: undefined } },
                at: "metadata.labels",
            })),
            { what: "pods without labels", metadata: { labels: undefined }, at: "metadata.labels" },
        ],
        passes: [{ what: "all three on both", resources: [labelled()] }],
        nearMisses: [
            { what: "others beside them", metadata: { labels: { ...LABELS, app: "app" } } },
            {
                what: "a patch of something else",
                resources: [object("apps/v1:DeploymentPatch", { spec: { replicas: 2 } })],
            },
            { what: "an object without pods", resources: [service()] },
        ],
    },
];
