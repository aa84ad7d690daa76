import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * Where the cluster of the live tier lives. There is one on a machine at a time; nothing of the machine's own is used but
 * its kernel: the folder, both namespaces and the pair of network devices belong to it.
 */
export const FOLDER = process.env["LIVE_FOLDER"] ?? join(tmpdir(), "kato-live");

/** A path below the folder. */
export function path(...names: string[]): string {
    return join(FOLDER, ...names);
}

/** The kubeconfig of whoever tests. */
export const KUBECONFIG = path("kubeconfig");

/** The name of the only node. */
export const NODE_NAME = "node";

/** The pair of network devices between the machine and the node, and the two addresses. */
export const LINK = {
    outside: { device: "kato-live-out", address: "10.199.0.1" },
    inside: { device: "kato-live-in", address: "10.199.0.2" },
    prefix: 30,
} as const;

export const POD_RANGE = "10.244.0.0/24";
export const SERVICE_RANGE = "10.96.0.0/16";
export const API_SERVICE_ADDRESS = "10.96.0.1";
export const DNS_ADDRESS = "10.96.0.10";
export const API_PORT = 6443;
export const API_SERVER = `https://${LINK.inside.address}:${API_PORT}`;

/** The container runtime's socket. */
export const CONTAINERD = path("containerd.sock");
