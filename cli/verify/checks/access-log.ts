import { randomBytes } from "node:crypto";
import { type Check, failed, ok, type Outcome, skipped } from "../check";
import type { Cluster } from "../cluster/cluster";
import type { HttpClient } from "../net/http";
import type { Promised } from "../promised";

type Args = Pick<Promised, "hosts" | "controller">;

/**
 * A request with everything that must not be written down, and its line in the controllers' logs.
 *
 * @param pause between one look into the logs and the next
 */
export function accessLogChecks(
    { hosts, controller }: Args,
    http: HttpClient,
    cluster: Pick<Cluster, "pods" | "log">,
    run: string,
    pause: () => Promise<void>,
): Check[] {
    const { namespace, labels } = controller;
    const selector = Object.entries(labels)
        .map((label) => label.join("="))
        .join(",");
    return [
        {
            area: "access log",
            name: "the line of a request",
            expects: "one line of JSON with method, host, path and status; no query, no key, no token, no cookie",
            look: `kubectl --namespace ${namespace} logs --selector ${selector} --since 5m`,
            run: async () => {
                if (!controller.ours) {
                    return skipped("the controller is the cluster's own, and so is its log (edge.controller.mode)");
                }
                const since = new Date();
                const marker = `kato-platform-verify/${run}`;
                const path = `/kato-platform-verify-${run}`;
                // Random, so that finding one in a log can be no coincidence; they open nothing.
                const [query, key, token, cookie] = Array.from({ length: 4 }, () => randomBytes(12).toString("hex"));
                const secrets = { query, "X-API-Key": key, Authorization: token, Cookie: cookie };
                const { status } = await http.send({
                    host: hosts.kato,
                    path: `${path}?token=${query}`,
                    headers: {
                        "user-agent": marker,
                        "x-api-key": String(key),
                        authorization: `Bearer ${token}`,
                        cookie: `session=${cookie}`,
                    },
                });
                for (let look = 0; look < 10; look++) {
                    const text = await allLogs(cluster, namespace, labels, since);
                    const lines = text.split("\n").filter((line) => line.includes(marker));
                    if (lines.length > 0) {
                        return judge(lines, text, secrets, { host: hosts.kato, path, status });
                    }
                    await pause();
                }
                return failed("no line of it in the log of any controller pod");
            },
        },
    ];
}

/** What all pods of the controller have logged since then. */
export async function allLogs(
    cluster: Pick<Cluster, "pods" | "log">,
    namespace: string,
    labels: Args["controller"]["labels"],
    since: Date,
): Promise<string> {
    const pods = await cluster.pods(namespace, labels);
    return (await Promise.all(pods.map((pod) => cluster.log(pod, since)))).join("\n");
}

function judge(
    lines: readonly string[],
    text: string,
    secrets: Readonly<Record<string, string | undefined>>,
    request: { readonly host: string; readonly path: string; readonly status: number },
): Outcome {
    // In the whole log: the error log has request lines of its own.
    const leaked = Object.entries(secrets).flatMap(([what, value]) => (text.includes(String(value)) ? [what] : []));
    if (leaked.length > 0) {
        return failed(`the log has the request's ${leaked.join(", ")}`);
    }
    const values = lines.map(parsedValues);
    if (values.includes(undefined)) {
        return failed("a line that is not JSON");
    }
    const wanted = { method: "GET", ...request };
    const missing = Object.entries(wanted).filter(([, value]) => !values.every((line) => line?.has(String(value))));
    return missing.length === 0
        ? ok("JSON with method, host, path and status, and nothing confidential")
        : failed(`the line has no ${missing.map((entry) => entry.join(" ")).join(", ")}`);
}

/** The values of a line's fields; undefined if it is no JSON object. */
function parsedValues(line: string): Set<string> | undefined {
    try {
        const parsed: unknown = JSON.parse(line);
        return typeof parsed === "object" && parsed !== null ? new Set(Object.values(parsed).map(String)) : undefined;
    } catch {
        return undefined;
    }
}
