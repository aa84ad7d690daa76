import type { Field } from "../../../kubernetes/field";
import { matchesLabels, selects } from "../../../kubernetes/labels";
import type { PolicyObject } from "../../../kubernetes/resource";
import { type Context, type Finding, judged, type Rule } from "../../engine/rule";
import { hasUnseenNeighbours, isGivenLater } from "./unseen-pods";
import { podLabels, runningIn, scaledBy } from "./workloads";

const SCALED = ["Deployment", "StatefulSet", "ReplicaSet", "ReplicationController"];

/** Only where the pods are seen: a namespace in which nothing at all runs has them from somewhere else, as one with a chart. */
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
    check: (object, context) =>
        judged(() => {
            const running = object.isPatch ? [] : runningIn(object, context);
            const finding = running.length === 0 ? undefined : judgeObject(object, running, context);
            return finding === undefined || hasUnseenNeighbours(object, context) ? undefined : finding;
        }),
};

function judgeObject(object: PolicyObject, running: readonly PolicyObject[], context: Context): Finding | undefined {
    const spec = object.props.at("spec");
    const labels = running.map(podLabels);
    switch (object.kind) {
        case "HorizontalPodAutoscaler":
            return judgeTarget(object, context);
        case "Service": {
            const selector = spec.at("selector");
            const names = selector.entries().map(([name]) => name);
            return judge(
                selector,
                names,
                labels.some((each) => matchesLabels(selector, each)),
            );
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
    if (matches || names.some(isGivenLater)) {
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
