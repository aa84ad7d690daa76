import type { RuleCases } from "../case";
import { autoscaler, budget, deployment, object, OTHERS, SELECTOR, service, workload } from "./objects";

const SELECTING = { selector: { matchLabels: SELECTOR } };
const BUDGET = budget({ maxUnavailable: 1, ...SELECTING });

const CONSTRAINTS = "spec.template.spec.topologySpreadConstraints";

function constraint(labelSelector?: unknown): Record<string, unknown> {
    const topologyKey = "kubernetes.io/hostname";
    return { maxSkew: 1, topologyKey, whenUnsatisfiable: "ScheduleAnyway", labelSelector };
}

function spread(...constraints: readonly unknown[]): Record<string, unknown> {
    return { template: { spec: { topologySpreadConstraints: constraints } } };
}

function antiAffinity(terms: Record<string, unknown>): Record<string, unknown> {
    return { template: { spec: { affinity: { podAntiAffinity: terms } } } };
}

const TERM = { labelSelector: SELECTING.selector, topologyKey: "kubernetes.io/hostname" };

/** Rules about losing a node, a zone, or a pod on purpose. */
export const disruptionCases: readonly RuleCases[] = [
    {
        rule: "replicas",
        fails: [
            {
                what: "one replica behind a Service",
                resources: [deployment({ replicas: 1 }), service(SELECTOR)],
                at: "spec.replicas",
            },
            { what: "the default, which is one", resources: [deployment(), service(SELECTOR)], at: "spec.replicas" },
            { what: "none", resources: [deployment({ replicas: 0 }), service(SELECTOR)], at: "spec.replicas" },
            {
                what: "an autoscaler that goes down to one",
                resources: [deployment(), service(SELECTOR), autoscaler({ minReplicas: 1 })],
                at: "spec.minReplicas",
            },
            {
                what: "an autoscaler's default, which is one",
                resources: [deployment({ replicas: 3 }), service(SELECTOR), autoscaler({})],
                at: "spec.minReplicas",
            },
            {
                what: "another workload's autoscaler",
                resources: [deployment(), service(SELECTOR), autoscaler({ minReplicas: 3 }, { name: "other" })],
                at: "spec.replicas",
            },
            {
                what: "a Service that may be in the same namespace",
                resources: [deployment(), service(SELECTOR, { namespace: undefined })],
                at: "spec.replicas",
            },
        ],
        passes: [{ what: "two replicas", resources: [deployment({ replicas: 2 }), service(SELECTOR)] }],
        nearMisses: [
            {
                what: "an autoscaler's two",
                resources: [deployment(), service(SELECTOR), autoscaler({ minReplicas: 2 })],
            },
            { what: "no Service", resources: [deployment({ replicas: 1 })] },
            { what: "a Service for others", resources: [deployment(), service(OTHERS)] },
            { what: "a Service without a selector", resources: [deployment(), service(), service({})] },
            { what: "a Service elsewhere", resources: [deployment(), service(SELECTOR, { namespace: "other" })] },
            {
                what: "a StatefulSet, which may not be more",
                resources: [workload("apps/v1:StatefulSet"), service(SELECTOR)],
            },
            { what: "an autoscaler of a worker", resources: [deployment(), autoscaler({ minReplicas: 1 })] },
            {
                what: "one replica outside production",
                resources: [deployment(), service(SELECTOR)],
                development: true,
            },
            {
                what: "a patch of something else",
                resources: [
                    object("apps/v1:DeploymentPatch", { spec: { template: { metadata: { labels: SELECTOR } } } }),
                    service(SELECTOR),
                ],
            },
        ],
    },
    {
        rule: "topology-spread",
        fails: [
            {
                what: "two replicas anywhere",
                resources: [deployment({ replicas: 2 })],
                at: CONSTRAINTS,
            },
            {
                what: "a StatefulSet's",
                resources: [workload("apps/v1:StatefulSet", { spec: { replicas: 3 } })],
                at: CONSTRAINTS,
            },
            {
                what: "an autoscaler's",
                resources: [deployment(), autoscaler({ minReplicas: 2 })],
                at: CONSTRAINTS,
            },
            {
                what: "a constraint about others",
                resources: [deployment({ replicas: 2, ...spread(constraint({ matchLabels: OTHERS })) })],
                at: CONSTRAINTS,
            },
            {
                what: "a constraint about no pods",
                resources: [deployment({ replicas: 2, ...spread(constraint()) })],
                at: CONSTRAINTS,
            },
            {
                what: "an anti-affinity without a term",
                resources: [
                    deployment({
                        replicas: 2,
                        ...antiAffinity({ requiredDuringSchedulingIgnoredDuringExecution: [] }),
                    }),
                ],
                at: CONSTRAINTS,
            },
        ],
        passes: [
            {
                what: "a constraint",
                resources: [deployment({ replicas: 2, ...spread(constraint({ matchLabels: SELECTOR })) })],
            },
        ],
        nearMisses: [
            {
                what: "one of two constraints",
                resources: [
                    deployment({ replicas: 2, ...spread(constraint(), constraint({ matchLabels: SELECTOR })) }),
                ],
            },
            ...[
                { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 1, podAffinityTerm: TERM }] },
                { requiredDuringSchedulingIgnoredDuringExecution: [TERM] },
            ].map((terms) => ({
                what: `an anti-affinity, ${Object.keys(terms).join()}`,
                resources: [deployment({ replicas: 2, ...antiAffinity(terms) })],
            })),
            { what: "one replica", resources: [deployment({ replicas: 1 })] },
            { what: "one on each node", resources: [workload("apps/v1:DaemonSet")] },
            { what: "outside production", resources: [deployment({ replicas: 2 })], development: true },
        ],
    },
    {
        rule: "disruption-budget",
        fails: [
            { what: "two replicas without one", resources: [deployment({ replicas: 2 })], at: "spec.replicas" },
            {
                what: "a StatefulSet without one",
                resources: [workload("apps/v1:StatefulSet", { spec: { replicas: 3 } })],
                at: "spec.replicas",
            },
            {
                what: "an autoscaler's replicas without one",
                resources: [deployment(), autoscaler({ minReplicas: 2 })],
                at: "spec.replicas",
            },
            {
                what: "one for others",
                resources: [
                    deployment({ replicas: 2 }),
                    budget({ maxUnavailable: 1, selector: { matchLabels: OTHERS } }),
                ],
                at: "spec.replicas",
            },
            {
                what: "one without a selector, which is for none",
                resources: [deployment({ replicas: 2 }), budget({ maxUnavailable: 1 })],
                at: "spec.replicas",
            },
            {
                what: "one in another namespace",
                resources: [
                    deployment({ replicas: 2 }),
                    budget({ maxUnavailable: 1, ...SELECTING }, { namespace: "other" }),
                ],
                at: "spec.replicas",
            },
            ...[0, "0%"].map((maxUnavailable) => ({
                what: `at most ${maxUnavailable} away`,
                resources: [deployment({ replicas: 2 }), budget({ maxUnavailable, ...SELECTING })],
                at: "spec.maxUnavailable",
            })),
            ...[2, 3, "100%", "51%"].map((minAvailable) => ({
                what: `at least ${minAvailable} of two there`,
                resources: [deployment({ replicas: 2 }), budget({ minAvailable, ...SELECTING })],
                at: "spec.minAvailable",
            })),
            {
                what: "at least as many as an autoscaler may leave",
                resources: [
                    deployment({ replicas: 5 }),
                    autoscaler({ minReplicas: 3 }),
                    budget({ minAvailable: 3, ...SELECTING }),
                ],
                at: "spec.minAvailable",
            },
            {
                what: "all of pods that are not seen",
                resources: [budget({ minAvailable: "100%" })],
                at: "spec.minAvailable",
            },
            {
                what: "no number",
                resources: [deployment({ replicas: 2 }), budget(SELECTING)],
                at: "spec.maxUnavailable",
            },
            { what: "one for a single pod", resources: [deployment(), BUDGET], at: "spec.selector" },
        ],
        passes: [{ what: "one at a time", resources: [deployment({ replicas: 2 }), BUDGET] }],
        nearMisses: [
            ...[1, "50%"].map((minAvailable) => ({
                what: `at least ${minAvailable} of two there`,
                resources: [deployment({ replicas: 2 }), budget({ minAvailable, ...SELECTING })],
            })),
            {
                what: "a percentage that is rounded up to one",
                resources: [deployment({ replicas: 2 }), budget({ maxUnavailable: "1%", ...SELECTING })],
            },
            {
                what: "one for all pods of the namespace",
                resources: [deployment({ replicas: 2 }), budget({ maxUnavailable: 1, selector: {} })],
            },
            {
                what: "one for two workloads of one pod each",
                resources: [deployment(), workload("apps/v1:StatefulSet"), BUDGET],
            },
            { what: "a number of pods that are not seen", resources: [budget({ minAvailable: 5, ...SELECTING })] },
            { what: "a single pod without one", resources: [deployment()] },
            {
                what: "a DaemonSet",
                resources: [workload("apps/v1:DaemonSet"), budget({ minAvailable: 1, ...SELECTING })],
            },
            { what: "outside production", resources: [deployment({ replicas: 2 })], development: true },
            {
                what: "a patch of something else",
                resources: [object("policy/v1:PodDisruptionBudgetPatch", { spec: {} })],
            },
        ],
    },
];
