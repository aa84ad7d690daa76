import { isIP } from "node:net";
import type * as pulumi from "@pulumi/pulumi";
import { type Config, secretVariables, type SolverConfig } from "../config";
import { NORMS } from "../environments";
import { chartPlace } from "../images";
import type { KatoArgs } from "./app/kato";
import type { KatoStores } from "./app/kato-secrets";
import { katoWorkloads } from "./app/kato-workloads";
import type { InternalCa } from "./certificates/internal-ca";
import type { Http01Solver } from "./certificates/http01-solver";
import type { CertificateSource } from "./certificates/public-certificates";
import type { Dns01Solver } from "./certificates/route53-solver";
import type { MongodbArgs } from "./data/mongodb/mongodb";
import type { PostgresArgs } from "./data/postgres/postgres";
import type { QdrantArgs } from "./data/qdrant/qdrant";
import type { RedisArgs } from "./data/redis/redis";
import type { ExternalStore, StandaloneStore } from "./data/store";
import type { Dialect } from "./edge/dialect";
import { clusterController, DIALECTS, ownDialect } from "./edge/dialects";
import type { EdgeArgs } from "./edge/edge";
import { platformRoutes } from "./edge/platform-routes";
import type { Route } from "./edge/route";
import type { KratosArgs, MailServer } from "./identity/kratos";
import { kratosWorkloads } from "./identity/kratos-workloads";
import { APPLICATION, IDENTITY } from "./namespaces";
import { addresses } from "./network/connections";
import { INTERNET } from "./network/internet";
import type { Login } from "./secrets/urls";
import type { Endpoint, Workload } from "./workload/identity";

/** The stack file's settings as the components' arguments. */

/** Whether people rely on it, so that what it holds is protected and a lost pod is no outage. */
export function isLive({ environment }: Config): boolean {
    return NORMS[environment].live;
}

/** What a store in this cluster needs to know besides its own settings. */
export interface StorePlace {
    readonly namespace: string;
    readonly ca: InternalCa;
    /** @default the cluster's default class */
    readonly storageClass: string | undefined;
}

export function postgresServer(config: Config, place: StorePlace): PostgresArgs["server"] {
    const { postgres, secrets, postgresPassword, postgresCourierPassword, postgresMigrationPassword } = config;
    if (postgres.mode === "external") {
        const { database, user } = postgres;
        const courier = login(postgres.courierUser, postgresCourierPassword);
        const migration = login(postgres.migrationUser, postgresMigrationPassword);
        return {
            ...external(postgres, postgresPassword),
            database,
            user,
            courier,
            migration,
        };
    }
    return { ...standalone(config, postgres, place), generation: secrets.generations.postgresKratos };
}

export function mongodbServer(config: Config, place: StorePlace): MongodbArgs["server"] {
    const { mongodb, secrets, mongodbPassword } = config;
    if (mongodb.mode === "external") {
        const { srv, database, user, otherHosts, replicaSet, authSource } = mongodb;
        return { ...external(mongodb, mongodbPassword), srv, database, user, otherHosts, replicaSet, authSource };
    }
    const { version, edition, encryption, audit } = mongodb;
    const generations = { login: secrets.generations.mongodbKato, admin: secrets.generations.mongodbAdmin };
    return { ...standalone(config, mongodb, place), version, edition, encryption, audit, generations };
}

export function redisServer(config: Config, place: StorePlace): RedisArgs["server"] {
    const { redis, secrets, redisPassword } = config;
    if (redis.mode === "external") {
        return { ...external(redis, redisPassword), user: redis.user };
    }
    const generations = { login: secrets.generations.redisKato, internal: secrets.generations.redisInternal };
    return { ...standalone(config, redis, place), generations };
}

export function qdrantServer(config: Config, place: StorePlace): QdrantArgs["server"] {
    const { qdrant, secrets, qdrantApiKey } = config;
    if (qdrant.mode === "external") {
        return { ...external(qdrant, qdrantApiKey), grpcPort: qdrant.grpcPort };
    }
    const { qdrantApiKey: apiKey, qdrantReadOnlyKey: readOnlyKey } = secrets.generations;
    return { ...standalone(config, qdrant, place), generations: { apiKey, readOnlyKey } };
}

function standalone(
    config: Config,
    { storage, resources }: Pick<StandaloneStore, "storage" | "resources">,
    { namespace, ca, storageClass }: StorePlace,
): StandaloneStore {
    return {
        mode: "standalone",
        namespace,
        production: isLive(config),
        storage,
        storageClass,
        resources,
        issuer: ca.issuer,
        clients: "connection-table",
    };
}

/** A login that may be given: the loader lets no user pass without a password. */
function login(user: string | undefined, password: pulumi.Output<string> | undefined): Login | undefined {
    return user === undefined || password === undefined ? undefined : { user, password };
}

function external(
    { host, port, cidrs, ca }: Pick<ExternalStore, "host" | "port" | "cidrs"> & { readonly ca?: string | undefined },
    password: pulumi.Output<string> | undefined,
): ExternalStore {
    if (password === undefined) {
        throw new Error(`The loader lets no external store pass without its password: ${host}`);
    }
    return { mode: "external", host, port, cidrs, password, ca };
}

