import type { PolicyResource } from "../../../../kubernetes/resource";
import type { RuleCases } from "../case";
import { autoscaler, budget, deployment, object, OTHERS, release, SELECTOR, service, workload } from "./objects";

function networkPolicy(podSelector?: unknown, metadata?: Record<string, unknown>): PolicyResource {
    return object("networking.k8s.io/v1:NetworkPolicy", { spec: { podSelector } }, metadata);
}

function expression(key: string, operator: string, ...values: readonly string[]): Record<string, unknown> {
    return { matchExpressions: [{ key, operator, values }] };
}

function replicationController(selector?: unknown): PolicyResource {
    return object("core/v1:ReplicationController", {
        spec: { selector, template: { metadata: { labels: SELECTOR } } },
    });
}

const NAME = "app";
const JOB = workload("batch/v1:Job");
/** Pods of the other labels, in a namespace of their own. */
const ELSEWHERE = workload("apps/v1:Deployment", {
    metadata: { namespace: "other" },
    spec: { selector: { matchLabels: OTHERS }, template: { metadata: { labels: OTHERS } } },
});
const HIDDEN = [deployment(), service(OTHERS)] as const;

/** Rules about who selects whom. */
export const selectorCases: readonly RuleCases[] = [
    {
        rule: "workload-selector",
        fails: [
            {
                what: "other labels than its pods have",
                resources: [deployment({ selector: { matchLabels: OTHERS } })],
                at: "spec.selector",
            },
            {
                what: "one label more than its pods have",
                resources: [deployment({ selector: { matchLabels: { tier: "web" } } })],
                at: "spec.selector",
            },
            {
                what: "an expression that its pods do not satisfy",
                resources: [deployment({ selector: expression(NAME, "NotIn", "app") })],
                at: "spec.selector",
            },
            ...["StatefulSet", "DaemonSet", "ReplicaSet"].map((kind) => ({
                what: `a ${kind}'s`,
                resources: [workload(`apps/v1:${kind}`, { spec: { selector: { matchLabels: OTHERS } } })],
                at: "spec.selector",
            })),
            {
                what: "pods without labels",
                resources: [deployment({ template: { metadata: { labels: undefined } } })],
                at: "spec.selector",
            },
            { what: "no selector", resources: [deployment({ selector: undefined })], at: "spec.selector" },
            {
                what: "an empty selector",
                resources: [deployment({ selector: { matchLabels: undefined } })],
                at: "spec.selector",
            },
            { what: "a ReplicationController's", resources: [replicationController(OTHERS)], at: "spec.selector" },
        ],
        passes: [{ what: "a label of its pods", resources: [deployment({ selector: { matchLabels: SELECTOR } })] }],
        nearMisses: [
            {
                what: "an expression",
                resources: [
                    deployment({ selector: { matchLabels: undefined, ...expression(NAME, "In", "other", "app") } }),
                ],
            },
            { what: "none of a ReplicationController", resources: [replicationController()] },
            { what: "none of a Job, which gets one", resources: [JOB] },
            {
                what: "a patch of something else",
                resources: [object("apps/v1:DeploymentPatch", { spec: { replicas: 2 } })],
            },
        ],
    },
    {
        rule: "selector-matches",
        fails: [
            { what: "a Service without pods", resources: [deployment(), service(OTHERS)], at: "spec.selector" },
            {
                what: "a Service that asks for one label more",
                resources: [deployment(), service({ ...SELECTOR, tier: "web" })],
                at: "spec.selector",
            },
            {
                what: "pods in another namespace",
                resources: [deployment(), ELSEWHERE, service(OTHERS)],
                at: "spec.selector",
            },
            {
                what: "a NetworkPolicy",
                resources: [deployment(), networkPolicy({ matchLabels: OTHERS })],
                at: "spec.podSelector",
            },
            {
                what: "a NetworkPolicy's expression",
                resources: [deployment(), networkPolicy(expression(NAME, "DoesNotExist"))],
                at: "spec.podSelector",
            },
            {
                what: "a budget",
                resources: [deployment(), budget({ selector: { matchLabels: OTHERS } })],
                at: "spec.selector",
            },
            { what: "a budget without a selector", resources: [deployment(), budget({})], at: "spec.selector" },
            {
                what: "an autoscaler of nothing",
                resources: [deployment(), autoscaler({}, { name: "other" })],
                at: "spec.scaleTargetRef",
            },
            {
                what: "an autoscaler of another kind",
                resources: [deployment(), autoscaler({}, { kind: "StatefulSet" })],
                at: "spec.scaleTargetRef",
            },
            {
                what: "a chart in another namespace",
                resources: [deployment(), release("other"), service(OTHERS)],
                at: "spec.selector",
            },
            {
                what: "custom resources of which no pods are made",
                resources: [
                    ...HIDDEN,
                    object("cert-manager.io/v1:Certificate", {}),
                    object("acme.cert-manager.io/v1:Challenge", {}),
                    object("monitoring.coreos.com/v1:ServiceMonitor", {}),
                    object("networking.k8s.io/v1:Ingress", {}),
                ],
                at: "spec.selector",
            },
            {
                what: "an operator's resource in another namespace",
                resources: [...HIDDEN, object("monitoring.coreos.com/v1:Prometheus", {}, { namespace: "other" })],
                at: "spec.selector",
            },
            {
                what: "a patch that would give the labels",
                resources: [
                    deployment(),
                    object("apps/v1:DeploymentPatch", { spec: { template: { metadata: { labels: OTHERS } } } }),
                    service(OTHERS),
                ],
                at: "spec.selector",
            },
        ],
        passes: [{ what: "the labels of the pods", resources: [deployment(), service(SELECTOR)] }],
        nearMisses: [
            { what: "a Service without a selector", resources: [deployment(), service(), service({})] },
            {
                what: "all pods",
                resources: [deployment(), networkPolicy({}), networkPolicy(), budget({ selector: {} })],
            },
            { what: "an expression", resources: [deployment(), networkPolicy(expression(NAME, "In", "app"))] },
            { what: "the pods of a Job", resources: [JOB, networkPolicy({ matchLabels: SELECTOR })] },
            {
                what: "the pods of a CronJob",
                resources: [
                    object("batch/v1:CronJob", {
                        spec: { jobTemplate: { spec: { template: { metadata: { labels: SELECTOR } } } } },
                    }),
                    networkPolicy({ matchLabels: SELECTOR }),
                ],
            },
            { what: "an autoscaler's Deployment", resources: [deployment(), autoscaler({})] },
            {
                what: "an autoscaler of a custom resource",
                resources: [deployment(), autoscaler({}, { apiVersion: "argoproj.io/v1alpha1", kind: "Rollout" })],
            },
            {
                what: "a label that the StatefulSet gives to each pod",
                resources: [deployment(), service({ "statefulset.kubernetes.io/pod-name": "app-0" })],
            },
            ...[
                "pod-template-hash",
                "job-name",
                "batch.kubernetes.io/job-name",
                "gateway.networking.k8s.io/gateway-name",
            ].map((label) => ({
                what: `the label ${label}, which comes later`,
                resources: [deployment(), networkPolicy({ matchLabels: { [label]: "app" } })],
            })),
            {
                what: "the pods in which cert-manager answers a challenge",
                resources: [
                    deployment(),
                    networkPolicy({ matchLabels: { "acme.cert-manager.io/http01-solver": "true" } }),
                ],
            },
            { what: "a chart in the namespace", resources: [...HIDDEN, release("shop")] },
            { what: "a chart that may be in the namespace", resources: [...HIDDEN, release()] },
            {
                what: "an operator's resource in the namespace",
                resources: [...HIDDEN, object("monitoring.coreos.com/v1:Prometheus", {})],
            },
            {
                what: "another operator's, whose kind is one of Kubernetes' own in name only",
                resources: [...HIDDEN, object("serving.knative.dev/v1:Service", {})],
            },
            {
                what: "a chart that the engine renders",
                resources: [...HIDDEN, { ...release("shop"), type: "kubernetes:helm.sh/v4:Chart" }],
            },
            {
                what: "a namespace without a pod in it",
                resources: [deployment(), service(OTHERS, { namespace: "empty" })],
            },
            {
                what: "a namespace that is not told",
                resources: [deployment(), service(SELECTOR, { namespace: undefined })],
            },
            {
                what: "a patch of something else",
                resources: [deployment(), object("core/v1:ServicePatch", { spec: { selector: OTHERS } })],
            },
        ],
    },
];
