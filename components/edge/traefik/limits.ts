import type { Limit } from "../route";
import type { EdgeSettings } from "../settings";
import { share } from "../shares";

/** As many as a page asks for at once. */
const AT_ONCE = 2;

/**
 * A RateLimit that gives nobody more than a limit. Traefik forgets a client that is silent for one request's time and a second, at
 * the least two seconds, and with it what it has used up: it then has the whole burst again. So the burst is what the rate
 * gives in that time. Where that is less than two, requests come further apart, which makes the time longer.
 *
 * @param pods how many a client's requests are spread over
 */
export function rateLimit(limit: Limit, pods: number, { proxy }: EdgeSettings): object {
    const { requestsPerMinute, burst } = share(limit, pods);
    const { average, period, remembered } = slowed(requestsPerMinute);
    return {
        average,
        period: `${period}s`,
        // The first request is one of Traefik's burst, and not of ours.
        burst: Math.max(1, Math.min(burst + 1, Math.floor((requestsPerMinute * remembered) / 60))),
        sourceCriterion: {
            // Behind a proxy the last address that is none of the proxy's; else of IPv6 the network that a customer gets.
            ipStrategy: proxy === undefined ? { ipv6Subnet: 64 } : { excludedIPs: [...proxy.ranges] },
        },
    };
}

/** The rate itself, or the highest below it at which a client is remembered for as long as two requests have to last. */
function slowed(requestsPerMinute: number) {
    const apart = 60 / requestsPerMinute;
    const remembered = apart <= 1 ? 2 : 1 + Math.floor(apart);
    if (remembered >= AT_ONCE * apart) {
        return { average: requestsPerMinute, period: 60, remembered };
    }
    const period = Math.ceil(AT_ONCE * apart) - 1;
    return { average: 1, period, remembered: period + 1 };
}