export function kratosSettings({ kratos }: Config): KratosArgs["settings"] {
    const { smtp } = kratos;
    const sender = smtp === undefined ? undefined : { address: smtp.fromAddress, name: smtp.fromName };
    return {
        publicBaseUrl: kratos.publicBaseUrl,
        uiUrl: kratos.uiUrl,
        defaultReturnUrl: kratos.defaultReturnUrl,
        allowedOrigins: kratos.allowedOrigins,
        log: kratos.log,
        cookies: kratos.cookies,
        sessionLifespan: kratos.sessionLifespan,
        passwordMinLength: kratos.passwordMinLength,
        sender,
    };
}

export function katoSettings({
    kato,
    retention,
    secrets,
    katoSecretEnv,
    katoRegistryPassword,
}: Config): Omit<KatoArgs, keyof KatoStores | "namespace" | "production" | "kratosUrl" | "issuer" | "store"> {
    const { image, registry, cors, jwt, apiKeys, replicas, targetCpuPercent, resources, uid, probes } = kato;
    const { drainSeconds, tls, extraEnv, extraSecretEnv } = kato;
    const { days, inKato, command } = retention;
    return {
        image,
        ...(registry === undefined || katoRegistryPassword === undefined
            ? {}
            : { registry: { ...registry, password: katoRegistryPassword } }),
        ...{ cors, jwt, apiKeys, replicas, targetCpuPercent, resources, uid, probes, drainSeconds, tls, extraEnv },
        extraSecrets: Object.fromEntries(extraSecretEnv.map((name) => [name, secretVariable(katoSecretEnv, name)])),
        generations: { apiKeys: secrets.generations.katoApiKeys, jwt: secrets.generations.katoJwt },
        retention: inKato ? { days, command } : { days },
    };
}

/** In a preview, where the whole secret is a placeholder, so is each value. */
function secretVariable(all: Config["katoSecretEnv"], name: string): pulumi.Output<string> {
    if (all === undefined) {
        throw new Error(`The loader lets no secret variable pass without its value: ${name}`);
    }
    return all.apply((text) => secretVariables(text)?.[name] ?? text);
}

/** The pods that serve the public hosts: our own controller's or the cluster's. */
export function edgeController({ edge }: Config): Workload {
    const { controller } = edge;
    return controller.mode === "install"
        ? ownDialect.own.workload
        : { ...clusterController(controller.namespace), podLabels: controller.podLabels };
}

/** How that controller is told what it serves. */
export function edgeDialect({ edge: { controller } }: Config): Dialect {
    return controller.mode === "install" ? ownDialect : DIALECTS[controller.kind];
}

export function edgeRoutes({ edge, kato, kratos }: Config): Route[] {
    const { bodySize, readTimeoutSeconds } = edge.limits;
    return platformRoutes({
        kato: { workload: katoWorkloads(APPLICATION).server, host: edge.hosts.kato, tls: kato.tls.enabled },
        kratos: {
            workload: kratosWorkloads(IDENTITY).server,
            // An address, which development may have, is no name to be told apart by.
            hosts: [new URL(kratos.publicBaseUrl).hostname, ...kratos.additionalHosts].filter(
                (host) => isIP(host) === 0,
            ),
        },
        bodySize,
        readTimeoutSeconds,
    });
}

export function edgeSettings({ edge, images }: Config): Omit<EdgeArgs, "routes" | "backends" | "issuer"> {
    const { controller, exposure, tls, proxy, limits, certificates, loadBalancerSubnets } = edge;
    const stapling = certificates.issuer === "provided" && certificates.ocspResponder;
    return {
        controller:
            controller.mode === "install" ? { ...controller, chart: chartPlace("nginxIngress", images) } : controller,
        exposure,
        tls: { ...tls, stapling },
        loadBalancerSubnets,
        proxy,
        limits,
        answersChallenges: "solver" in certificates && certificates.solver.type === "http01",
    };
}

export function certificateSource(config: Config, ca: InternalCa): CertificateSource {
    const { edge, edgeCertificate, edgePrivateKey } = config;
    const { certificates } = edge;
    switch (certificates.issuer) {
        case "internal-ca":
            return { issuer: certificates.issuer, authority: ca.issuer };
        case "provided":
            if (edgeCertificate === undefined || edgePrivateKey === undefined) {
                throw new Error("The loader lets no provided certificate pass that is not there");
            }
            return { issuer: certificates.issuer, certificate: edgeCertificate, privateKey: edgePrivateKey };
        default: {
            const { issuer, email, solver } = certificates;
            return { issuer, email, solver: solver.type === "http01" ? http01Solver(config) : dns01Solver(solver) };
        }
    }
}

function http01Solver({ edge: { controller } }: Config): Http01Solver {
    return {
        type: "http01",
        ingressClass: controller.mode === "install" ? ownDialect.own.ingressClass : controller.ingressClass,
    };
}

function dns01Solver({ type, region, roleArn, hostedZoneId }: Extract<SolverConfig, { type: "dns01" }>): Dns01Solver {
    return { type, region, roleArn, hostedZoneId };
}

export function mailServer({ kratos, smtpPassword }: Config): MailServer | undefined {
    const { smtp } = kratos;
    if (smtp === undefined) {
        return undefined;
    }
    const { user } = smtp;
    return {
        endpoint: { workload: INTERNET, host: smtp.host, port: smtp.port },
        ...(user === undefined || smtpPassword === undefined ? {} : { login: { user, password: smtpPassword } }),
        security: smtp.security,
    };
}

export function apiServer({ cluster }: Config): Endpoint {
    return addresses("kubernetes-api", cluster.apiServer.cidrs, cluster.apiServer.port);
}
