import type { KubeConfig } from "@kubernetes/client-node";
import { UsageError } from "../shared/exit";
import { readKubeConfig } from "./kube-config";

/** A kube-context and how to reach its cluster. */
export interface KubeContext {
    readonly name: string;
    /** The API server's address. */
    readonly server: string;
    readonly kubeConfig: KubeConfig;
}

/**
 * The stated kube-context, or the current one.
 *
 * @throws UsageError if there is no kubeconfig, it cannot be read, or it does not have the context or its cluster
 */
export async function readKubeContext(stated?: string): Promise<KubeContext> {
    const kubeConfig = await readKubeConfig();
    const known = kubeConfig.getContexts().map(({ name }) => name);
    const name = stated ?? kubeConfig.getCurrentContext();
    if (!name) {
        throw new UsageError(
            known.length === 0
                ? "The kubeconfig has no context, so there is no cluster to talk to. Start one, e.g. `kind create cluster`."
                : `The kubeconfig has no current context. Choose one with \`kubectl config use-context NAME\`: ${known.join(", ")}.`,
        );
    }
    if (!known.includes(name)) {
        throw new UsageError(`The kubeconfig has no context "${name}". It has: ${known.join(", ") || "none"}.`);
    }
    kubeConfig.setCurrentContext(name);
    const server = kubeConfig.getCurrentCluster()?.server;
    if (server === undefined) {
        throw new UsageError(
            `The kube-context "${name}" is of a cluster whose address is not in the kubeconfig: ` +
                `"${kubeConfig.getContextObject(name)?.cluster ?? ""}".`,
        );
    }
    return { name, server, kubeConfig };
}
