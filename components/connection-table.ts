import type { Config } from "../config";
import { KATO_PORT, katoWorkloads } from "./app/kato-workloads";
import { certManagerPods, certManagerWebhook } from "./certificates/cert-manager";
import { ingressController } from "./edge/controller-pods";
import { apiServer, mailServer } from "./from-config";
import { PUBLIC_PORT } from "./identity/kratos-config";
import { kratosWorkloads } from "./identity/kratos-workloads";
import { addresses, type Connections } from "./network/connections";
import { type Endpoint, serviceHost } from "./workload/identity";

/** The namespace of the identity half: Kratos and its database. */
export const IDENTITY = "kratos";
/** The namespace of the application half: KATO and its stores. */
export const APPLICATION = "kato";

/** Where the stores are reached. */
export interface StoreEndpoints {
    readonly postgres: Endpoint;
    readonly mongodb: Endpoint;
    readonly redis: Endpoint;
    /** Qdrant's REST and gRPC. */
    readonly qdrant: readonly Endpoint[];
}

/** cert-manager talks to Kubernetes, and Kubernetes to its webhook. */
export function allowCertManager(table: Connections, config: Config): void {
    const api = apiServer(config);
    for (const controller of Object.values(certManagerPods)) {
        table.allow(controller, api);
    }
    table.allow(api.workload, certManagerWebhook);
}

/** Who may talk to whom among the platform's own workloads. What is not in the table is closed. */
export function allowPlatform(table: Connections, config: Config, stores: StoreEndpoints): void {
    const kratos = kratosWorkloads(IDENTITY);
    const kato = katoWorkloads(APPLICATION);
    const mail = mailServer(config);
    // Without its task, neither of them runs, and nothing that takes its label may connect anywhere.
    const couriers = mail === undefined ? [] : [kratos.courier];
    const retention = config.retention.command === undefined ? [] : [kato.retention];

    const identity = [kratos.server, ...couriers, kratos.migration, kratos.cleanup];
    for (const client of identity) {
        table.allow(client, stores.postgres);
    }
    if (mail !== undefined) {
        table.allow(kratos.courier, mail.endpoint);
    }

    const application = [kato.server, ...retention];
    for (const client of application) {
        const databases = [stores.mongodb, stores.redis, ...stores.qdrant];
        table.allow(client, databases, `${client.name}-to-databases`);
    }
    table.allow(kato.server, { workload: kratos.server, host: serviceHost(kratos.server), port: PUBLIC_PORT });
    table.allow(ingressController, { workload: kato.server, host: serviceHost(kato.server), port: KATO_PORT });

    for (const { name, cidrs, port, from } of config.privateEndpoints) {
        for (const client of [...identity, ...application].filter((each) => from.some((one) => one === each.name))) {
            table.allow(client, addresses(name, cidrs, port));
        }
    }
}
