import type { Config, StorageConfig } from "../../config";
import type { ClusterFacts } from "./cluster";
import { checkDns, type DnsSetting } from "./dns";
import { checkLoadBalancer, type Exposure } from "./load-balancer";
import { judgeNetworkPlugin } from "./network-plugin";
import type { Finding } from "./report";

/** The oldest versions that the platform supports. */
const oldestKubernetes = { major: 1, minor: 29 };
const oldestNode = [20, 19] as const;
/** Minor version from which `preStop: { sleep }` is on by default (KEP 3960). */
const oldestDraining = 30;

/** What a deployment must be allowed to create: namespaces, cert-manager's own rights and definitions, workloads. */
const needed = [
    "namespaces",
    "secrets",
    "persistentvolumeclaims",
    "deployments.apps",
    "statefulsets.apps",
    "jobs.batch",
    "cronjobs.batch",
    "networkpolicies.networking.k8s.io",
    "clusterroles.rbac.authorization.k8s.io",
    "customresourcedefinitions.apiextensions.k8s.io",
];

/** @param version as in `process.versions.node` */
export function checkNode(version: string): Finding {
    const [major = 0, minor = 0] = version.split(".").map(Number);
    const enough = major > oldestNode[0] || (major === oldestNode[0] && minor >= oldestNode[1]);
    return enough
        ? { level: "fine", subject: "Node.js", detail: version }
        : {
              level: "problem",
              subject: "Node.js",
              detail: `${version} is too old: install ${oldestNode.join(".")} or later`,
          };
}

/** What a stack asks of its cluster. */
export interface Needs {
    readonly storage: StorageConfig;
    /** @default the usual one is looked for, and another is only a warning */
    readonly dns?: DnsSetting;
    /** How clients reach the edge. @default not looked at: the cluster has its own controller, or no stack is named */
    readonly exposure?: Exposure;
}

/** What a stack asks of its cluster by its settings. */
export function needsOf({ storage, cluster, edge: { controller, exposure } }: Config): Needs {
    return { storage, dns: cluster.dns, ...(controller.mode === "install" ? { exposure } : {}) };
}

/**
 * Looks at everything in a cluster that a deployment depends on.
 *
 * @throws ClusterError if the cluster cannot be asked
 */
export async function checkCluster(cluster: ClusterFacts, stack: Needs): Promise<readonly Finding[]> {
    const facts: ClusterFacts = {
        ...cluster,
        // Several checks want these.
        version: once(cluster.version),
        daemonSets: once(cluster.daemonSets),
        nodes: once(cluster.nodes),
    };
    const version = await facts.version();
    const [volumes, daemonSets, dns, nodes, loadBalancer, permissions] = await Promise.all([
        checkStorage(facts, stack.storage),
        facts.daemonSets(),
        checkDns(facts, stack.dns),
        facts.nodes(),
        stack.exposure === undefined ? [] : checkLoadBalancer(facts, stack.exposure),
        Promise.all(needed.map(async (resource) => ({ resource, allowed: await facts.mayI("create", resource) }))),
    ]);
    return [
        checkVersion(version),
        volumes,
        checkPolicies(
            version,
            nodes.map(({ name }) => name),
            daemonSets,
        ),
        dns,
        ...loadBalancer,
        checkPermissions(permissions.filter(({ allowed }) => !allowed).map(({ resource }) => resource)),
    ];
}

/** A question that is asked once, by whoever comes first. */
function once<T>(ask: () => Promise<T>): () => Promise<T> {
    let answer: Promise<T> | undefined;
    return () => (answer ??= ask());
}

function checkVersion(version: string): Finding {
    const subject = "Kubernetes";
    const [, major, minor] = /^v(\d+)\.(\d+)/.exec(version) ?? [];
    if (major === undefined || minor === undefined) {
        return { level: "warning", subject, detail: `cannot tell the version from "${version}"` };
    }
    const enough = Number(major) === oldestKubernetes.major && Number(minor) >= oldestKubernetes.minor;
    if (enough && Number(minor) < oldestDraining) {
        const detail = `${version} ignores the wait before a pod stops, so requests fail at every rollout: 1.${oldestDraining} or later`;
        return { level: "warning", subject, detail };
    }
    return enough
        ? { level: "fine", subject, detail: version }
        : {
              level: "problem",
              subject,
              detail: `${version} is too old: ${String(oldestKubernetes.major)}.${String(oldestKubernetes.minor)} or later`,
          };
}

/** The driver of a StorageClass that the platform makes itself (`aws-ebs`). */
const ebsDriver = "ebs.csi.aws.com";

async function checkStorage(facts: ClusterFacts, storage: StorageConfig): Promise<Finding> {
    if (storage.mode === "aws-ebs") {
        const subject = "Storage driver";
        return (await facts.storageDrivers()).includes(ebsDriver)
            ? { level: "fine", subject, detail: ebsDriver }
            : {
                  level: "problem",
                  subject,
                  detail: `the cluster has no ${ebsDriver}: install the EBS CSI driver, or set \`storage.mode\` to existing`,
              };
    }
    return checkStorageClass(await facts.storageClasses(), storage.mode === "existing" ? storage.class : undefined);
}

function checkStorageClass(
    classes: readonly { readonly name: string; readonly isDefault: boolean }[],
    wanted: string | undefined,
): Finding {
    const subject = "StorageClass";
    const names = classes.map(({ name }) => name).join(", ") || "none";
    const found = classes.find(({ name, isDefault }) => (wanted === undefined ? isDefault : name === wanted));
    if (found !== undefined) {
        return { level: "fine", subject, detail: wanted === undefined ? `${found.name} (the default)` : found.name };
    }
    return {
        level: "problem",
        subject,
        detail:
            wanted === undefined
                ? `the cluster has no default class (it has: ${names}): mark one as default, or set \`storage\``
                : `there is no class "${wanted}" (the cluster has: ${names}): change \`storage.class\``,
    };
}

function checkPolicies(...cluster: Parameters<typeof judgeNetworkPlugin>): Finding {
    const { enforced, because } = judgeNetworkPlugin(...cluster);
    const subject = "NetworkPolicies";
    switch (enforced) {
        case "yes":
            return { level: "fine", subject, detail: because };
        case "no":
            return { level: "warning", subject, detail: `have no effect: ${because}` };
        case "cannot tell":
            return { level: "warning", subject, detail: `cannot tell whether they have an effect: ${because}` };
    }
}

function checkPermissions(denied: readonly string[]): Finding {
    return denied.length === 0
        ? { level: "fine", subject: "Permissions", detail: "all that a deployment creates" }
        : { level: "problem", subject: "Permissions", detail: `you may not create ${denied.join(", ")}` };
}
