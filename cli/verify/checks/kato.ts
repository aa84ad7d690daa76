import { randomBytes } from "node:crypto";
import { type Check, failed, ok, type Outcome, skipped } from "../check";
import type { Cluster } from "../cluster/cluster";
import type { HttpClient } from "../net/http";
import type { Promised } from "../promised";

type Args = Pick<Promised, "hosts" | "standIn">;

const LOOK = "kubectl --namespace kato get pods; kubectl --namespace kato logs deployment/kato";

/** KATO and its keys (security guide, "API Key Authentication"). */
export function katoChecks(
    { hosts, standIn }: Args,
    http: HttpClient,
    cluster: Pick<Cluster, "secret" | "secretsOf">,
): Check[] {
    const host = hosts.kato;
    /** A list where KATO wants an object: with a valid key it is refused as such, and no session is made. */
    const createSession = (headers: Record<string, string>) =>
        http.send({ host, path: "/sessions", method: "POST", headers, json: [] });
    const keyCheck = (name: string, expects: string, ask: () => Promise<Outcome>): Check => ({
        area: "KATO",
        name,
        expects,
        look: LOOK,
        run: async () =>
            standIn ? skipped("development's stand-in for KATO's image checks no keys (kato.image)") : await ask(),
    });
    return [
        {
            area: "KATO",
            name: "/health without a key",
            expects: "200",
            look: LOOK,
            run: async () => answerIs(200, (await http.send({ host, path: "/health" })).status),
        },
        keyCheck("/sessions without a key", "401", async () => answerIs(401, (await createSession({})).status)),
        keyCheck("/sessions with a wrong key", "403", async () => {
            const wrong = randomBytes(32).toString("base64url");
            return answerIs(403, (await createSession({ "x-api-key": wrong })).status);
        }),
        keyCheck("/sessions with a right key", "the key is accepted: an answer about the request itself", async () => {
            const { status } = await createSession({ "x-api-key": await currentKey(cluster) });
            // 400 and 422 are what is said of the list; a 2xx would be as good.
            return status < 500 && ![401, 403, 404, 429].includes(status)
                ? ok(`${status}, which is not about the key`)
                : failed(String(status));
        }),
    ];
}

function answerIs(expected: number, status: number): Outcome {
    return status === expected ? ok(String(status)) : failed(String(status));
}

/** The first of the keys that KATO's pods have. It goes nowhere but to KATO, over TLS. */
async function currentKey(cluster: Pick<Cluster, "secret" | "secretsOf">): Promise<string> {
    for (const name of await cluster.secretsOf("kato", "kato")) {
        const { API_KEYS: keys } = await cluster.secret("kato", name);
        const [first] = keys?.split(",") ?? [];
        if (first !== undefined && first !== "") {
            return first;
        }
    }
    throw new Error("none of the Secrets that KATO's pods read has API_KEYS");
}
