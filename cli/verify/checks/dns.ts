import { checkDns } from "../../doctor/dns";
import type { ClusterFacts } from "../../doctor/cluster";
import { type Check, failed, ok } from "../check";
import type { Promised } from "../promised";

/** Pods may ask the server that answers DNS: otherwise they find nothing, or only what NetworkPolicies do not govern. */
export function dnsChecks({ dns }: Pick<Promised, "dns">, facts: Pick<ClusterFacts, "dns" | "daemonSets">): Check[] {
    return [
        {
            area: "connections",
            name: "permitted: the cluster's DNS",
            expects: "the server that answers is the one that `cluster.dns` names",
            look: 'docs/network.md ("DNS"); npm run doctor',
            run: async () => {
                const { level, detail } = await checkDns(facts, dns);
                return level === "fine" ? ok(detail) : failed(detail);
            },
        },
    ];
}
