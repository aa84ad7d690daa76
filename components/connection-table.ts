import type { Config } from "../config";
import { katoAccess, katoWorkloads } from "./app/kato-workloads";
import { CERT_MANAGER_NAMESPACE, certManagerPods, certManagerWebhook } from "./certificates/cert-manager";
import { acmeSolver } from "./certificates/http01-solver";
import { acmeServer } from "./certificates/public-issuer";
import { mongodbEndpoint } from "./data/mongodb/mongodb";
import { postgresEndpoint } from "./data/postgres/postgres";
import { qdrantEndpoint, qdrantGrpcEndpoint } from "./data/qdrant/qdrant";
import { redisEndpoint } from "./data/redis/redis";
import type { Dialect } from "./edge/dialect";
import { ownDialect } from "./edge/dialects";
import { loadBalancer } from "./edge/load-balancer";
import { apiServer, edgeController, edgeDialect, mailServer } from "./from-config";
import { PUBLIC_PORT } from "./identity/kratos-config";
import { kratosWorkloads } from "./identity/kratos-workloads";
import { APPLICATION, IDENTITY, STORES } from "./namespaces";
import {
    addresses,
    allowed,
    assertGoverned,
    type Connection,
    type ConnectionTable,
    overTls,
} from "./network/connections";
import { CLIENTS, INTERNET } from "./network/internet";
import { type AddressRange, type Endpoint, type Peer, serviceHost } from "./workload/identity";

const SCHEMES = ["http", "https"] as const;
/** Where the public hosts are reached from outside, wherever the controller's pods listen. */
const PUBLIC_PORTS = { http: 80, https: 443 } as const;

/** Permits connections, by the name of the policy if not the usual one. */
type Allow = (from: Peer, to: Endpoint | readonly [Endpoint, ...Endpoint[]], policy?: string) => Connection[];

/**
 * Who may talk to whom, of all that this stack makes. What is not in the table is closed.
 *
 * @throws Error for a connection that no NetworkPolicy would be made for
 */
export function connectionTable(config: Config): ConnectionTable {
    const allow = allowBy(config);
    const certManager = config.certificates.certManager.install ? allowCertManager(allow, config) : [];
    const table = [...certManager, ...allowPlatform(allow, config)];
    assertGoverned(table, governedNamespaces(config), [
        config.cluster.dns.namespace,
        // The cluster's own; otherwise it is governed.
        edgeController(config).namespace,
    ]);
    return table;
}

/** The table, and what the cluster's own controller needs besides: as if it had been installed. */
export function connectionsOfExisting(table: ConnectionTable, config: Config): ConnectionTable {
    return [...table, ...allowController(allowBy(config), config)];
}

/** Namespaces that the platform makes, with their NetworkPolicies. */
export function governedNamespaces({ certificates, edge }: Config): string[] {
    return [
        ...(certificates.certManager.install ? [CERT_MANAGER_NAMESPACE] : []),
        IDENTITY,
        APPLICATION,
        ...(edge.controller.mode === "install" ? [ownDialect.own.workload.namespace] : []),
    ];
}

function allowBy({ cluster }: Config): Allow {
    return (from, to, policy) => allowed(cluster.dns, from, "length" in to ? to : [to], policy);
}

/** cert-manager talks to Kubernetes, Kubernetes to its webhook, and for public certificates it talks to their authority. */
function allowCertManager(allow: Allow, config: Config): Connection[] {
    const api = overTls(apiServer(config));
    const inside = [
        ...Object.values(certManagerPods).flatMap((controller) => allow(controller, api)),
        ...allow(api.workload, overTls(certManagerWebhook)),
    ];
    const { certificates } = config.edge;
    if (!("solver" in certificates)) {
        return inside;
    }
    const authority = allow(certManagerPods.controller, overTls(acmeServer(certificates.issuer)));
    if (certificates.solver.type !== "http01") {
        return [...inside, ...authority];
    }
    // It looks for the answer itself before it asks the authority to. The public address may lead out and back in, or be
    // cut short to the controller's pods.
    const self = SCHEMES.flatMap((scheme) => {
        const internet = { workload: INTERNET, host: INTERNET.name, port: PUBLIC_PORTS[scheme] };
        return [
            ...allow(certManagerPods.controller, scheme === "https" ? overTls(internet) : internet),
            ...allow(certManagerPods.controller, edgeEndpoint(config, scheme)),
        ];
    });
    return [...inside, ...authority, ...self];
}

