import { type ControllerInput, type Place, realAddress } from "./controller";

/** What this project's VirtualServers consist of. */
export interface VirtualServerSpec {
    readonly name: string;
    readonly namespace: string;
    readonly host: string;
    readonly tls: { readonly secret: string; readonly redirect: { readonly enable: true; readonly code: number } };
    /** Each path with the VirtualServerRoute that it is described by, as `namespace/name`. */
    readonly routes: readonly { readonly path: string; readonly route: string }[];
}

/** What this project's VirtualServerRoutes consist of. */
export interface VirtualServerRouteSpec {
    readonly name: string;
    readonly namespace: string;
    readonly host: string;
    readonly upstreams: readonly {
        readonly name: string;
        readonly service: string;
        readonly port: number;
        readonly tls?: { readonly enable: boolean };
        readonly "client-max-body-size": string;
        readonly "connect-timeout": string;
        readonly "read-timeout": string;
        readonly "send-timeout": string;
    }[];
    readonly subroutes: readonly RouteSpec[];
}

/** A host, and what describes its paths. */
interface Described {
    readonly server: VirtualServerSpec;
    readonly paths: VirtualServerRouteSpec;
}

/**
 * `validateVirtualServerRouteSubroutes` in `pkg/apis/configuration/validation/virtualserver.go`, for paths that are all
 * regular expressions: those of both objects must be the same.
 */
function described(server: VirtualServerSpec, all: readonly VirtualServerRouteSpec[]): Described {
    const paths = all.find(({ namespace, name }) =>
        server.routes.every(({ route }) => route === `${namespace}/${name}`),
    );
    const problem =
        paths === undefined
            ? "doesn't exist"
            : paths.host !== server.host
              ? "is for another host"
              : [...server.routes, ...paths.subroutes].some(({ path }) => !path.startsWith("~"))
                ? "must use the same path modifier type"
                : server.routes.map(({ path }) => path).join("\n") !==
                    paths.subroutes.map(({ path }) => path).join("\n")
                  ? "has other paths"
                  : undefined;
    if (paths === undefined || problem !== undefined) {
        throw new Error(`VirtualServerRoute of ${server.name} ${problem ?? ""}`);
    }
    return { server, paths };
}

interface RouteSpec {
    readonly path: string;
    readonly policies?: readonly { readonly name: string; readonly namespace: string }[];
    readonly action: {
        readonly return?: { readonly code: number; readonly type: string; readonly body: string };
        readonly proxy?: {
            readonly upstream: string;
            readonly requestHeaders: { readonly set: readonly { readonly name: string; readonly value: string }[] };
        };
    };
}

export interface RateLimit {
    readonly rate: string;
    readonly burst?: number;
    readonly noDelay: boolean;
    readonly key: string;
    readonly zoneSize: string;
    readonly rejectCode: number;
    /** @default false */
    readonly scale?: boolean;
}

export type Policies = Readonly<Record<string, RateLimit>>;

/** `scaleRatelimit` in `internal/configs/ingress.go`: divided by the number of pods and rounded down. */
export function scaledRate({ rate, scale }: Pick<RateLimit, "rate" | "scale">, replicas: number): string {
    const [number = "", unit = ""] = rate.split("r/");
    return scale === true ? `${Math.floor(Number(number) / replicas)}r/${unit}` : rate;
}

/** `addRateLimitConfig` in `internal/configs/policy.go`: one zone for a Policy on a VirtualServer. */
function zone(policy: string, { namespace, name }: VirtualServerSpec): string {
    return `pol_rl_${namespace}_${policy}_${namespace}_${name}`.replaceAll(/[-.]/g, "_");
}

export function limitZones({ virtualServers, virtualServerRoutes, policies, replicas }: ControllerInput): string {
    const zones = virtualServers.flatMap((server) => {
        const { subroutes } = described(server, virtualServerRoutes).paths;
        const names = new Set(subroutes.flatMap((route) => (route.policies ?? []).map(({ name }) => name)));
        return [...names].map((name) => {
            const limit = policies[name]!;
            const rate = scaledRate(limit, replicas);
            return `    limit_req_zone ${limit.key} zone=${zone(name, server)}:${limit.zoneSize} rate=${rate};`;
        });
    });
    return zones.join("\n");
}

/** One file of `/etc/nginx/conf.d`. */
export function virtualServerConf(server: VirtualServerSpec, input: ControllerInput, place: Place): string {
    const { entries, certificates, policies } = input;
    const all = described(server, input.virtualServerRoutes);
    const { subroutes } = all.paths;
    const { folder, address, ports, http2Directive } = place;
    const proxyProtocol = entries["proxy-protocol"] === "true" ? " proxy_protocol" : "";
    const http2 = entries["http2"] === "true";
    const returns = subroutes.filter(({ action }) => action.return !== undefined);
    const locations = subroutes.map((route) =>
        route.action.return === undefined
            ? proxyLocation(route, all, entries, policies)
            : returnLocation(route, returns.indexOf(route), folder),
    );
    const certificate = certificates[server.tls.secret];
    return `
${upstreams(all, input, folder).join("\n")}
    server {
        listen ${address}:${ports.http}${proxyProtocol};
        server_name ${server.host};
        listen ${address}:${ports.https} ssl${http2 && !http2Directive ? " http2" : ""}${proxyProtocol};
        ${http2 && http2Directive ? "http2 on;" : ""}
        ${
            certificate === undefined
                ? "ssl_reject_handshake on;"
                : `ssl_certificate ${certificate}; ssl_certificate_key ${certificate};`
        }
        if ($scheme = 'http') {
            return ${server.tls.redirect.code} https://$host$request_uri;
        }
        server_tokens "${entries["server-tokens"] === "false" ? "off" : "on"}";
        ${realAddress(entries)}
        ${(entries["server-snippets"] ?? "").replaceAll("\n", "\n        ")}
        ${returns.map(namedReturn).join("\n        ")}
        ${locations.join("\n        ")}
    }`;
}

