import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { Agent, request as httpsRequest } from "node:https";
import { join } from "node:path";
import { connect } from "node:tls";
import { ask } from "../nginx/client";
import { KATO, World } from "../nginx/world";
import { Authority } from "../support/certificates";
import { until } from "../support/until";
import { Kato } from "./kato";
import { Proxy } from "./proxy";

const NAME = "kato.kato.svc";

/** KATO, the proxy in front of it, and the edge in front of both. */
interface Given {
    readonly kato: Kato;
    readonly proxy: Proxy;
    readonly authority: Authority;
    readonly world: World;
}

describe("The hop from the edge to KATO", () => {
    /** @param names what KATO's certificate is for @param another whether an authority that the edge does not know signed it */
    async function given(names: readonly string[], another = false): Promise<Given & { stop: () => Promise<void> }> {
        const kato = await Kato.start();
        let started: { proxy: Proxy; authority: Authority } | undefined;
        const world = await World.start({
            kato: async (internal) => {
                const authority = another ? other(internal) : internal;
                const proxy = await Proxy.start(authority.issue(...names), kato.endpoint);
                started = { proxy, authority };
                return `127.0.0.1:${proxy.port}`;
            },
        });
        const { proxy, authority } = started!;
        const stop = async (): Promise<void> => {
            await world.stop();
            await Promise.all([proxy.remove(), kato.stop()]);
        };
        return { kato, proxy, authority, world, stop };
    }

    it("is verified TLS, and who the client is and what it sends reaches KATO as the edge has it", async () => {
        const { kato, world, stop } = await given([NAME]);
        try {
            const headers = { "X-API-Key": "key", "X-Forwarded-For": "192.0.2.1", Forwarded: "for=192.0.2.1" };
            const asked = { port: world.ports.https, host: KATO, path: "/a%20b?c=d", from: "127.0.0.9", headers };
            assert.equal((await ask(asked)).status, 200);
            const [{ url, headers: got }] = kato.received as [Kato["received"][number]];
            assert.equal(url, "/a%20b?c=d");
            assert.deepEqual(
                ["host", "x-forwarded-for", "x-real-ip", "x-forwarded-proto", "x-forwarded-host", "x-api-key"].map(
                    (name) => got[name],
                ),
                [KATO, "127.0.0.9", "127.0.0.9", "https", KATO, "key"],
            );
            assert.equal(got["forwarded"], undefined);
        } finally {
            await stop();
        }
    });

    for (const [why, names, another] of [
        ["another authority has signed", [NAME], true],
        ["is for another Service", ["kratos.kratos.svc"], false],
    ] as const) {
        it(`sends nothing to a proxy whose certificate ${why}`, async () => {
            const { kato, world, stop } = await given(names, another);
            try {
                assert.equal((await ask({ port: world.ports.https, host: KATO, path: "/health" })).status, 502);
                assert.deepEqual(kato.received, []);
            } finally {
                await stop();
            }
        });
    }

    it("loses no request while the certificate is renewed, and serves the new one without being told", async () => {
        const { proxy, authority, world, stop } = await given([NAME]);
        const agent = new Agent({ keepAlive: true, maxSockets: 4 });
        const answers = new Map<number | string, number>();
        let going = true;
        const client = async (): Promise<void> => {
            while (going) {
                const status = await statusOf(agent, world.ports.https);
                answers.set(status, (answers.get(status) ?? 0) + 1);
            }
        };
        const answered = () => answers.get(200) ?? 0;
        try {
            const clients = [1, 2, 3, 4].map(client);
            for (let renewal = 0; renewal < 3; renewal += 1) {
                const before = answered();
                await until("requests pass", () => answered() > before + 100 || undefined);
                proxy.serve(authority.issue(NAME));
                const serial = await serialOf(proxy.port);
                assert.equal(serial, authority.lastSerial);
                await until("requests pass after it", () => answered() > before + 200 || undefined);
            }
            going = false;
            await Promise.all(clients);
            assert.deepEqual([...answers.keys()], [200]);
        } finally {
            going = false;
            agent.destroy();
            await stop();
        }
    });
});

function other({ file }: Authority): Authority {
    const folder = join(file, "..", "other");
    mkdirSync(folder);
    return new Authority(folder);
}

async function statusOf(agent: Agent, port: number): Promise<number | string> {
    return await new Promise((resolve) => {
        const options = { host: "127.0.0.1", port, agent, servername: KATO, rejectUnauthorized: false };
        httpsRequest({ ...options, headers: { host: KATO } }, (answer) => {
            answer.resume().once("end", () => resolve(answer.statusCode ?? 0));
        })
            .once("error", (error) => resolve(error.message))
            .end();
    });
}

/** Of the certificate that a new connection is shown. */
async function serialOf(port: number): Promise<string> {
    return await new Promise((resolve, reject) => {
        const socket = connect({ host: "127.0.0.1", port, servername: NAME, rejectUnauthorized: false }, () => {
            resolve(socket.getPeerCertificate().serialNumber);
            socket.destroy();
        });
        socket.once("error", reject);
    });
}
