import type { Duplex } from "node:stream";
import { type Check, failed, ok, type Outcome, skipped } from "../check";
import { converse } from "../net/converse";
import type { Dial } from "../net/dial";
import type { HttpClient } from "../net/http";
import { HandshakeError, HTTP, startTls } from "../net/tls";
import type { Promised } from "../promised";

type Args = Pick<Promised, "hosts" | "behindProxy">;

/** Plain HTTP leads to HTTPS (308 instead of the guide's 301: docs/adr), and a host that nobody knows leads nowhere. */
export function hostChecks({ hosts, behindProxy }: Args, http: HttpClient, dial: Dial, run: string): Check[] {
    const look = "kubectl --namespace nginx-ingress get virtualservers; docs/verify.md";
    const unknown = `kato-platform-verify-${run}.invalid`;
    const path = `/kato-platform-verify-${run}?a=b`;
    const all = [hosts.kato, ...hosts.kratos];
    const unknownHost = (name: string, ask: () => Promise<Outcome>): Check => ({
        area: "hosts",
        name,
        expects: "the connection is closed without an answer",
        look,
        run: async () =>
            behindProxy
                ? skipped("the proxy in front answers for hosts that it does not know (edge.proxy)")
                : await ask(),
    });
    return [
        ...all.map((host): Check => ({
            area: "hosts",
            name: `http://${host} redirects`,
            expects: `308 to https://${host}, same path and query`,
            look,
            run: async () => {
                const { status, headers } = await http.send({ scheme: "http", host, path });
                const location = headers.get("location")?.join(" and ") ?? "nowhere";
                const right = status === 308 && location === `https://${host}${path}`;
                return right ? ok("308 to https, same path and query") : failed(`${status} to ${location}`);
            },
        })),
        unknownHost("an unknown host, plain HTTP", async () => silence(await dial(hosts.kato, 80), unknown)),
        unknownHost("an unknown host, HTTPS", async () => {
            const connection = await dial(hosts.kato, 443);
            try {
                const socket = await startTls(connection, { servername: unknown, protocols: HTTP }, false);
                return await silence(socket, unknown);
            } catch (error) {
                if (error instanceof HandshakeError) {
                    return ok(`closed in the handshake: ${error.message}`);
                }
                throw error;
            }
        }),
    ];
}

/** Asks for a host, and wants to hear nothing but the end of the connection. */
async function silence(connection: Duplex, host: string): Promise<Outcome> {
    const reaction = await converse(connection, `GET / HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
    switch (reaction.kind) {
        case "closed":
            return ok("closed without an answer");
        case "silent":
            return failed("the connection stays open, without an answer");
        case "answered":
            return failed(`an answer: ${reaction.data.toString().split("\r\n", 1).join("")}`);
    }
}
