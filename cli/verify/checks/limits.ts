import { type Check, failed, ok } from "../check";
import type { HttpClient } from "../net/http";
import type { Promised } from "../promised";

/** More than enough: 5 a minute with a burst of 3 let 4 through at once. */
const MOST_REQUESTS = 10;
/** A proxy spreads them over the controller's pods, of which there are at most five, and each has a burst of its own. */
const MOST_THROUGH_PROXY = 25;

/** Security guide, "Nginx Rate Limiting": 5 requests a minute on `/auth`, burst 3, without delay. */
export function limitChecks(
    { hosts, behindProxy }: Pick<Promised, "hosts" | "behindProxy">,
    http: HttpClient,
): Check[] {
    const most = behindProxy ? MOST_THROUGH_PROXY : MOST_REQUESTS;
    const requests = Array.from({ length: most }, () => ({ host: hosts.kato, path: "/auth" }));
    return [
        {
            area: "limits",
            name: `/auth of ${hosts.kato}`,
            expects: `429 with Retry-After within ${most} requests (5 a minute, burst 3)`,
            look: "kubectl --namespace nginx-ingress get policies.k8s.nginx.org; docs/verify.md",
            run: async () => {
                const answers = await http.sendAll(requests);
                const statuses = answers.map(({ status }) => status);
                const at = statuses.indexOf(429);
                if (at < 0) {
                    return failed(`${most} answers: ${statuses.join(", ")}`);
                }
                const retryAfter = answers[at]?.headers.get("retry-after")?.join();
                return /^[1-9]\d*$/.test(retryAfter ?? "")
                    ? ok(`request ${at + 1} got 429, retry after ${retryAfter} s`)
                    : failed(`request ${at + 1} got 429 with Retry-After: ${retryAfter ?? "(missing)"}`);
            },
        },
    ];
}
