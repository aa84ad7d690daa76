import type { Check, Outcome } from "./check";
import { allLogs } from "./checks/access-log";
import type { Cluster } from "./cluster/cluster";
import type { Promised } from "./promised";

/** What a gateway answers for a server that it cannot reach, or that is too slow. */
const OF_A_GATEWAY = /\b50[24]\b/;

/** Checks that say, where they saw a 502 or 504, why the edge answered so: its access log has a `reason` for each. */
export function withEdgeReasons(
    checks: readonly Check[],
    cluster: Pick<Cluster, "pods" | "log">,
    controller: Promised["controller"],
): Check[] {
    return checks.map((check) => ({
        ...check,
        run: async () => {
            const since = new Date();
            const outcome = await check.run();
            return outcome.status === "failed" && OF_A_GATEWAY.test(outcome.seen) && controller.ours
                ? await explained(outcome, async () => allLogs(cluster, controller.namespace, controller.labels, since))
                : outcome;
        },
    }));
}

/** A log that cannot be read hides no failure. */
async function explained(outcome: Outcome & { status: "failed" }, log: () => Promise<string>): Promise<Outcome> {
    const reasons = new Set((await log().catch(() => "")).split("\n").flatMap(reasonIn));
    return reasons.size === 0
        ? outcome
        : { ...outcome, seen: `${outcome.seen}; of the edge: ${[...reasons].join(", ")}`, look: LOOK };
}

const LOOK = 'docs/edge.md, "A 502 or 504"';

/** Of a line for a 502 or 504, with the pod that it is about. */
function reasonIn(line: string): string[] {
    const [, reason] = /"status":"50[24]".*"reason":"([^"]+)"/.exec(line) ?? [];
    const [, host] = /"host":"([^"]+)"/.exec(line) ?? [];
    return reason === undefined ? [] : [`${reason} (${host ?? "?"})`];
}
