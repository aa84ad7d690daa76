import { Provider as AwsProvider } from "@pulumi/aws/provider";
import { Provider as KubernetesProvider } from "@pulumi/kubernetes/provider";
import * as pulumi from "@pulumi/pulumi";
import type { Config } from "../config";
import { Kato } from "./app/kato";
import { katoAccess } from "./app/kato-workloads";
import { chartPlace } from "../images";
import { CERT_MANAGER_NAMESPACE, CertManager } from "./certificates/cert-manager";
import { InternalCa } from "./certificates/internal-ca";
import { PublicCertificates } from "./certificates/public-certificates";
import { connectionsOfExisting, connectionTable } from "./connection-table";
import { EncryptedStorageClass } from "./data/encrypted-storage-class";
import { Mongodb } from "./data/mongodb/mongodb";
import { Postgres } from "./data/postgres/postgres";
import { Qdrant } from "./data/qdrant/qdrant";
import { Redis } from "./data/redis/redis";
import { ownDialect } from "./edge/dialects";
import { Edge } from "./edge/edge";
import { READINESS_GATE } from "./edge/rollout";
import {
    certificateSource,
    edgeController,
    edgeDialect,
    edgeRoutes,
    edgeSettings,
    isLive,
    katoSettings,
    kratosSettings,
    mailServer,
    mongodbServer,
    postgresServer,
    qdrantServer,
    redisServer,
} from "./from-config";
import defaultIdentitySchema from "./identity/identity.schema.json";
import { Kratos } from "./identity/kratos";
import { APPLICATION, IDENTITY, STORES } from "./namespaces";
import { type ConnectionTable, tableRows } from "./network/connections";
import { Namespace, type Quota } from "./network/namespace";
import { NetworkPolicies, policyManifests } from "./network/policies";
import { type PublicAddresses, publicAddresses } from "./public-addresses";
import { applicationQuota, edgeQuota, identityQuota } from "./quotas";
import { AwsSecretsManager } from "./secrets/aws-secrets-manager";
import { noStore, type SecretStore } from "./secrets/store";
import { fromMirrors } from "./workload/mirrors";

/** The whole platform, from one configuration. */
export class Platform extends pulumi.ComponentResource {
    /** Where clients reach the hosts. */
    readonly addresses: PublicAddresses;
    /** The load balancer's address, which the hosts must lead to. No value where there is none, or it is the cluster's own controller's. */
    readonly loadBalancer: pulumi.Output<string | undefined>;
    /** Who signs the certificates of the public hosts. */
    readonly issuer: Config["edge"]["certificates"]["issuer"];
    /** Where Kratos' public API is reached inside the cluster. */
    readonly kratosUrl: string;
    /** Where KATO is reached inside the cluster. */
    readonly katoUrl: string;

    constructor(name: string, config: Config) {
        super("kato:platform:Platform", name, {}, { providers: providers(config), ...imageOptions(config) });
        const here: pulumi.ComponentResourceOptions = { parent: this };
        const production = isLive(config);
        const table = connectionTable(config);

        const store = secretStore(config, here);
        const certManager = installedCertManager(config, table, here);
        const ca = new InternalCa("internal-ca", { production }, { ...here, dependsOn: certManager });
        const volumes = encryptedVolumes(config, here);
        const storageClass = config.storage.mode === "existing" ? config.storage.class : volumes[0]?.name;

        const identity = namespace(IDENTITY, identityQuota(config), production, here);
        const application = namespace(APPLICATION, applicationQuota(config), production, here);
        const inIdentity = { ...here, dependsOn: [identity, ca, ...volumes] };
        const inApplication = { ...here, dependsOn: [application, ca, ...volumes] };
        const place = (namespace: string) => ({ namespace, ca, storageClass });
        const postgres = new Postgres(STORES.postgres, { server: postgresServer(config, place(IDENTITY)) }, inIdentity);
        const mongodb = new Mongodb(
            STORES.mongodb,
            { server: mongodbServer(config, place(APPLICATION)) },
            inApplication,
        );
        const redis = new Redis(STORES.redis, { server: redisServer(config, place(APPLICATION)) }, inApplication);
        const qdrant = new Qdrant(STORES.qdrant, { server: qdrantServer(config, place(APPLICATION)) }, inApplication);

        const identityNetwork = networkPolicies(identity, table, here);
        const applicationNetwork = networkPolicies(application, table, here);

        const mail = mailServer(config);
        const kratos = new Kratos(
            "kratos",
            {
                namespace: IDENTITY,
                production,
                settings: kratosSettings(config),
                identitySchema: config.kratos.identitySchema ?? defaultIdentitySchema,
                database: postgres,
                databasePool: config.kratos.databasePool,
                mailServer: mail,
                generations: config.secrets.generations,
                retentionDays: config.retention.days,
                issuer: ca.issuer,
                store,
                replicas: config.kratos.replicas,
                resources: config.kratos.resources,
            },
            { ...here, dependsOn: [identity, ca, identityNetwork, postgres] },
        );
        this.kratosUrl = `https://${kratos.publicEndpoint.host}:${kratos.publicEndpoint.port}/`;
        const kato = new Kato(
            "kato",
            {
                ...katoSettings(config),
                namespace: APPLICATION,
                production,
                mongodb,
                redis,
                qdrant,
                kratosUrl: this.kratosUrl,
                issuer: ca.issuer,
                store,
            },
            { ...here, dependsOn: [application, ca, applicationNetwork, mongodb, redis, qdrant] },
        );

        const routes = edgeRoutes(config);
        const edge = installedEdge(config, table, here);
        const certificates = new PublicCertificates(
            "public-certificates",
            {
                source: certificateSource(config, ca),
                namespace: edgeController(config).namespace,
                hosts: routes,
            },
            { ...here, dependsOn: [ca, ...edge] },
        );
        const { address, ownersValues } = new Edge(
            "edge",
            { ...edgeSettings(config), routes, backends: [kato, kratos], issuer: ca.issuer },
            // The controller has rights in the namespaces of what it leads to.
            { ...here, dependsOn: [certificates, identity, application, ...edge] },
        );

        this.addresses = publicAddresses(config);
        // An output without a value is no output; without being one, the engine warns of it.
        this.loadBalancer = pulumi.output(address);
        this.issuer = config.edge.certificates.issuer;
        this.katoUrl = `${katoAccess(config.kato.tls.enabled).scheme}://${kato.endpoint.host}:${kato.endpoint.port}/`;
        const { addresses, loadBalancer, issuer, kratosUrl, katoUrl } = this;
        const connections = tableRows(table);
        const existingController = forOwner(config, table, ownersValues);
        // The first two are for the preview. As an output of the stack the table would be what `pulumi up` ends in, some 360 lines.
        this.registerOutputs({ connections, existingController, addresses, loadBalancer, issuer, kratosUrl, katoUrl });
    }
}

