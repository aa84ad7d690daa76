import { katoAccess } from "../app/kato-workloads";
import { PUBLIC_PORT } from "../identity/kratos-config";
import { serviceHost, type Workload } from "../workload/identity";
import { namesOfHosts } from "./host-names";
import type { Limit, Route, RoutePath } from "./route";

/** Security guide, "Nginx Rate Limiting": zone `api_limit`. */
const apiLimit: Limit = { name: "api-limit", requestsPerMinute: 100, burst: 20 };
/** Security guide, "Nginx Rate Limiting": zone `auth_limit`. */
const authLimit: Limit = { name: "auth-limit", requestsPerMinute: 5, burst: 3 };
/** What guesses passwords or sends mails. */
const submissionLimit: Limit = { name: "submission-limit", requestsPerMinute: 30, burst: 10 };

export interface PlatformRoutesArgs {
    /** `tls`: whether its Service speaks it. */
    readonly kato: { readonly workload: Workload; readonly host: string; readonly tls: boolean };
    /** All hosts that Kratos' public API is reached at. */
    readonly kratos: { readonly workload: Workload; readonly hosts: readonly string[] };
    readonly bodySize: string;
    readonly readTimeoutSeconds: number;
}

/** The platform's public hosts. Every limit is written here and nowhere else. */
export function platformRoutes(args: PlatformRoutesArgs): Route[] {
    const { kato, kratos, bodySize, readTimeoutSeconds } = args;
    const common = { bodySize, readTimeoutSeconds };
    const names = namesOfHosts("kratos-ingress-", kratos.hosts);
    return [
        {
            ...common,
            name: "kato-ingress",
            host: kato.host,
            tlsSecret: "kato-tls",
            backend: {
                namespace: kato.workload.namespace,
                service: kato.workload.name,
                port: katoAccess(kato.tls).servicePort,
                ...(kato.tls ? { tlsServerName: serviceHost(kato.workload) } : {}),
            },
            paths: katoPaths,
        },
        ...[...names].map(([host, name]) => {
            const { namespace, name: service } = kratos.workload;
            const tlsServerName = serviceHost(kratos.workload);
            return {
                ...common,
                name,
                host,
                tlsSecret: `${name}-tls`,
                backend: { namespace, service, port: PUBLIC_PORT, tlsServerName },
                paths: kratosPaths,
            };
        }),
    ];
}

const everything: RoutePath = { path: "/", match: "prefix" };

function denied(path: string): RoutePath {
    return { path, match: "prefix", deny: 404 };
}

const katoPaths: readonly RoutePath[] = [
    // Numbers about the service are for whoever runs it.
    denied("/metrics"),
    { path: "/sessions", match: "prefix", limit: apiLimit },
    { path: "/auth", match: "prefix", limit: authLimit },
    everything,
];

const kratosPaths: readonly RoutePath[] = [
    // Kratos redirects it to the address of its admin API, which nobody outside has any business to know.
    denied("/admin"),
    denied("/metrics"),
    // Asks the database each time, and says what is wrong with it; `/health/alive` does neither.
    denied("/health/ready"),
    denied("/version"),
    ...["login", "registration", "recovery", "verification"].map((flow): RoutePath => ({
        path: `/self-service/${flow}`,
        match: "exact",
        limit: submissionLimit,
    })),
    everything,
];