/** `NewUpstreamNamerForVirtualServerRoute` in `internal/configs/virtualserver.go`. */
function upstreamName({ server, paths }: Described, upstream: string): string {
    return `vs_${server.namespace}_${server.name}_vsr_${paths.namespace}_${paths.name}_${upstream}`;
}

function upstreams(of: Described, input: ControllerInput, folder: string) {
    return of.paths.upstreams.map((upstream) => {
        const known = input.endpoints[`${of.paths.namespace}/${upstream.service}:${upstream.port}`] ?? [];
        // A Service without endpoints answers 502.
        const servers = known.length === 0 ? [`unix:${folder}/nginx-502-server.sock`] : known;
        const name = upstreamName(of, upstream.name);
        return `    upstream ${name} {
        zone ${name} 256k;
        random two least_conn;
        ${servers.map((each) => `server ${each} max_fails=1 fail_timeout=10s max_conns=0;`).join("\n        ")}
        keepalive ${input.entries["keepalive"] ?? "0"};
    }`;
    });
}

/** `generatePath` in `internal/configs/virtualserver.go`: regular expressions are quoted. */
function location(path: string): string {
    const [, modifier = "", expression = ""] = /^(~\*?)\s*(.*)$/.exec(path) ?? [];
    return modifier === "" ? path : `${modifier} "${expression}"`;
}

function proxyLocation(
    { path, policies = [], action }: RouteSpec,
    of: Described,
    entries: ControllerInput["entries"],
    limits: Policies,
): string {
    const { server, paths } = of;
    const upstream = paths.upstreams.find(({ name }) => name === action.proxy?.upstream)!;
    const set = action.proxy?.requestHeaders.set ?? [];
    const own = new Set(set.map(({ name }) => name.toLowerCase()));
    const defaults = [
        ["X-Real-IP", "$remote_addr"],
        ["X-Forwarded-For", "$proxy_add_x_forwarded_for"],
        ["X-Forwarded-Host", "$host"],
        ["X-Forwarded-Port", "$server_port"],
        ["X-Forwarded-Proto", "$scheme"],
    ].filter(([name = ""]) => !own.has(name.toLowerCase()));
    const scheme = upstream.tls?.enable === true ? "https" : "http";
    return `location ${location(path)} {
            ${policies
                .map(({ name }) => {
                    const { burst, noDelay, rejectCode } = limits[name]!;
                    const delay = noDelay ? " nodelay" : "";
                    return `limit_req_log_level error; limit_req_status ${rejectCode};
            limit_req zone=${zone(name, server)}${burst === undefined ? "" : ` burst=${burst}`}${delay};`;
                })
                .join("\n            ")}
            set $default_connection_header ${(entries["keepalive"] ?? "0") === "0" ? "close" : '""'};
            proxy_connect_timeout ${upstream["connect-timeout"]};
            proxy_read_timeout ${upstream["read-timeout"]};
            proxy_send_timeout ${upstream["send-timeout"]};
            client_max_body_size ${upstream["client-max-body-size"]};
            proxy_buffering on;
            proxy_http_version 1.1;
            proxy_set_header Upgrade $http_upgrade;
            proxy_set_header Connection $vs_connection_header;
            proxy_pass_request_headers on;
            ${defaults.map(([name, value]) => `proxy_set_header ${name} ${value};`).join("\n            ")}
            ${set.map(({ name, value }) => `proxy_set_header ${name} "${value}";`).join("\n            ")}
            proxy_set_header Host "$host";
            proxy_pass ${scheme}://${upstreamName(of, upstream.name)};
            proxy_next_upstream error timeout;
            proxy_next_upstream_timeout 0s;
            proxy_next_upstream_tries 0;
        }`;
}

/** `generateLocationForReturn`: the path is not quoted here, and the answer comes by way of a server for this purpose. */
function returnLocation({ path, action }: RouteSpec, index: number, folder: string): string {
    return `location ${path} {
            error_page 418 =${action.return?.code ?? 0} "@return_${index}";
            proxy_intercept_errors on;
            proxy_pass http://unix:${folder}/nginx-418-server.sock;
        }`;
}

function namedReturn({ action }: RouteSpec, index: number): string {
    return `location @return_${index} {
            default_type "${action.return?.type ?? ""}";
            return 0 "${action.return?.body ?? ""}";
        }`;
}
