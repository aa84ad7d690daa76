import { ADDRESSES, type Check, failed, ok, reason } from "../check";
import type { Promised } from "../promised";

/**
 * The world finds the hosts. Nothing else about them can be looked at before, so this comes first and is the one that says
 * so (`npm run verify` right after the first deployment, before the names are set).
 *
 * @param addressOf throws where there is none
 */
export function addressChecks(
    { hosts, reachedBy, controller }: Pick<Promised, "hosts" | "reachedBy" | "controller">,
    addressOf: (host: string) => Promise<string>,
): Check[] {
    if (reachedBy === "cluster") {
        return [];
    }
    return [
        {
            area: "DNS",
            name: ADDRESSES,
            expects: "each leads to the load balancer",
            look: `kubectl get services --namespace ${controller.namespace}; README, "Names"`,
            run: async () => {
                const found = await Promise.allSettled([hosts.kato, ...hosts.kratos].map(addressOf));
                const missing = found.filter((one) => one.status === "rejected").map((one) => reason(one.reason));
                return missing.length === 0 ? ok(`${found.length} hosts`) : failed(missing.join("; "));
            },
        },
    ];
}
