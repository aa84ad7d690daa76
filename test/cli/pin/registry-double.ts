import { createHash } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/**
 * Stands for an image registry: answers manifests by name and tag to whoever brings the token that it gives to anybody, as
 * Docker Hub and GitHub do.
 */
export class RegistryDouble {
    readonly #server: Server;
    /** What was asked for, in order. */
    readonly requests: string[] = [];

    /** What it answers to everybody with a token, whatever is asked for. @default the manifests */
    instead?: { readonly status: number; readonly headers: Record<string, string>; readonly body: string };

    private constructor(manifests: Readonly<Record<string, string>>) {
        this.#server = createServer((request, response) => {
            const url = new URL(request.url ?? "", `http://${this.host}`);
            this.requests.push(url.pathname + url.search);
            if (url.pathname === "/token") {
                response.end(JSON.stringify({ token: `for ${url.searchParams.get("scope") ?? ""}` }));
                return;
            }
            const [, name = "", tag = ""] = /^\/v2\/(.+)\/manifests\/(.+)$/.exec(url.pathname) ?? [];
            const scope = `repository:${name}:pull`;
            if (request.headers.authorization !== `Bearer for ${scope}`) {
                const realm = `http://${this.host}/token`;
                response.setHeader("WWW-Authenticate", `Bearer realm="${realm}",service="double",scope="${scope}"`);
                response.writeHead(401).end();
                return;
            }
            const manifest = manifests[`${name}:${tag}`];
            response.setHeader("Docker-Content-Digest", "sha256:a-lie");
            if (this.instead !== undefined) {
                response.writeHead(this.instead.status, this.instead.headers).end(this.instead.body);
                return;
            }
            response.setHeader("Content-Type", "application/vnd.oci.image.index.v1+json");
            response.writeHead(manifest === undefined ? 404 : 200);
            response.end(manifest === undefined ? "" : content(manifest));
        });
    }

    static async start(manifests: Readonly<Record<string, string>>): Promise<RegistryDouble> {
        const double = new RegistryDouble(manifests);
        await new Promise<void>((resolve) => double.#server.listen(0, "127.0.0.1", resolve));
        return double;
    }

    get host(): string {
        return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
    }

    stop(): Promise<unknown> {
        return new Promise((resolve) => this.#server.close(resolve));
    }
}

/** The manifest that a word stands for. */
function content(of: string): string {
    return JSON.stringify({ schemaVersion: 2, annotations: { of } });
}

/** The digest of the manifest that a word stands for. */
export function digest(of: string): string {
    return `sha256:${createHash("sha256").update(content(of)).digest("hex")}`;
}