/** Clients come in by the edge, which goes on to what it serves. */
function allowEdge(allow: Allow, config: Config, backends: readonly Endpoint[]): Connection[] {
    const { edge } = config;
    const controller = edgeController(config);
    const challenges = "solver" in edge.certificates && edge.certificates.solver.type === "http01";
    return [
        ...backends.flatMap((backend) => allow(controller, backend)),
        ...(challenges ? allow(controller, acmeSolver(controller.namespace)) : []),
        ...(edge.controller.mode === "install" ? allowController(allow, config) : []),
    ];
}

/** Who may reach the controller from outside, and what it needs in order to run. Of the cluster's own that is its owner's affair. */
function allowController(allow: Allow, config: Config): Connection[] {
    const { edge } = config;
    const controller = edgeController(config);
    const balancer = edge.exposure === "aws-nlb" ? loadBalancer(edge.loadBalancerSubnets) : undefined;
    // An AWS load balancer connects by itself, unless it keeps the addresses of a proxy in front of it.
    const clients: AddressRange =
        edge.proxy === undefined
            ? (balancer ?? CLIENTS)
            : { kind: "addresses", name: "proxy", cidrs: edge.proxy.ranges };
    const stapling = edge.certificates.issuer === "provided" && edge.certificates.ocspResponder;
    return [
        ...allow(controller, overTls(apiServer(config))),
        ...SCHEMES.flatMap((scheme) => allow(clients, edgeEndpoint(config, scheme))),
        // Whose answers are stapled.
        ...(stapling ? allow(controller, { workload: INTERNET, host: INTERNET.name, port: 80 }) : []),
        ...(balancer === undefined ? [] : allow(balancer, edgeEndpoint(config, "ready"))),
    ];
}

function edgeEndpoint(config: Config, port: keyof Dialect["ports"]): Endpoint {
    const controller = edgeController(config);
    const endpoint = { workload: controller, host: controller.name, port: edgeDialect(config).ports[port] };
    return port === "https" ? overTls(endpoint) : endpoint;
}

/** The platform's own workloads. */
function allowPlatform(allow: Allow, config: Config): Connection[] {
    const kratos = kratosWorkloads(IDENTITY);
    const kato = katoWorkloads(APPLICATION);
    const mail = mailServer(config);
    // Without its task, neither of them runs, and nothing that takes its label may connect anywhere.
    const couriers = mail === undefined ? [] : [kratos.courier];
    const retention = config.retention.inKato ? [kato.retention] : [];
    const identity = [kratos.server, ...couriers, kratos.migration, kratos.cleanup];
    const application = [kato.server, ...retention];

    const database = overTls(postgresEndpoint(STORES.postgres, located(config.postgres, IDENTITY)));
    const qdrant = located(config.qdrant, APPLICATION);
    const stores = [
        overTls(mongodbEndpoint(STORES.mongodb, located(config.mongodb, APPLICATION))),
        overTls(redisEndpoint(STORES.redis, located(config.redis, APPLICATION))),
        overTls(qdrantEndpoint(STORES.qdrant, qdrant)),
        overTls(qdrantGrpcEndpoint(STORES.qdrant, qdrant)),
    ] as const;
    const kratosPublic = overTls({
        workload: kratos.server,
        host: serviceHost(kratos.server),
        port: PUBLIC_PORT,
    });
    const access = katoAccess(config.kato.tls.enabled);
    const katoServer = { workload: kato.server, host: serviceHost(kato.server), port: access.podPort };
    const backends = [access.scheme === "https" ? overTls(katoServer) : katoServer, kratosPublic];
    return [
        ...identity.flatMap((client) => allow(client, database)),
        ...(mail === undefined ? [] : allow(kratos.courier, overTls(mail.endpoint))),
        ...application.flatMap((client) => allow(client, stores, `${client.name}-to-databases`)),
        ...allow(kato.server, kratosPublic),
        ...allowEdge(allow, config, backends),
        ...config.privateEndpoints.flatMap(({ name, cidrs, port, from }) =>
            [...identity, ...application]
                .filter((client) => from.some((one) => one === client.name))
                .flatMap((client) => allow(client, addresses(name, cidrs, port))),
        ),
    ];
}

/** A store's settings with the namespace that it has if it runs here. */
function located<Settings extends object>(settings: Settings, namespace: string): Settings & { namespace: string } {
    return { ...settings, namespace };
}
