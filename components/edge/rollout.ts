import type { Exposure } from "./settings";

/**
 * How long an AWS load balancer goes on with the connections of a target that leaves. In that time it may still open new
 * ones: it says nowhere how soon it stops.
 */
export const DEREGISTRATION_SECONDS = 120;

export interface Rollout {
    /** How long a new pod must have been ready before another goes: load balancers learn of it late. */
    readonly minReadySeconds: number;
    /** How long a pod that was told to stop goes on accepting connections, for the same reason. */
    readonly drainSeconds: number;
    /** How long all pods together may take to be replaced, one after another. */
    readonly timeoutSeconds: number;
}

/** What replaces pods without a lost connection. */
export const ROLLOUT: Readonly<Record<Exposure, Rollout>> = {
    "node-port": { minReadySeconds: 0, drainSeconds: 15, timeoutSeconds: 600 },
    // Health checks of clouds ask every few seconds, and want two or three wrong answers.
    "load-balancer": { minReadySeconds: 15, drainSeconds: 30, timeoutSeconds: 600 },
    // A new target needs minutes to become healthy; the pod is not ready before (`READINESS_GATE`).
    "aws-nlb": { minReadySeconds: 15, drainSeconds: DEREGISTRATION_SECONDS + 15, timeoutSeconds: 1800 },
};

/**
 * Label of a namespace by which the AWS Load Balancer Controller makes pods wait until they are healthy targets.
 *
 * @see https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/deploy/pod_readiness_gate/
 */
export const READINESS_GATE = { "elbv2.k8s.aws/pod-readiness-gate-inject": "enabled" } as const;
