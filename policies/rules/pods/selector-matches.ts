import type { Field } from "../../field";
import { matchesLabels, selects } from "../../labels";
import type { PolicyObject } from "../../resource";
import { type Context, type Finding, judged, type Rule } from "../../rule";
import { podLabels, runningIn, scaledBy } from "./workloads";

/** What puts objects into its namespace that are not seen here. */
const OPAQUE = ["kubernetes:helm.sh/v3:Release", "kubernetes:helm.sh/v3:Chart", "kubernetes:helm.sh/v4:Chart"];

/** Labels that no template has: controllers give them to the pods that they make. */
const MADE_LATER =
    /^(?:(?:apps|batch|statefulset|controller)\.kubernetes\.io\/|job-name$|controller-uid$|pod-template-hash$|controller-revision-hash$|acme\.cert-manager\.io\/|cnpg\.io\/)/;

const SCALED = ["Deployment", "StatefulSet", "ReplicaSet", "ReplicationController"];

/**
 * Only where the pods are seen: a namespace in which a chart is installed, or nothing at all runs, has them from somewhere
 * else.
 */
export const selectorMatches: Rule = {
    id: "selector-matches",
    title: "Services, budgets, NetworkPolicies and autoscalers find their pods",
    description:
        "One that selects nothing is accepted without a word: no request arrives, nothing is protected, scaled or allowed, and it looks as if it were.",
    level: "mandatory",
    severity: "medium",
    references: [
        {
            title: "Kubernetes documentation, Labels and Selectors",
            url: "https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/",
        },
    ],
    remediation: "Write the labels of the pods it is meant for, or remove it if they are gone.",
    scope: "stack",
    kinds: [
        "Service",
        "PodDisruptionBudget.policy",
        "NetworkPolicy.networking.k8s.io",
        "HorizontalPodAutoscaler.autoscaling",
    ],
    check: (object, context) => judged(() => (object.isPatch ? undefined : judgeObject(object, context))),
};

function judgeObject(object: PolicyObject, context: Context): Finding | undefined {
    const running = runningIn(object, context);
    if (running.length === 0 || isHidden(object, context)) {
        return undefined;
    }
    const spec = object.props.at("spec");
    const labels = running.map(podLabels);
    switch (object.kind) {
        case "HorizontalPodAutoscaler":
            return judgeTarget(object, context);
        case "Service": {
            const selector = spec.at("selector");
            const names = selector.entries().map(([name]) => name);
            return judge(selector, names, names.length === 0 || labels.some((each) => matchesLabels(selector, each)));
        }
        case "PodDisruptionBudget": {
            // Without a selector it has no pods; an empty one is for all of them.
            const selector = spec.at("selector");
            return judge(selector, keysOf(selector), selector.isSet && labels.some((each) => selects(selector, each)));
        }
        default: {
            const selector = spec.at("podSelector");
            return judge(
                selector,
                keysOf(selector),
                labels.some((each) => selects(selector, each)),
            );
        }
    }
}

function judge(at: Field, names: readonly string[], matches: boolean): Finding | undefined {
    if (matches || names.some((name) => MADE_LATER.test(name))) {
        return undefined;
    }
    return { at, expected: "labels of a pod in its namespace", write: "the labels of the workload's pod template" };
}

function judgeTarget(object: PolicyObject, context: Context): Finding | undefined {
    const at = object.props.at("spec", "scaleTargetRef");
    if (!SCALED.includes(at.at("kind").text ?? "") || scaledBy(object, context) !== undefined) {
        return undefined;
    }
    return { at, expected: "a workload in its namespace", write: "scaleTargetRef: { apiVersion, kind, name }" };
}

function keysOf(selector: Field): string[] {
    const expressions = selector.at("matchExpressions").items();
    return [
        ...selector
            .at("matchLabels")
            .entries()
            .map(([name]) => name),
        ...expressions.map((expression) => expression.at("key").text ?? ""),
    ];
}

/** A chart that names no namespace goes to the default one, as do objects that name none. */
function isHidden({ namespace }: PolicyObject, context: Context): boolean {
    return OPAQUE.flatMap((kind) => context.of(kind)).some((chart) => {
        const other = chart.props.at("namespace").text;
        return namespace === undefined || other === undefined || namespace === other;
    });
}
