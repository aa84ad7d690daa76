import type { types } from "@pulumi/kubernetes";

/** What makes a pod go on serving for a moment after it was told to stop. */
export interface Drain {
    /** Of the container that serves. @default none */
    readonly lifecycle?: types.input.core.v1.Lifecycle;
    /** Of the pod. */
    readonly terminationGracePeriodSeconds: number;
}

/**
 * A pod that is to stop leaves its Service at once, but proxies hear of it late and go on sending it requests: it serves for
 * `seconds` more, and its requests then have `stopSeconds` to end. The kubelet waits by itself, so that the image needs no
 * `sleep`; Kubernetes 1.29 leaves the wait out, as that is alpha there (KEP 3960).
 *
 * A store with one pod has no use for it: nobody else answers meanwhile.
 *
 * @param seconds 0 for a server that must stop at once
 */
export function drain(seconds: number, stopSeconds: number): Drain {
    return {
        ...(seconds === 0 ? {} : { lifecycle: { preStop: { sleep: { seconds } } } }),
        terminationGracePeriodSeconds: seconds + stopSeconds,
    };
}
