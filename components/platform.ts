import { Provider as AwsProvider } from "@pulumi/aws/provider";
import { Provider as KubernetesProvider } from "@pulumi/kubernetes/provider";
import * as pulumi from "@pulumi/pulumi";
import type { Config } from "../config";
import { CERT_MANAGER_NAMESPACE, CertManager, certManagerPods, certManagerWebhook } from "./certificates/cert-manager";
import { InternalCa } from "./certificates/internal-ca";
import { Postgres } from "./data/postgres";
import { apiServer, isProduction, kratosSettings, mailServer, postgresServer } from "./from-config";
import defaultIdentitySchema from "./identity/identity.schema.json";
import { Kratos } from "./identity/kratos";
import { kratosWorkloads } from "./identity/kratos-workloads";
import { addresses, type ConnectionRow, Connections } from "./network/connections";
import { Namespace } from "./network/namespace";
import { NetworkPolicies } from "./network/policies";
import { AwsSecretsManager } from "./secrets/aws-secrets-manager";
import { noStore, type SecretStore } from "./secrets/store";

/** The namespace of the identity half: Kratos and its database. */
const IDENTITY = "kratos";

/** The whole platform, from one configuration. */
export class Platform extends pulumi.ComponentResource {
    /** Who may talk to whom. */
    readonly connections: readonly ConnectionRow[];
    /** Where Kratos' public API is reached inside the cluster. */
    readonly kratosUrl: string;

    constructor(name: string, config: Config) {
        super("kato:platform:Platform", name, {}, { providers: providers(config) });
        const here: pulumi.ComponentResourceOptions = { parent: this };
        const production = isProduction(config);
        const table = new Connections();

        const store = secretStore(config, here);
        const certManager = installedCertManager(config, table, here);
        const ca = new InternalCa("internal-ca", { production }, { ...here, dependsOn: certManager });
        const namespace = new Namespace(
            IDENTITY,
            { quota: { cpu: "8", memory: "8Gi", pods: 30 }, protect: production },
            here,
        );
        const postgres = new Postgres(
            "kratos-postgres",
            { server: postgresServer(config, IDENTITY, ca) },
            { ...here, dependsOn: [namespace, ca] },
        );
        allowIdentity(table, config, postgres);
        const network = new NetworkPolicies(
            "kratos-network",
            { connections: table, namespace: IDENTITY },
            { ...here, dependsOn: namespace },
        );
        const mail = mailServer(config);
        const kratos = new Kratos(
            "kratos",
            {
                namespace: IDENTITY,
                production,
                settings: kratosSettings(config),
                identitySchema: config.kratos.identitySchema ?? defaultIdentitySchema,
                database: postgres,
                ...(mail === undefined ? {} : { mailServer: mail }),
                generations: config.secrets.generations,
                issuer: ca.issuer,
                store,
                replicas: config.kratos.replicas,
                resources: config.kratos.resources,
            },
            { ...here, dependsOn: [namespace, ca, network, postgres] },
        );

        this.connections = table.rows();
        this.kratosUrl = `https://${kratos.publicEndpoint.host}:${kratos.publicEndpoint.port}/`;
        this.registerOutputs({ connections: this.connections, kratosUrl: this.kratosUrl });
    }
}

/** Who may talk to whom in the identity half. What is not in the table is closed. */
function allowIdentity(table: Connections, config: Config, postgres: Postgres): void {
    const kratos = kratosWorkloads(IDENTITY);
    const mail = mailServer(config);
    // Without a mail server no courier runs, and nothing that takes its label may connect anywhere.
    const clients = Object.values(kratos).filter((each) => mail !== undefined || each !== kratos.courier);
    for (const client of clients) {
        table.allow(client, postgres.endpoint);
    }
    if (mail !== undefined) {
        table.allow(kratos.courier, mail.endpoint);
    }
    for (const { name, cidrs, port, from } of config.privateEndpoints) {
        for (const client of clients.filter((each) => from.some((client) => client === each.name))) {
            table.allow(client, addresses(name, cidrs, port));
        }
    }
}

/** cert-manager talks to Kubernetes, and Kubernetes to its webhook. */
function allowCertManager(table: Connections, config: Config): void {
    const api = apiServer(config);
    for (const controller of Object.values(certManagerPods)) {
        table.allow(controller, api);
    }
    table.allow(api.workload, certManagerWebhook);
}

/** cert-manager in a namespace of its own, unless the cluster has one. It needs its connections before it can start. */
function installedCertManager(
    config: Config,
    table: Connections,
    here: pulumi.ComponentResourceOptions,
): pulumi.Resource[] {
    if (!config.certificates.certManager.install) {
        return [];
    }
    allowCertManager(table, config);
    const namespace = new Namespace(
        CERT_MANAGER_NAMESPACE,
        { quota: { cpu: "2", memory: "4Gi", pods: 20 }, protect: isProduction(config) },
        here,
    );
    const network = new NetworkPolicies(
        "cert-manager-network",
        { connections: table, namespace: CERT_MANAGER_NAMESPACE },
        { ...here, dependsOn: namespace },
    );
    const highlyAvailable = isProduction(config);
    return [new CertManager("cert-manager", { highlyAvailable }, { ...here, dependsOn: [namespace, network] })];
}

function secretStore(config: Config, here: pulumi.ComponentResourceOptions): SecretStore {
    const { secrets, environment } = config;
    if (secrets.store === "none") {
        return noStore;
    }
    const { recoveryWindowDays } = secrets.aws;
    const production = isProduction(config);
    return new AwsSecretsManager("credentials", { environment, production, recoveryWindowDays }, here);
}

/** Explicit providers: nothing goes to whatever cluster or account happens to be current. */
function providers({ cluster, secrets }: Config): Record<string, pulumi.ProviderResource> {
    const kubernetes = new KubernetesProvider("kubernetes", {
        ...(cluster.context === undefined ? {} : { context: cluster.context }),
        // Stores' Secrets change in place; what applications read is marked immutable and replaced (ADR 4).
        enableSecretMutable: true,
        enableConfigMapMutable: true,
    });
    return secrets.store === "none"
        ? { kubernetes }
        : { kubernetes, aws: new AwsProvider("aws", { region: secrets.aws.region }) };
}
