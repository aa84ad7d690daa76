import type { Limit } from "../route";

/** What a pod's share of a limit is at least, in requests a minute, when there are as many pods as there may be. */
export function leastShare({ requestsPerMinute }: Limit, mostPods: number): number {
    return Math.floor(requestsPerMinute / mostPods);
}
