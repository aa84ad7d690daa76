import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import type { KubeConfig } from "@kubernetes/client-node";
import { UsageError } from "../shared/exit";

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
 * @throws UsageError if there is no kubeconfig, it cannot be read, or it does not have the context
 */
export async function readKubeContext(stated?: string): Promise<KubeContext> {
    const files = kubeConfigFiles();
    if (!files.some((file) => existsSync(file))) {
        throw new UsageError(
            `There is no kubeconfig (looked for ${files.join(", ")}), so there is no cluster to talk to.\n` +
                "Start one, e.g. `kind create cluster`, or set KUBECONFIG to the file of an existing one.",
        );
    }
    // Loaded here because most commands never talk to a cluster.
    const { KubeConfig } = await import("@kubernetes/client-node");
    const kubeConfig = new KubeConfig();
    try {
        kubeConfig.loadFromDefault();
    } catch (error) {
        throw new UsageError(`The kubeconfig ${files.join(", ")} cannot be read: ${String(error)}`);
    }
    const known = kubeConfig.getContexts().map(({ name }) => name);
    const name = stated ?? kubeConfig.getCurrentContext();
    if (!name) {
        throw new UsageError(
            `The kubeconfig has no current context. Choose one with \`kubectl config use-context NAME\`: ${list(known)}.`,
        );
    }
    if (!known.includes(name)) {
        throw new UsageError(`The kubeconfig has no context "${name}". It has: ${list(known)}.`);
    }
    kubeConfig.setCurrentContext(name);
    return { name, server: kubeConfig.getCurrentCluster()?.server ?? "(no cluster)", kubeConfig };
}

function kubeConfigFiles(): string[] {
    const variable = process.env["KUBECONFIG"];
    return variable ? variable.split(delimiter).filter(Boolean) : [join(homedir(), ".kube", "config")];
}

function list(names: readonly string[]): string {
    return names.length === 0 ? "none" : names.join(", ");
}