/** What the owner of the cluster's own controller sets: values of its chart, and NetworkPolicies for its namespace. */
function forOwner(config: Config, table: ConnectionTable, values: Edge["ownersValues"]): object | undefined {
    const { namespace } = edgeController(config);
    const { aboutOwnersValues: about, ports } = edgeDialect(config);
    return (
        values && { about, ports, values, policies: policyManifests(connectionsOfExisting(table, config), namespace) }
    );
}

/** The ingress controller's namespace and its connections, unless the cluster has one of its own. */
function installedEdge(
    config: Config,
    table: ConnectionTable,
    here: pulumi.ComponentResourceOptions,
): pulumi.Resource[] {
    const { controller } = config.edge;
    if (controller.mode === "existing") {
        return [];
    }
    const labels = config.edge.exposure === "aws-nlb" ? READINESS_GATE : {};
    const args = { quota: edgeQuota(controller), protect: isLive(config), labels };
    const own = new Namespace(ownDialect.own.workload.namespace, args, here);
    return [own, networkPolicies(own, table, here)];
}

function namespace(name: string, quota: Quota, protect: boolean, here: pulumi.ComponentResourceOptions): Namespace {
    return new Namespace(name, { quota, protect }, here);
}

/** What the table permits the workloads of a namespace. */
function networkPolicies(
    of: Namespace,
    connections: ConnectionTable,
    here: pulumi.ComponentResourceOptions,
): NetworkPolicies {
    const { namespace } = of;
    return new NetworkPolicies(`${namespace}-network`, { connections, namespace }, { ...here, dependsOn: of });
}

/** cert-manager in a namespace of its own, unless the cluster has one. It needs its connections before it can start. */
function installedCertManager(
    config: Config,
    table: ConnectionTable,
    here: pulumi.ComponentResourceOptions,
): pulumi.Resource[] {
    if (!config.certificates.certManager.install) {
        return [];
    }
    const production = isLive(config);
    const own = namespace(CERT_MANAGER_NAMESPACE, { cpu: "2", memory: "4Gi", pods: 20 }, production, here);
    const network = networkPolicies(own, table, here);
    return [
        new CertManager(
            "cert-manager",
            { highlyAvailable: production, chart: chartPlace("certManager", config.images) },
            { ...here, dependsOn: [own, network] },
        ),
    ];
}

/** A StorageClass of our own, where the stack asks for one. */
function encryptedVolumes(config: Config, here: pulumi.ComponentResourceOptions): EncryptedStorageClass[] {
    const { storage, secrets, environment } = config;
    if (storage.mode !== "aws-ebs") {
        return [];
    }
    // Without AWS, the loader asks for a key.
    const aliasName = secrets.store === "none" ? environment : secrets.aws.name;
    const key = storage.kmsKeyArn === undefined ? {} : { kmsKeyArn: storage.kmsKeyArn };
    const production = isLive(config);
    return [
        new EncryptedStorageClass(
            "encrypted-volumes",
            { owner: { stack: config.stack, environment }, aliasName, production, ...key },
            here,
        ),
    ];
}

function secretStore(config: Config, here: pulumi.ComponentResourceOptions): SecretStore {
    const { secrets, stack, environment } = config;
    if (secrets.store === "none") {
        return noStore;
    }
    const { recoveryWindowDays, name } = secrets.aws;
    const production = isLive(config);
    return new AwsSecretsManager(
        "credentials",
        { owner: { stack, environment }, name, production, recoveryWindowDays },
        here,
    );
}

/** Every image by its mirror, where the stack names any. */
function imageOptions({ images }: Config): pulumi.ComponentResourceOptions {
    return images.mirrors.length === 0 ? {} : { transformations: [fromMirrors(images)] };
}

/** Explicit providers: nothing goes to whatever cluster or account happens to be current. */
function providers({ cluster, secrets }: Config): Record<string, pulumi.ProviderResource> {
    const kubernetes = new KubernetesProvider("kubernetes", {
        context: cluster.context,
        // Empty is as none: the provider then reads KUBECONFIG itself, as kubectl does. Without it, the SDK hands over the
        // variable's text as if it were one file, and keeps it in the state.
        kubeconfig: "",
        // Stores' Secrets change in place; what applications read is marked immutable and replaced (ADR 4).
        enableSecretMutable: true,
        enableConfigMapMutable: true,
        // What somebody has changed outside is put back, instead of ending the run as a conflict.
        enablePatchForce: true,
    });
    return secrets.store === "none"
        ? { kubernetes }
        : { kubernetes, aws: new AwsProvider("aws", { region: secrets.aws.region }) };
}
