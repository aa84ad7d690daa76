import type { V1Secret } from "@kubernetes/client-node";
import { CERT_MANAGER_NAMESPACE } from "../../components/certificates/cert-manager";
import { PART_OF } from "../../components/workload/labels";
import { messageOf } from "../shared/exit";
import type { KubeContext } from "../doctor/kube-context";
import type { Checkpoint } from "./engine";

/** A Secret that is still there when all of a stack's resources are deleted. */
export interface LeftSecret {
    readonly namespace: string;
    readonly name: string;
    /** Not one that somebody has put in its place. */
    readonly isOurs: (secret: V1Secret) => boolean;
}

/**
 * The Secrets that outlive a stack, from its state:
 * - cert-manager's for a Certificate, which it leaves when the Certificate is deleted
 *   (https://cert-manager.io/docs/usage/certificate/#cleaning-up-secrets-when-certificates-are-deleted),
 * - cert-manager's for the account of a ClusterIssuer with ACME, likewise,
 * - certificates that the stack keeps when it hands a host over to another issuer.
 *
 * Most are gone with their namespaces, but not those in the namespace of a cert-manager or an ingress controller that the
 * cluster already had.
 */
export function leftSecrets(state: Checkpoint): readonly LeftSecret[] {
    return (state.resources ?? []).flatMap(({ type, inputs, retainOnDelete }): LeftSecret[] => {
        switch (type) {
            case "kubernetes:cert-manager.io/v1:Certificate": {
                const { metadata, spec } = inputs as { metadata: ObjectName; spec: { secretName: string } };
                return [{ namespace: metadata.namespace, name: spec.secretName, isOurs: isMadeFor(metadata.name) }];
            }
            case "kubernetes:cert-manager.io/v1:ClusterIssuer": {
                const { spec } = inputs as { spec: { acme?: { privateKeySecretRef: { name: string } } } };
                return spec.acme === undefined
                    ? []
                    : [
                          {
                              namespace: CERT_MANAGER_NAMESPACE,
                              name: spec.acme.privateKeySecretRef.name,
                              isOurs: isAcmeKey,
                          },
                      ];
            }
            case "kubernetes:core/v1:Secret": {
                const { metadata } = inputs as { metadata: ObjectName };
                return retainOnDelete === true ? [{ ...metadata, isOurs: isOfThePlatform }] : [];
            }
            default:
                return [];
        }
    });
}

interface ObjectName {
    readonly namespace: string;
    readonly name: string;
}

/** By what cert-manager writes on it (https://cert-manager.io/docs/reference/annotations/). */
function isMadeFor(certificate: string): (secret: V1Secret) => boolean {
    return ({ metadata }) => metadata?.annotations?.["cert-manager.io/certificate-name"] === certificate;
}

/** cert-manager writes nothing on an account's Secret, so by its form. */
function isAcmeKey({ type, data = {} }: V1Secret): boolean {
    return type === "Opaque" && Object.keys(data).join() === "tls.key";
}

function isOfThePlatform({ metadata }: V1Secret): boolean {
    return metadata?.labels?.["app.kubernetes.io/part-of"] === PART_OF;
}

/** @throws Error that names what is left, and how to remove it */
export async function removeLeftSecrets(
    { name: context, kubeConfig }: KubeContext,
    secrets: readonly LeftSecret[],
): Promise<void> {
    const { CoreV1Api } = await import("@kubernetes/client-node");
    const api = kubeConfig.makeApiClient(CoreV1Api);
    const left: string[] = [];
    for (const { namespace, name, isOurs } of secrets) {
        try {
            const secret = await unlessGone(api.readNamespacedSecret({ namespace, name }));
            if (secret !== undefined && isOurs(secret)) {
                await unlessGone(api.deleteNamespacedSecret({ namespace, name }));
            }
        } catch (error) {
            const reason = messageOf(error).split("\n", 1).join("");
            left.push(`    kubectl --context ${context} --namespace ${namespace} delete secret ${name}    # ${reason}`);
        }
    }
    if (left.length > 0) {
        throw new Error(`The stack is gone, but for Secrets that outlive it:\n${left.join("\n")}`);
    }
}

async function unlessGone<T>(answer: Promise<T>): Promise<T | undefined> {
    try {
        return await answer;
    } catch (error) {
        if ((error as { code?: unknown }).code === 404) {
            return undefined;
        }
        throw error;
    }
}
