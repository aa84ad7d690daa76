import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CLIENT_NETWORK } from "../../../components/edge/nginx/client-address";
import { configMapEntries } from "../../../components/edge/nginx/config-map";
import {
    type NginxObject,
    rateLimitPolicy,
    virtualServer,
    virtualServerRoute,
} from "../../../components/edge/nginx/objects";
import { platformRoutes } from "../../../components/edge/platform-routes";
import type { Route } from "../../../components/edge/route";
import type { EdgeSettings } from "../../../components/edge/settings";
import { workload } from "../../../components/workload/identity";
import { Authority } from "../support/certificates";
import { freePorts } from "../support/ports";
import { run, Running } from "../support/process";
import { until } from "../support/until";
import { type ControllerInput, nginxConf, type Place } from "./controller";
import { findNginx } from "./found";
import { Upstream } from "./upstreams";
import type { RateLimit, VirtualServerRouteSpec, VirtualServerSpec } from "./virtual-server";

export const KATO = "kato.yourdomain.com";
export const KRATOS = "auth.karima.com";
export const KRATOS_API = "auth.ks-backend.cloud";

const PLACEMENT = { namespace: "nginx-ingress", ingressClass: "nginx" };
const DEFAULTS: EdgeSettings = {
    exposure: "load-balancer",
    tls: { minVersion: "1.3", stapling: false },
    limits: { zoneSize: "10m", headerTimeoutSeconds: 3, idleTimeoutSeconds: 65 },
};

export interface WorldArgs {
    readonly settings?: Partial<EdgeSettings>;
    /** How many pods run. @default 1 */
    readonly replicas?: number;
    /** How many of them a client's requests are spread over. @default 1 */
    readonly podsOfAClient?: number;
    /** Names in the stand-in Kratos' certificate. @default kratos.kratos.svc */
    readonly kratosNames?: readonly string[];
    /** Whether another authority than the internal one signed it. @default false */
    readonly kratosSignedByAnother?: boolean;
    /** Certificate and key of a public host. @default of an elliptic curve */
    readonly certificates?: Readonly<Record<string, string>>;
    /** Hosts of Kratos. @default KRATOS and KRATOS_API */
    readonly kratosHosts?: readonly string[];
    /** Starts what stands for KATO, with a certificate of the internal authority, and says where it is. @default a stand-in */
    readonly kato?: (internal: Authority) => Promise<string>;
    /** Whether Kratos has pods. @default true */
    readonly kratosRuns?: boolean;
}

/** Real nginx with the directives that the platform's routes and settings yield in the controller. */
export class World {
    readonly #nginx: Running;

    private constructor(
        readonly ports: Place["ports"],
        readonly kato: Upstream,
        readonly kratos: Upstream,
        readonly folder: string,
        path: string,
    ) {
        const env = { PATH: path };
        this.#nginx = new Running("nginx", ["-c", join(folder, "nginx.conf"), "-p", folder, "-e", "stderr"], { env });
    }

    static async start(args: WorldArgs = {}): Promise<World> {
        const nginx = findNginx();
        const folder = mkdtempSync(join(tmpdir(), "kato-edge-"));
        // Its `ca.crt` is where the pod has the internal authority's.
        const authority = new Authority(folder);
        const kratosAuthority = args.kratosSignedByAnother === true ? another(folder) : authority;
        const kratos = await Upstream.start(kratosAuthority.issue(...(args.kratosNames ?? ["kratos.kratos.svc"])));
        const kato = await Upstream.start(authority.issue("kato.kato.svc"));
        const [http = 0, https = 0] = await freePorts(2);
        const input = controllerInput(args);
        const hosts = input.virtualServers.map(({ host, tls }): [string, string] => {
            const file = join(folder, `${tls.secret}.pem`);
            const pair = authority.issue(host);
            writeFileSync(file, args.certificates?.[host] ?? pair["tls.crt"] + pair["tls.key"]);
            return [tls.secret, file];
        });
        const endpoints = {
            "kato/kato:443": [(await args.kato?.(authority)) ?? kato.endpoint],
            "kratos/kratos:4433": args.kratosRuns === false ? [] : [kratos.endpoint],
        };
        const place: Place = {
            folder,
            address: "127.0.0.1",
            accessLog: join(folder, "access.log"),
            authorityFolder: folder,
            ports: { http, https },
            http2Directive: nginx.http2Directive,
        };
        const conf = nginxConf({ ...input, certificates: Object.fromEntries(hosts), endpoints }, place);
        writeFileSync(join(folder, "nginx.conf"), conf);
        const world = new World(place.ports, kato, kratos, folder, nginx.path);
        await world.#answers();
        return world;
    }

