import { type Field, MalformedValue } from "../../../kubernetes/field";
import { selects } from "../../../kubernetes/labels";
import type { PolicyObject } from "../../../kubernetes/resource";
import { type Context, type Finding, judged, type Rule } from "../../engine/rule";
import { budgetsOf, leastReplicas, podLabels, runningIn } from "./workloads";

const SCALABLE = ["Deployment", "StatefulSet", "ReplicaSet", "ReplicationController"];
/** In place of a number of pods that is not known: so many that only all or none of them matter. */
const MANY = 1_000_000;
const WRITE = "spec: { maxUnavailable: 1, selector: … }";

export const disruptionBudget: Rule = {
    id: "disruption-budget",
    title: "Replicas in production are evicted one after the other",
    description:
        "Without a budget, draining a node takes all its replicas at once. One that allows no eviction stops the drain instead, until somebody deletes it; one for a single pod does that, or nothing.",
    level: "advisory",
    severity: "medium",
    references: [
        {
            title: "Kubernetes documentation, Specifying a Disruption Budget",
            url: "https://kubernetes.io/docs/tasks/run-application/configure-pdb/",
        },
    ],
    remediation:
        "Write a PodDisruptionBudget with `maxUnavailable: 1` for each workload of two or more replicas, and none for the others.",
    scope: "stack",
    kinds: ["Deployment.apps", "StatefulSet.apps", "PodDisruptionBudget.policy"],
    check: (object, context) =>
        judged(() => {
            if (!context.live || object.isPatch) {
                return undefined;
            }
            return object.kind === "PodDisruptionBudget"
                ? judgeBudget(object, context)
                : judgeWorkload(object, context);
        }),
};

function judgeWorkload(object: PolicyObject, context: Context): Finding | undefined {
    const pods = leastReplicas(object, context);
    if (pods < 2 || budgetsOf(object, context).length > 0) {
        return undefined;
    }
    const at = object.props.at("spec", "replicas");
    return { at, found: `${pods} replicas without a budget`, expected: "a PodDisruptionBudget for them", write: WRITE };
}

function judgeBudget(object: PolicyObject, context: Context): Finding | undefined {
    const spec = object.props.at("spec");
    const pods = podsOf(object, context);
    if (pods === 1) {
        return {
            at: spec.at("selector"),
            found: "pods of which there is only one",
            expected: "pods of two or more replicas",
            write: "no PodDisruptionBudget, or replicas: 2",
        };
    }
    const most = spec.at("maxUnavailable");
    const least = spec.at("minAvailable");
    const at = !most.isSet && least.isSet ? least : most;
    const evictable = at === least ? pods - amount(least, pods) : amount(most, pods);
    return evictable >= 1 ? undefined : { at, expected: "a budget that allows an eviction", write: WRITE };
}

/** How many pods a budget is for, at least. */
function podsOf(budget: PolicyObject, context: Context): number {
    const selector = budget.props.at("spec", "selector");
    const selected = runningIn(budget, context).filter((object) => selects(selector, podLabels(object)));
    const isKnown = selected.length > 0 && selected.every(({ kind }) => SCALABLE.includes(kind));
    return isKnown ? selected.reduce((sum, object) => sum + leastReplicas(object, context), 0) : MANY;
}

/** A number of pods, or a part of them, which the API rounds up. None where nothing is written. */
function amount({ value, path }: Field, pods: number): number {
    if (value === undefined || typeof value === "number") {
        return value ?? 0;
    }
    const percent = /^(\d+)%$/.exec(typeof value === "string" ? value : "")?.[1];
    if (percent === undefined) {
        throw new MalformedValue(`${path} is neither a number nor a percentage`);
    }
    return Math.ceil((pods * Number(percent)) / 100);
}
