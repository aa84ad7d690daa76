import type { Limit } from "../route";
import type { EdgeSettings } from "../settings";
import { share } from "../shares";

/**
 * A RateLimit that comes closest to a limit. Traefik forgets a client that is silent for a while, and with it what it has used up:
 * after one request's time and a second, at the least two seconds. Whoever waits that long has the whole burst again, so the
 * burst is cut until that gives nobody more than twice the rate.
 *
 * @param pods how many a client's requests are spread over
 */
export function rateLimit(limit: Limit, pods: number, { proxy }: EdgeSettings): object {
    const { requestsPerMinute, burst } = share(limit, pods);
    const perSecond = requestsPerMinute / 60;
    const remembered = perSecond >= 1 ? 2 : 1 + Math.floor(1 / perSecond);
    return {
        average: requestsPerMinute,
        period: "1m",
        // The first request is one of Traefik's burst, and not of ours.
        burst: Math.max(1, Math.min(burst + 1, Math.floor(2 * perSecond * remembered))),
        sourceCriterion: {
            // Behind a proxy the last address that is none of the proxy's; else of IPv6 the network that a customer gets.
            ipStrategy: proxy === undefined ? { ipv6Subnet: 64 } : { excludedIPs: [...proxy.ranges] },
        },
    };
}
