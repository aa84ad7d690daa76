import * as apps from "@pulumi/kubernetes/apps/v1";
import * as batch from "@pulumi/kubernetes/batch/v1";
import * as pulumi from "@pulumi/pulumi";
import type { IssuerRef } from "../certificates/internal-ca";
import { ServerCertificate } from "../certificates/server-certificate";
import type { Purpose } from "../data/postgres/logins";
import type { ServiceSecret } from "../secrets/service-secret";
import type { SecretStore } from "../secrets/store";
import { type Login, smtpUrl } from "../secrets/urls";
import { Component, transformed, type Transform } from "../workload/component";
import { cronJobArgs } from "../workload/cron-job";
import { deploymentArgs } from "../workload/deployment";
import { type Endpoint, serviceHost, type Workload } from "../workload/identity";
import { labels } from "../workload/labels";
import type { Resources } from "../workload/resources";
import { disruptionBudget, service, serviceAccount } from "../workload/service";
import { ADMIN_PORT, type KratosSettings, PUBLIC_PORT } from "./kratos-config";
import {
    authorityVolume,
    COMPONENT,
    configVolume,
    connectionFile,
    type ConnectionFile,
    databaseService,
    databaseUrl,
    type KratosDatabase,
    secretFile,
} from "./kratos-files";
import { grants } from "./kratos-grants";
import { cleanupPod, courierPod, KRATOS_VERSION, type KratosVolumes, migrationPod, serverPod } from "./kratos-pods";
import {
    type KratosCredentials,
    kratosCredentials,
    type KratosGenerations,
    secretsFile,
    storedSecrets,
} from "./kratos-secrets";
import { type KratosWorkloads, kratosWorkloads } from "./kratos-workloads";

/** The server that mails leave by. */
export interface MailServer {
    readonly endpoint: Endpoint;
    /** @default none: it asks for none */
    readonly login?: Login;
    /** `smtps` speaks TLS from the first byte, `starttls` upgrades and refuses a server that does not offer it. */
    readonly security: "smtps" | "starttls";
}

export interface KratosArgs {
    readonly namespace: string;
    /** Production refuses to delete the generated secrets. */
    readonly production: boolean;
    readonly settings: Omit<KratosSettings, "adminBaseUrl">;
    /** JSON Schema of an identity's traits. */
    readonly identitySchema: object;
    readonly database: KratosDatabase;
    /** The most connections to it that one pod opens. */
    readonly databasePool: number;
    /** @default none: no courier runs, and codes wait in the database */
    readonly mailServer?: MailServer;
    readonly generations: KratosGenerations;
    /** After how many days ended flows, tokens and sessions are deleted, and mails of any kind. */
    readonly retentionDays: number;
    readonly issuer: IssuerRef;
    readonly store: SecretStore;
    readonly replicas: number;
    readonly resources: Resources;
    readonly transform?: {
        readonly deployment?: Transform<apps.DeploymentArgs>;
        readonly courier?: Transform<apps.DeploymentArgs>;
        readonly migration?: Transform<batch.JobArgs>;
        readonly cleanup?: Transform<batch.CronJobArgs>;
    };
}

const ADMIN_SERVICE = "kratos-admin";

/**
 * Ory Kratos: registration, login, recovery, verification and sessions. The admin API is a Service of its own, closed to
 * everybody whom the connection table does not name.
 *
 * @see setup guide
 */
export class Kratos extends Component {
    readonly publicEndpoint: Endpoint;
    readonly adminEndpoint: Endpoint;
    readonly #name: string;
    readonly #args: KratosArgs;
    readonly #workloads: KratosWorkloads;

    constructor(name: string, args: KratosArgs, opts?: pulumi.ComponentResourceOptions) {
        super("kato:identity:Kratos", name, opts);
        this.#name = name;
        this.#args = args;
        this.#workloads = kratosWorkloads(args.namespace);
        const { server } = this.#workloads;
        this.publicEndpoint = { workload: server, host: serviceHost(server), port: PUBLIC_PORT };
        this.adminEndpoint = { workload: server, host: serviceHost(server, ADMIN_SERVICE), port: ADMIN_PORT };

        const credentials = kratosCredentials(name, args.generations, args.production, this.child());
        const certificate = this.#certificate();
        const volumes = this.#volumes(credentials, certificate.secret);
        const migrated = this.#migrate(volumes, certificate);
        this.#serve(volumes, migrated);
        this.#sendMail(volumes, migrated);
        this.#cleanUp(volumes, migrated);
        this.#store(credentials);
        this.registerOutputs({ publicEndpoint: this.publicEndpoint, adminEndpoint: this.adminEndpoint });
    }