    async #answers(): Promise<void> {
        await until("nginx listens", async () => {
            if (this.errors.includes("[emerg]")) {
                throw new Error(this.errors);
            }
            return await connects(this.ports.https);
        });
    }

    /** Lines of the access log, parsed. Every one of them must be JSON. */
    log(): Record<string, string>[] {
        const lines = this.logText().trim().split("\n");
        return lines.filter((line) => line !== "").map((line) => JSON.parse(line) as Record<string, string>);
    }

    /** The line of a request, which nginx writes once it is over; `path` is of no other. */
    async logOf(path: string): Promise<Record<string, string>> {
        return await until(`a line for ${path}`, () => this.log().find((line) => line["path"] === path));
    }

    logText(): string {
        return readFileSync(join(this.folder, "access.log"), "utf8");
    }

    /** What nginx wrote besides the access log. */
    get errors(): string {
        return this.#nginx.output;
    }

    async stop(): Promise<void> {
        await this.#nginx.kill();
        await Promise.all([this.kato.stop(), this.kratos.stop()]);
        rmSync(this.folder, { recursive: true });
    }
}

function another(folder: string): Authority {
    const own = join(folder, "another");
    mkdirSync(own);
    return new Authority(own);
}

async function connects(port: number): Promise<true | undefined> {
    return await new Promise((resolve) => {
        const socket = connect(port, "127.0.0.1", () => {
            socket.destroy();
            resolve(true);
        });
        socket.once("error", () => {
            resolve(undefined);
        });
    });
}

/** What the controller would read. */
export function controllerInput(args: WorldArgs): Omit<ControllerInput, "endpoints" | "certificates"> {
    const settings = { ...DEFAULTS, ...args.settings };
    const routes = platformRoutes({
        kato: { workload: workload("kato", "kato"), host: KATO, tls: true },
        kratos: { workload: workload("kratos", "kratos"), hosts: args.kratosHosts ?? [KRATOS, KRATOS_API] },
        bodySize: "10k",
        readTimeoutSeconds: 2,
    });
    return {
        entries: configMapEntries(settings, routes, args.podsOfAClient ?? 1),
        virtualServers: routes.map((route) => specOf(virtualServer(route, PLACEMENT)) as VirtualServerSpec),
        virtualServerRoutes: routes.map(
            (route) => specOf(virtualServerRoute(route, settings, PLACEMENT)) as VirtualServerRouteSpec,
        ),
        policies: policiesOf(routes, settings, args.podsOfAClient ?? 1),
        replicas: args.replicas ?? 1,
    };
}

function specOf({ metadata, spec }: NginxObject): unknown {
    return { ...metadata, ...spec };
}

function policiesOf(routes: readonly Route[], settings: EdgeSettings, pods: number): Record<string, RateLimit> {
    const limits = routes.flatMap(({ paths }) => paths).flatMap(({ limit }) => (limit === undefined ? [] : [limit]));
    return Object.fromEntries(
        limits.map((limit) => {
            const { spec } = rateLimitPolicy(limit, { key: CLIENT_NETWORK, pods }, settings, PLACEMENT);
            return [limit.name, (spec as { rateLimit: RateLimit }).rateLimit];
        }),
    );
}

/** What nginx says of a configuration: its exit status and its complaints. */
export function checkConf(conf: string, folder: string): { readonly status: number | null; readonly stderr: string } {
    const file = join(folder, "check.conf");
    writeFileSync(file, conf);
    return run("nginx", ["-t", "-c", file, "-p", folder, "-e", "stderr"], { env: { PATH: findNginx().path } });
}
