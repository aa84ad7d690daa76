import * as pulumi from "@pulumi/pulumi";
import type { Config } from "../config";
import { Kato } from "./app/kato";
import { katoAccess } from "./app/kato-workloads";
import { chartPlace } from "../images";
import { encryptedVolumes, secretStore } from "./aws";
import { CERT_MANAGER_NAMESPACE, CertManager } from "./certificates/cert-manager";
import { InternalCa } from "./certificates/internal-ca";
import { PublicCertificates } from "./certificates/public-certificates";
import { connectionsOfExisting, connectionTable } from "./connection-table";
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
import { Namespace } from "./network/namespace";
import { NetworkPolicies, policyManifests } from "./network/policies";
import type { PlatformArgs, PlatformTransform } from "./platform-args";
import { platformProviders } from "./providers";
import { type PublicAddresses, publicAddresses } from "./public-addresses";
import { applicationQuota, edgeQuota, identityQuota } from "./quotas";
import { Component } from "./workload/component";
import { fromMirrors } from "./workload/mirrors";

/** Options of what the platform makes, which comes after what it is given, and after the platform's own dependencies. */
type Here = (...dependsOn: pulumi.Resource[]) => pulumi.ComponentResourceOptions;

/** The whole platform, from one configuration. */
export class Platform extends Component {
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

    constructor(name: string, { config, transform = {} }: PlatformArgs, opts: pulumi.ComponentResourceOptions = {}) {
        super("kato:platform:Platform", name, {
            ...opts,
            providers: platformProviders(config, opts),
            transformations: [...(opts.transformations ?? []), ...imageTransformations(config)],
        });
        const here: Here = (...dependsOn) => this.child({ dependsOn });
        const production = isLive(config);
        const table = connectionTable(config);

        const store = secretStore(config, transform, here());
        const certManager = installedCertManager(config, table, transform, here);
        const ca = new InternalCa("internal-ca", { production }, here(...certManager));
        const volumes = encryptedVolumes(config, transform, here());
        const storageClass = config.storage.mode === "existing" ? config.storage.class : volumes[0]?.name;

        const identity = new Namespace(
            IDENTITY,
            { quota: identityQuota(config), protect: production, transform: transform.namespaces?.identity },
            here(),
        );
        const application = new Namespace(
            APPLICATION,
            { quota: applicationQuota(config), protect: production, transform: transform.namespaces?.application },
            here(),
        );
        const inIdentity = here(identity, ca, ...volumes);
        const inApplication = here(application, ca, ...volumes);
        const place = (namespace: string) => ({ namespace, ca, storageClass });
        const postgres = new Postgres(
            STORES.postgres,
            { server: postgresServer(config, place(IDENTITY)), transform: transform.postgres },
            inIdentity,
        );
        const mongodb = new Mongodb(
            STORES.mongodb,
            { server: mongodbServer(config, place(APPLICATION)), transform: transform.mongodb },
            inApplication,
        );
        const redis = new Redis(
            STORES.redis,
            { server: redisServer(config, place(APPLICATION)), transform: transform.redis },
            inApplication,
        );
        const qdrant = new Qdrant(
            STORES.qdrant,
            { server: qdrantServer(config, place(APPLICATION)), transform: transform.qdrant },
            inApplication,
        );

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
                transform: transform.kratos,
            },
            here(identity, ca, identityNetwork, postgres),
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
                transform: transform.kato,
            },
            here(application, ca, applicationNetwork, mongodb, redis, qdrant),
        );

        const routes = edgeRoutes(config);
        const edge = installedEdge(config, table, transform, here);
        const certificates = new PublicCertificates(
            "public-certificates",
            {
                source: certificateSource(config, ca),
                namespace: edgeController(config).namespace,
                hosts: routes,
            },
            here(ca, ...edge),
        );
        const { address, ownersValues } = new Edge(
            "edge",
            {
                ...edgeSettings(config),
                routes,
                backends: [kato, kratos],
                issuer: ca.issuer,
                transform: transform.edge,
            },
            // The controller has rights in the namespaces of what it leads to.
            here(certificates, identity, application, ...edge),
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
    { namespaces }: PlatformTransform,
    here: Here,
): pulumi.Resource[] {
    const { controller } = config.edge;
    if (controller.mode === "existing") {
        return [];
    }
    const labels = config.edge.exposure === "aws-nlb" ? READINESS_GATE : {};
    const args = { quota: edgeQuota(controller), protect: isLive(config), labels, transform: namespaces?.edge };
    const own = new Namespace(ownDialect.own.workload.namespace, args, here());
    return [own, networkPolicies(own, table, here)];
}

/** What the table permits the workloads of a namespace. */
function networkPolicies(of: Namespace, connections: ConnectionTable, here: Here): NetworkPolicies {
    const { namespace } = of;
    return new NetworkPolicies(`${namespace}-network`, { connections, namespace }, here(of));
}

/** cert-manager in a namespace of its own, unless the cluster has one. It needs its connections before it can start. */
function installedCertManager(
    config: Config,
    table: ConnectionTable,
    { namespaces, certManager }: PlatformTransform,
    here: Here,
): pulumi.Resource[] {
    if (!config.certificates.certManager.install) {
        return [];
    }
    const production = isLive(config);
    const own = new Namespace(
        CERT_MANAGER_NAMESPACE,
        {
            quota: { cpu: "2", memory: "4Gi", pods: 20 },
            protect: production,
            transform: namespaces?.certManager,
        },
        here(),
    );
    const network = networkPolicies(own, table, here);
    return [
        new CertManager(
            "cert-manager",
            {
                highlyAvailable: production,
                chart: chartPlace("certManager", config.images),
                transform: certManager,
            },
            here(own, network),
        ),
    ];
}

/** Every image by its mirror, where the stack names any; after what the options change, which may be an image. */
function imageTransformations({ images }: Config): pulumi.ResourceTransformation[] {
    return images.mirrors.length === 0 ? [] : [fromMirrors(images)];
}
