import type { Limit } from "./route";

/**
 * What one of several pods allows a client, so that all of them together allow the limit within one request: rounded to the
 * nearest, since controllers count whole requests a minute.
 *
 * @param pods how many a client's requests are spread over
 */
export function share({ name, requestsPerMinute, burst }: Limit, pods: number): Limit {
    return {
        name,
        requestsPerMinute: Math.max(1, Math.round(requestsPerMinute / pods)),
        // One request comes before any that is ahead of the rate.
        burst: Math.max(0, Math.round((burst + 1) / pods) - 1),
    };
}
