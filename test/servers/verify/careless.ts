import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type RequestListener, type Server } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Authority } from "../support/certificates";

/** An edge that does everything wrong: old TLS, no headers, no redirect, no limit, an answer for every host. */
export class Careless {
    /** How many requests have come. */
    requests = 0;
    readonly #servers: readonly Server[];
    readonly #folder = mkdtempSync(join(tmpdir(), "kato-careless-"));
    readonly authority: string;
    readonly anotherAuthority: string;

    private constructor(hosts: readonly string[]) {
        const authority = new Authority(this.#folder);
        this.authority = readFileSync(authority.file, "utf8");
        const elsewhere = join(this.#folder, "another");
        mkdirSync(elsewhere);
        this.anotherAuthority = readFileSync(new Authority(elsewhere).file, "utf8");
        const pair = authority.issue(...hosts);
        const listener: RequestListener = (_request, response) => {
            this.requests += 1;
            response.writeHead(200, { server: "careless/1.2.3" }).end("anything");
        };
        const tls = { cert: pair["tls.crt"], key: pair["tls.key"], minVersion: "TLSv1.2" } as const;
        this.#servers = [createServer(listener), createTlsServer(tls, listener)];
    }

    static async start(hosts: readonly string[]): Promise<Careless> {
        const careless = new Careless(hosts);
        for (const server of careless.#servers) {
            await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
        }
        return careless;
    }

    get ports(): { readonly http: number; readonly https: number } {
        const [http = 0, https = 0] = this.#servers.map((server) => (server.address() as AddressInfo).port);
        return { http, https };
    }

    async stop(): Promise<void> {
        for (const server of this.#servers) {
            server.closeAllConnections();
            await new Promise((resolve) => server.close(resolve));
        }
        rmSync(this.#folder, { recursive: true });
    }
}
