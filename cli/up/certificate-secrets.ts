import { messageOf } from "../shared/exit";
import type { KubeContext } from "../doctor/kube-context";
import type { Checkpoint } from "./engine";

/** A Certificate of cert-manager's, as the state has it. */
export interface DeployedCertificate {
    readonly namespace: string;
    readonly name: string;
    readonly secretName: string;
}

/** What cert-manager writes on the Secret that it makes for a Certificate (https://cert-manager.io/docs/reference/annotations/). */
const madeFor = "cert-manager.io/certificate-name";

/** The Certificates in a stack's state. */
export function certificatesIn(state: Checkpoint): readonly DeployedCertificate[] {
    return (state.resources ?? [])
        .filter(({ type }) => type === "kubernetes:cert-manager.io/v1:Certificate")
        .map(({ inputs }) => {
            const { metadata, spec } = inputs as unknown as {
                metadata: { name: string; namespace: string };
                spec: { secretName: string };
            };
            return { namespace: metadata.namespace, name: metadata.name, secretName: spec.secretName };
        });
}

/**
 * Removes the Secrets that cert-manager has made for Certificates: it leaves them when a Certificate is deleted. Most are
 * gone with their namespaces, but not those in the namespace of a cert-manager or an ingress controller that the cluster
 * already had.
 *
 * @throws Error that names what is left, and how to remove it
 */
export async function removeCertificateSecrets(
    { name: context, kubeConfig }: KubeContext,
    certificates: readonly DeployedCertificate[],
): Promise<void> {
    const { CoreV1Api } = await import("@kubernetes/client-node");
    const api = kubeConfig.makeApiClient(CoreV1Api);
    const left: string[] = [];
    for (const { namespace, name, secretName } of certificates) {
        const which = { namespace, name: secretName };
        try {
            const secret = await unlessGone(api.readNamespacedSecret(which));
            // One that somebody has put in its place is theirs.
            if (secret?.metadata?.annotations?.[madeFor] === name) {
                await unlessGone(api.deleteNamespacedSecret(which));
            }
        } catch (error) {
            const reason = messageOf(error).split("\n", 1).join("");
            left.push(
                `    kubectl --context ${context} --namespace ${namespace} delete secret ${secretName}    # ${reason}`,
            );
        }
    }
    if (left.length > 0) {
        throw new Error(`The stack is gone, but for Secrets of cert-manager:\n${left.join("\n")}`);
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