    #certificate(): ServerCertificate {
        const { issuer, settings } = this.#args;
        const { server } = this.#workloads;
        return new ServerCertificate(
            `${this.#name}-tls`,
            {
                workload: server,
                component: COMPONENT,
                issuer,
                services: [server.name, ADMIN_SERVICE],
                // Whoever forwards the port to try a flow uses the public name.
                extraNames: [new URL(settings.publicBaseUrl).hostname],
            },
            this.child(),
        );
    }

    #volumes(credentials: KratosCredentials, certificate: KratosVolumes["certificate"]): KratosVolumes {
        const { settings, identitySchema, database, databasePool } = this.#args;
        const { server } = this.#workloads;
        const admin = this.adminEndpoint;
        const name = (suffix: string): string => `${this.#name}-${suffix}`;
        const complete = { ...settings, adminBaseUrl: `https://${admin.host}:${admin.port}/` };
        const config = configVolume(name("config"), server, complete, identitySchema, KRATOS_VERSION, this.child());
        const authority = authorityVolume(name("database-ca"), server, database.authority, certificate, this.child());
        const secrets = secretsFile(credentials, KRATOS_VERSION);
        return {
            config,
            certificate,
            authority,
            database: connectionFile(server, database, "server", databasePool, this.child()),
            secrets: secretFile(name("secrets"), server, "secrets.json", secrets, this.child()),
        };
    }

    /** A Job cannot be changed: another version, login or image is another Job, which the rollout waits for. */
    #migrate(volumes: KratosVolumes, certificate: ServerCertificate): batch.Job {
        const { migration } = this.#workloads;
        const database = this.#database(migration, "migration", volumes);
        const statements = grants(this.#args.database);
        const owner =
            statements === undefined
                ? { database }
                : { database, granted: { statements, connection: this.#psqlConnection(migration, "migration") } };
        return new batch.Job(
            migration.name,
            transformed<batch.JobArgs>(
                {
                    metadata: { namespace: migration.namespace, labels: labels(migration, COMPONENT, KRATOS_VERSION) },
                    spec: {
                        // The database may still be starting, or about to learn the login.
                        backoffLimit: 10,
                        activeDeadlineSeconds: 1800,
                        template: migrationPod(migration, volumes, owner),
                    },
                },
                this.#args.transform?.migration,
            ),
            // What all pods mount comes before the first of them.
            this.child({ dependsOn: [this.#account(migration), certificate] }),
        );
    }

    #serve(volumes: KratosVolumes, migrated: batch.Job): void {
        const { server } = this.#workloads;
        const { replicas, resources, transform } = this.#args;
        const about = { workload: server, component: COMPONENT };
        const [publicPort, adminPort] = [
            { name: "public", port: PUBLIC_PORT },
            { name: "admin", port: ADMIN_PORT },
        ];
        service(`${this.#name}-public`, { ...about, ports: [publicPort] }, this.child());
        service(ADMIN_SERVICE, { ...about, serviceName: ADMIN_SERVICE, ports: [adminPort] }, this.child());
        if (replicas > 1) {
            disruptionBudget(`${this.#name}-budget`, server, COMPONENT, this.child());
        }
        const template = serverPod(server, volumes, resources, replicas);
        new apps.Deployment(
            server.name,
            transformed(
                deploymentArgs({ ...about, version: KRATOS_VERSION, replicas, template }),
                transform?.deployment,
            ),
            this.child({ dependsOn: [migrated, this.#account(server)] }),
        );
    }

    #sendMail(volumes: KratosVolumes, migrated: batch.Job): void {
        const { mailServer, transform } = this.#args;
        if (mailServer === undefined) {
            return;
        }
        const { courier } = this.#workloads;
        const connection = pulumi.jsonStringify({
            courier: { smtp: { connection_uri: smtpUrl(mailServer) } },
            // It encrypts nothing, and with the server's cipher it would be asked for the server's secret.
            ciphers: { algorithm: "noop" },
        });
        const mail = secretFile(`${this.#name}-mail`, courier, "mail.json", connection, this.child());
        const args = deploymentArgs({
            workload: courier,
            component: COMPONENT,
            version: KRATOS_VERSION,
            replicas: 1,
            rollout: "oneAtATime",
            template: courierPod(courier, volumes, {
                database: this.#database(courier, "courier", volumes),
                connection: this.#psqlConnection(courier, "courier"),
                mail,
            }),
        });
        new apps.Deployment(
            courier.name,
            transformed(args, transform?.courier),
            this.child({ dependsOn: [migrated, this.#account(courier)] }),
        );
    }

    #cleanUp(volumes: KratosVolumes, migrated: batch.Job): void {
        const { cleanup } = this.#workloads;
        const { retentionDays, transform } = this.#args;
        const args = cronJobArgs({
            workload: cleanup,
            component: COMPONENT,
            version: KRATOS_VERSION,
            schedule: "17 3 * * *",
            activeDeadlineSeconds: 3600,
            template: cleanupPod(cleanup, volumes, this.#psqlConnection(cleanup, "server"), retentionDays),
        });
        new batch.CronJob(
            cleanup.name,
            transformed(args, transform?.cleanup),
            this.child({ dependsOn: [migrated, this.#account(cleanup)] }),
        );
    }

    /** The login of a task: its own, or the server's where the database has no other. */
    #database(of: Workload, purpose: Exclude<Purpose, "server">, { database }: KratosVolumes): ConnectionFile {
        const { logins } = this.#args.database;
        return logins[purpose].role === logins.server.role
            ? database
            : connectionFile(of, this.#args.database, purpose, this.#args.databasePool, this.child());
    }

    /** How PostgreSQL's own client reaches the database. */
    #psqlConnection(of: Workload, purpose: Purpose): ServiceSecret<"pg_service.conf"> {
        const service = databaseService(this.#args.database, purpose);
        return secretFile(`${of.name}-connection`, of, "pg_service.conf", service, this.child());
    }

    /** For people and other tools, under the names of the seed's variables. */
    #store(credentials: KratosCredentials): void {
        const { store, database, databasePool, mailServer } = this.#args;
        store.put({
            service: "kratos",
            values: {
                KRATOS_DSN: databaseUrl(database, "server", databasePool),
                KRATOS_DB_PASSWORD: database.logins.server.password,
                KRATOS_MIGRATION_DSN: databaseUrl(database, "migration", databasePool),
                ...storedSecrets(credentials),
                ...(mailServer === undefined
                    ? {}
                    : {
                          KRATOS_COURIER_DSN: databaseUrl(database, "courier", databasePool),
                          KRATOS_SMTP_CONNECTION_URI: smtpUrl(mailServer),
                      }),
            },
        });
    }

    #account(of: Workload): pulumi.Resource {
        return serviceAccount(`${of.name}-account`, of, COMPONENT, this.child());
    }
}
