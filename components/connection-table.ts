import type { Config } from "../config";
import { katoAccess, katoWorkloads } from "./app/kato-workloads";
import { certManagerPods, certManagerWebhook } from "./certificates/cert-manager";
import { acmeSolver } from "./certificates/http01-solver";
import { acmeServer } from "./certificates/public-issuer";
import type { Dialect } from "./edge/dialect";
import { ownDialect } from "./edge/dialects";
import { loadBalancer } from "./edge/load-balancer";
import { apiServer, edgeController, mailServer } from "./from-config";
import { PUBLIC_PORT } from "./identity/kratos-config";
import { kratosWorkloads } from "./identity/kratos-workloads";
import { APPLICATION, IDENTITY } from "./namespaces";
import { addresses, type Connection, Connections, overTls } from "./network/connections";
import { CLIENTS, INTERNET } from "./network/internet";
import { type AddressRange, type Endpoint, serviceHost } from "./workload/identity";

/** Where the stores are reached. */
export interface StoreEndpoints {
    readonly postgres: Endpoint;
    readonly mongodb: Endpoint;
    readonly redis: Endpoint;
    /** Qdrant's REST and gRPC. */
    readonly qdrant: readonly Endpoint[];
}

const SCHEMES = ["http", "https"] as const;
/** Where the public hosts are reached from outside, wherever the controller's pods listen. */
const PUBLIC_PORTS = { http: 80, https: 443 } as const;

/** cert-manager talks to Kubernetes, Kubernetes to its webhook, and for public certificates it talks to their authority. */
export function allowCertManager(table: Connections, config: Config): void {
    const api = overTls(apiServer(config));
    for (const controller of Object.values(certManagerPods)) {
        table.allow(controller, api);
    }
    table.allow(api.workload, overTls(certManagerWebhook));
    const { certificates } = config.edge;
    if (!("solver" in certificates)) {
        return;
    }
    table.allow(certManagerPods.controller, overTls(acmeServer(certificates.issuer)));
    if (certificates.solver.type === "http01") {
        // It looks for the answer itself before it asks the authority to. The public address may lead out and back in, or be
        // cut short to the controller's pods.
        for (const scheme of SCHEMES) {
            const internet = { workload: INTERNET, host: INTERNET.name, port: PUBLIC_PORTS[scheme] };
            table.allow(certManagerPods.controller, scheme === "https" ? overTls(internet) : internet);
            table.allow(certManagerPods.controller, edgeEndpoint(config, scheme));
        }
    }
}

/** Clients come in by the edge, which goes on to what it serves. */
function allowEdge(table: Connections, config: Config, backends: readonly Endpoint[]): void {
    const { edge } = config;
    const controller = edgeController(config);
    for (const backend of backends) {
        table.allow(controller, backend);
    }
    if ("solver" in edge.certificates && edge.certificates.solver.type === "http01") {
        table.allow(controller, acmeSolver(controller.namespace));
    }
    if (edge.controller.mode === "install") {
        allowController(table, config);
    }
}

/** Who may reach the controller from outside, and what it needs in order to run. Of the cluster's own that is its owner's affair. */
function allowController(table: Connections, config: Config): void {
    const { edge } = config;
    const controller = edgeController(config);
    table.allow(controller, overTls(apiServer(config)));
    const balancer = edge.exposure === "aws-nlb" ? loadBalancer(edge.loadBalancerSubnets) : undefined;
    // An AWS load balancer connects by itself, unless it keeps the addresses of a proxy in front of it.
    const clients: AddressRange =
        edge.proxy === undefined
            ? (balancer ?? CLIENTS)
            : { kind: "addresses", name: "proxy", cidrs: edge.proxy.ranges };
    for (const scheme of SCHEMES) {
        table.allow(clients, edgeEndpoint(config, scheme));
    }
    if (edge.certificates.issuer === "provided" && edge.certificates.ocspResponder) {
        // Whose answers are stapled.
        table.allow(controller, { workload: INTERNET, host: INTERNET.name, port: 80 });
    }
    if (balancer !== undefined) {
        table.allow(balancer, edgeEndpoint(config, "ready"));
    }
}

/** The connections of a controller that the cluster has already, `table` among them: as if it had been installed. */
export function connectionsOfExisting(table: Connections, config: Config): readonly Connection[] {
    const outside = new Connections(config.cluster.dns);
    allowController(outside, config);
    return [...table.all(), ...outside.all()];
}

function edgeEndpoint(config: Config, port: keyof Dialect["ports"]): Endpoint {
    const controller = edgeController(config);
    const endpoint = { workload: controller, host: controller.name, port: ownDialect.ports[port] };
    return port === "https" ? overTls(endpoint) : endpoint;
}

/** Who may talk to whom among the platform's own workloads. What is not in the table is closed. */
export function allowPlatform(table: Connections, config: Config, stores: StoreEndpoints): void {
    const kratos = kratosWorkloads(IDENTITY);
    const kato = katoWorkloads(APPLICATION);
    const mail = mailServer(config);
    // Without its task, neither of them runs, and nothing that takes its label may connect anywhere.
    const couriers = mail === undefined ? [] : [kratos.courier];
    const retention = config.retention.inKato ? [kato.retention] : [];

    const identity = [kratos.server, ...couriers, kratos.migration, kratos.cleanup];
    for (const client of identity) {
        table.allow(client, overTls(stores.postgres));
    }
    if (mail !== undefined) {
        table.allow(kratos.courier, overTls(mail.endpoint));
    }

    const application = [kato.server, ...retention];
    for (const client of application) {
        const databases = [stores.mongodb, stores.redis, ...stores.qdrant].map(overTls);
        table.allow(client, databases, `${client.name}-to-databases`);
    }
    const kratosPublic = overTls({
        workload: kratos.server,
        host: serviceHost(kratos.server),
        port: PUBLIC_PORT,
    });
    table.allow(kato.server, kratosPublic);
    const access = katoAccess(config.kato.tls.enabled);
    const katoServer = { workload: kato.server, host: serviceHost(kato.server), port: access.podPort };
    allowEdge(table, config, [access.scheme === "https" ? overTls(katoServer) : katoServer, kratosPublic]);

    for (const { name, cidrs, port, from } of config.privateEndpoints) {
        for (const client of [...identity, ...application].filter((each) => from.some((one) => one === each.name))) {
            table.allow(client, addresses(name, cidrs, port));
        }
    }
}
