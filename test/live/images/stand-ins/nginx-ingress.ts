/**
 * Stands for the F5 NGINX Ingress Controller, which cannot be had from package registries: real nginx with the directives that
 * the controller's templates make of the same objects (test/servers/nginx). It asks the API server once a second instead of
 * watching, with the rights that the platform gives the controller, and believes what it reads.
 */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { request } from "node:https";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { nginxConf } from "../../../servers/nginx/controller";
import type { RateLimit, VirtualServerRouteSpec, VirtualServerSpec } from "../../../servers/nginx/virtual-server";

const ACCOUNT = "/var/run/secrets/kubernetes.io/serviceaccount";
const FOLDER = "/var/lib/nginx";
const CONF = join(FOLDER, "nginx.conf");
const READY_PORT = 8081;

interface KubeObject {
    readonly metadata: {
        readonly name: string;
        readonly namespace: string;
        readonly labels?: Readonly<Record<string, string>>;
    };
    readonly spec: object;
    readonly status?: { readonly state?: string };
}
interface Service extends KubeObject {
    readonly spec: { readonly ports?: readonly { readonly name?: string; readonly port: number }[] };
}
interface EndpointSlice extends KubeObject {
    readonly ports: readonly { readonly name?: string; readonly port: number }[] | null;
    readonly endpoints: readonly { readonly addresses: readonly string[]; readonly conditions: { ready?: boolean } }[];
}
interface Data extends KubeObject {
    readonly data: Readonly<Record<string, string>>;
}

const NGINX = "/apis/k8s.nginx.org/v1";
const namespaces = flag("watch-namespace").split(",");
const home = process.env["POD_NAMESPACE"] ?? "";

function flag(name: string): string {
    const prefix = `-${name}=`;
    return process.argv.find((argument) => argument.startsWith(prefix))?.slice(prefix.length) ?? "";
}

function ask<T>(path: string, body?: object): Promise<T> {
    const options = {
        host: process.env["KUBERNETES_SERVICE_HOST"],
        port: process.env["KUBERNETES_SERVICE_PORT"],
        method: body === undefined ? "GET" : "PUT",
        path,
        ca: readFileSync(`${ACCOUNT}/ca.crt`),
        headers: {
            authorization: `Bearer ${readFileSync(`${ACCOUNT}/token`, "utf8")}`,
            "content-type": "application/json",
        },
        timeout: 10_000,
    };
    return new Promise((resolve, reject) => {
        const sent = request(options, (response) => {
            let text = "";
            response.setEncoding("utf8").on("data", (data: string) => (text += data));
            response.once("end", () =>
                response.statusCode === 200 ? resolve(JSON.parse(text) as T) : reject(new Error(`${path}: ${text}`)),
            );
        });
        sent.once("timeout", () => sent.destroy(new Error(`${path}: no answer`)));
        sent.once("error", reject).end(body === undefined ? undefined : JSON.stringify(body));
    });
}

async function list<T extends KubeObject>(root: string, plural: string): Promise<T[]> {
    const lists = await Promise.all(
        namespaces.map((namespace) => ask<{ items: T[] }>(`${root}/namespaces/${namespace}/${plural}`)),
    );
    return lists.flatMap(({ items }) => items);
}

/** What the engine waits for. */
async function report(plural: string, objects: readonly KubeObject[]): Promise<void> {
    for (const object of objects.filter(({ status }) => status?.state === undefined)) {
        const { namespace, name } = object.metadata;
        const status = { state: "Valid", reason: "AddedOrUpdated", message: `${plural}: ${namespace}/${name}` };
        await ask(`${NGINX}/namespaces/${namespace}/${plural}/${name}/status`, { ...object, status });
    }
}

const withName = ({ metadata, spec }: KubeObject): unknown => ({ ...metadata, ...spec });

