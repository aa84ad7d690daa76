import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { MissingToolError, mustBuild, resolveTool } from "../../../tools/build";
import { baseFile } from "../images/base";
import { ENVIRONMENT } from "./command";

/** Commands and the Debian packages that have them. */
const SYSTEM: Readonly<Record<string, string>> = {
    containerd: "containerd",
    ctr: "containerd",
    runc: "runc",
    ip: "iproute2",
    iptables: "iptables",
    nft: "nftables",
    ipset: "ipset",
    conntrack: "conntrack",
    mmdebstrap: "mmdebstrap",
    nsenter: "util-linux",
    unshare: "util-linux",
};
const NETWORK_PLUGINS = { file: "/usr/lib/cni/bridge", package: "containernetworking-plugins" };

/** What `tools/` builds, and for how many minutes on two cores that do nothing else. */
const BUILT: Readonly<Record<string, number>> = {
    etcd: 2,
    "kube-apiserver": 3,
    "kube-controller-manager": 1,
    "kube-scheduler": 0.5,
    kubelet: 1,
    "kube-proxy": 0.5,
    "kube-router": 3,
    coredns: 2,
    pause: 0.1,
    "echo-server": 0.1,
    kratos: 4,
    "cert-manager-controller": 2,
    pulumi: 4,
    "pulumi-resource-kubernetes": 6,
};

/**
 * The machine can be a node.
 *
 * @throws {MissingToolError} naming all that is missing
 */
export function requireSystem(): void {
    const problems = [
        ...(process.platform === "linux" && process.getuid?.() === 0
            ? []
            : ["Linux and root: a node of one's own needs namespaces, mounts and a network"]),
        ...missingPackages().map((name) => `the Debian package ${name}`),
    ];
    if (problems.length > 0) {
        throw new MissingToolError(
            `The cluster of this tier needs:\n${problems.map((each) => `    ${each}\n`).join("")}` +
                "Or set LIVE_CONTEXT to a kube-context of a cluster that may be filled and emptied, e.g. `kind-kind`.",
        );
    }
}

/**
 * Everything that is built is here, or built now.
 *
 * @param report Gets one message about what is built, before it is.
 * @throws {MissingToolError} when it cannot be built
 */
export function prepareTools(report: (line: string) => void): void {
    const missing = Object.keys(BUILT).filter(mustBuild);
    if (missing.length > 0) {
        const minutes = missing.reduce((sum, name) => sum + (BUILT[name] ?? 0), 0);
        report(
            `To be built, once, in about ${String(Math.ceil(minutes))} minutes on two cores: ${missing.join(", ")}.`,
        );
    }
    if (!existsSync(baseFile())) {
        report("To be made, once, in about 1 minute: the layer of Debian packages that all images share.");
    }
    for (const name of Object.keys(BUILT)) {
        resolveTool(name, report);
    }
}

function missingPackages(): string[] {
    const folders = ENVIRONMENT.PATH.split(delimiter);
    const commands = Object.entries(SYSTEM)
        .filter(([name]) => !folders.some((folder) => existsSync(join(folder, name))))
        .map(([, name]) => name);
    return [...new Set([...commands, ...(existsSync(NETWORK_PLUGINS.file) ? [] : [NETWORK_PLUGINS.package])])];
}
