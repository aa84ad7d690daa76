import { type ClusterConfig, defaultDns } from "../../config";
import { contains, parseCidr, single } from "../../kubernetes/cidr";
import type { ClusterFacts, DaemonSetInfo, DnsService } from "./cluster";
import type { Finding } from "./report";

export type DnsSetting = ClusterConfig["dns"];

const subject = "DNS";

/**
 * Whether NetworkPolicies let pods ask the cluster's DNS.
 *
 * @param setting the stack's. @default the default is looked at, and another one is only a warning
 */
export async function checkDns(
    facts: Pick<ClusterFacts, "dns" | "daemonSets">,
    setting: DnsSetting | undefined,
): Promise<Finding> {
    const [service, daemonSets] = await Promise.all([facts.dns(), facts.daemonSets()]);
    const finding = judge(service, cacheAddresses(daemonSets), setting ?? defaultDns);
    return setting === undefined && finding.level === "problem" ? { ...finding, level: "warning" } : finding;
}

function judge(service: DnsService | undefined, cache: readonly string[], setting: DnsSetting): Finding {
    const uncovered = cache.filter((address) => !covers(setting.cidrs, address));
    if (uncovered.length > 0) {
        const cidrs = [...new Set([...setting.cidrs, ...uncovered.map(single)])];
        const detail = `NodeLocal DNSCache answers at ${uncovered.join(", ")}: set ${written({ cidrs })}`;
        return { level: "problem", subject, detail };
    }
    if (service === undefined || service.pods.length === 0) {
        return judgeNode(service?.address, setting);
    }
    const { namespace, name, pods, ports } = service;
    const missing = ports.filter((port) => !setting.ports.includes(port));
    const selected = (labels: Readonly<Record<string, string>>): boolean =>
        Object.entries(setting.labels).every(([key, value]) => labels[key] === value);
    if (namespace === setting.namespace && missing.length === 0 && pods.every(selected)) {
        return { level: "fine", subject, detail: `${namespace}/${name}${cache.length === 0 ? "" : ", NodeLocal"}` };
    }
    const needed = { namespace, labels: service.selector, ports };
    return {
        level: "problem",
        subject,
        detail: `${namespace}/${name} is not what the NetworkPolicies let pods ask: set ${written(needed)}`,
    };
}

/** No pod answers, so the nodes do, as on EKS Auto Mode. */
function judgeNode(address: string | undefined, setting: DnsSetting): Finding {
    if (address !== undefined && covers(setting.cidrs, address)) {
        return { level: "fine", subject, detail: `on the nodes, at ${address}` };
    }
    if (address === undefined && setting.cidrs.some((cidr) => !defaultDns.cidrs.includes(cidr))) {
        return { level: "fine", subject, detail: `on the nodes, at ${setting.cidrs.join(", ")} as cluster.dns says` };
    }
    const where =
        address === undefined
            ? "set `cluster.dns.cidrs` to the `nameserver` of a pod's /etc/resolv.conf"
            : `set ${written({ cidrs: [single(address)] })}`;
    return { level: "problem", subject, detail: `no pod answers, so the nodes do (as on EKS Auto Mode): ${where}` };
}

/** NodeLocal DNSCache is told on its command line where to listen: `-localip 169.254.20.10,10.96.0.10`. */
function cacheAddresses(daemonSets: readonly DaemonSetInfo[]): string[] {
    return daemonSets.flatMap(({ args }) => {
        const at = args.findIndex((arg) => /^--?localip(=|$)/.test(arg));
        const value = at < 0 ? "" : (args[at]?.split("=")[1] ?? args[at + 1] ?? "");
        return value.split(",").filter((address) => parseCidr(single(address)) !== undefined);
    });
}

function covers(cidrs: readonly string[], address: string): boolean {
    return cidrs.some((cidr) => {
        const range = parseCidr(cidr);
        return range !== undefined && contains(range, address);
    });
}

/** As the stack file takes it. */
function written(value: Partial<DnsSetting>): string {
    return `\`cluster.dns: ${JSON.stringify(value)}\``;
}