/** What nginx is to do now. */
async function configuration(): Promise<string> {
    const [servers, routes, limits, services, slices, secrets, settings] = await Promise.all([
        list(NGINX, "virtualservers"),
        list(NGINX, "virtualserverroutes"),
        list(NGINX, "policies"),
        list<Service>("/api/v1", "services"),
        list<EndpointSlice>("/apis/discovery.k8s.io/v1", "endpointslices"),
        ask<{ items: Data[] }>(`/api/v1/namespaces/${home}/secrets`),
        ask<Data>(`/api/v1/namespaces/${home}/configmaps/${flag("nginx-configmaps").split("/")[1] ?? ""}`),
    ]);
    await Promise.all([
        report("virtualservers", servers),
        report("virtualserverroutes", routes),
        report("policies", limits),
    ]);
    const virtualServerRoutes = routes.map(withName) as VirtualServerRouteSpec[];
    const described = new Set(virtualServerRoutes.map(({ namespace, name }) => `${namespace}/${name}`));
    const virtualServers = (servers.map(withName) as VirtualServerSpec[]).filter(({ routes: paths }) =>
        paths.every(({ route }) => described.has(route)),
    );
    const input = {
        entries: settings.data,
        virtualServers,
        virtualServerRoutes,
        policies: Object.fromEntries(
            limits.map(({ metadata, spec }) => [metadata.name, (spec as { rateLimit: RateLimit }).rateLimit]),
        ),
        endpoints: Object.fromEntries(services.flatMap((service) => endpointsOf(service, slices))),
        certificates: Object.fromEntries(
            virtualServers.flatMap(({ tls }) => certificateFile(tls.secret, secrets.items)),
        ),
        replicas: 1,
    };
    return nginxConf(input, {
        folder: FOLDER,
        address: "0.0.0.0",
        accessLog: "/dev/stdout",
        authorityFolder: "/etc/internal-authority",
        ports: { http: 80, https: 443 },
        http2Directive: true,
    });
}

function endpointsOf({ metadata, spec }: Service, slices: readonly EndpointSlice[]): [string, string[]][] {
    const own = slices.filter(
        ({ metadata: { namespace, labels } }) =>
            namespace === metadata.namespace && labels?.["kubernetes.io/service-name"] === metadata.name,
    );
    return (spec.ports ?? []).map(({ name = "", port }) => [
        `${metadata.namespace}/${metadata.name}:${String(port)}`,
        own.flatMap(({ ports, endpoints }) => {
            const target = ports?.find((each) => (each.name ?? "") === name)?.port;
            const ready = endpoints.filter(({ conditions }) => conditions.ready === true);
            return target === undefined
                ? []
                : ready.map(({ addresses: [address = ""] }) => `${address}:${String(target)}`);
        }),
    ]);
}

/** As the controller does, certificate and key in one file. */
function certificateFile(name: string, secrets: readonly Data[]): [string, string][] {
    const data = secrets.find(({ metadata }) => metadata.name === name)?.data;
    if (data?.["tls.crt"] === undefined || data["tls.key"] === undefined) {
        return [];
    }
    const file = join(FOLDER, `${name}.pem`);
    const text = [data["tls.crt"], data["tls.key"]].map((part) => Buffer.from(part, "base64").toString()).join("\n");
    writeFileSync(file, text, { mode: 0o600 });
    return [[name, file]];
}

let applied = "";
let nginx: ChildProcess | undefined;

/** Gives nginx a configuration that differs from the one it has; one that it refuses stays without effect. */
function apply(text: string, certificates: string): void {
    if (applied === text + certificates) {
        return;
    }
    writeFileSync(CONF, text);
    const check = spawnSync("nginx", ["-t", "-q", "-c", CONF, "-e", "stderr"], {
        encoding: "utf8",
        // It opens the access log, which is no pipe of ours.
        stdio: ["ignore", "inherit", "pipe"],
    });
    if (check.status !== 0) {
        process.stderr.write(check.stderr);
        return;
    }
    if (nginx === undefined) {
        nginx = spawn("nginx", ["-c", CONF, "-e", "stderr"], { stdio: "inherit" });
        nginx.once("exit", (status) => process.exit(status ?? 1));
    } else {
        nginx.kill("SIGHUP");
    }
    applied = text + certificates;
}

async function main(): Promise<void> {
    mkdirSync(FOLDER, { recursive: true });
    createServer((_request, response) => response.writeHead(nginx === undefined ? 503 : 200).end()).listen(READY_PORT);
    process.on("SIGTERM", () => (nginx === undefined ? process.exit(0) : nginx.kill("SIGQUIT")));
    for (;;) {
        try {
            const text = await configuration();
            const files = [...text.matchAll(/ssl_certificate (\S+);/g)].map(([, file = ""]) =>
                readFileSync(file, "utf8"),
            );
            apply(text, files.join(""));
        } catch (error) {
            console.error(String(error));
        }
        await delay(1000);
    }
}

void main();
