import type { types } from "@pulumi/kubernetes";

type PodSecurityContext = types.input.core.v1.PodSecurityContext;
type SecurityContext = types.input.core.v1.SecurityContext;

/**
 * Pod Security Standards "restricted", with the user that the image expects.
 *
 * @param uid user and group that the processes run as; never 0
 * @param ownsVolumes whether volumes are handed to that group
 * @see https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
 */
export function podSecurity(uid: number, ownsVolumes: boolean): PodSecurityContext {
    return {
        runAsNonRoot: true,
        runAsUser: uid,
        runAsGroup: uid,
        // OnRootMismatch: a large volume is not walked at every start.
        ...(ownsVolumes ? { fsGroup: uid, fsGroupChangePolicy: "OnRootMismatch" } : {}),
        seccompProfile: { type: "RuntimeDefault" },
    };
}

/** The same for a container; on top of the standard, the root file system is read-only. */
export function containerSecurity(): SecurityContext {
    return {
        runAsNonRoot: true,
        readOnlyRootFilesystem: true,
        allowPrivilegeEscalation: false,
        privileged: false,
        capabilities: { drop: ["ALL"] },
        seccompProfile: { type: "RuntimeDefault" },
    };
}
