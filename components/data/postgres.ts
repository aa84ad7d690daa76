import * as apps from "@pulumi/kubernetes/apps/v1";
import * as core from "@pulumi/kubernetes/core/v1";
import type * as pulumi from "@pulumi/pulumi";
import type { IssuerRef } from "../certificates/internal-ca";
import { ServerCertificate } from "../certificates/server-certificate";
import { type Credential, generate } from "../secrets/credential";
import { configFiles, storeSecret } from "../secrets/delivery";
import { alphanumericLength } from "../secrets/strength";
import type { Login } from "../secrets/urls";
import { Component, transformed, type Transform } from "../workload/component";
import { type Endpoint, selector, serviceHost, workload, type Workload } from "../workload/identity";
import { labels } from "../workload/labels";
import { dataProtection } from "../workload/protection";
import type { Resources } from "../workload/resources";
import { service, serviceAccount } from "../workload/service";
import { acceptedLogins, currentLogin, DATABASE } from "./postgres-server/logins";
import { COMPONENT, configuration, serverPod } from "./postgres-server/server";

const PORT = 5432;

/** One server in this cluster, on a volume of its own. */
export interface StandalonePostgres {
    readonly mode: "standalone";
    readonly namespace: string;
    /** Production refuses to delete or replace the volume. */
    readonly production: boolean;
    /** Size of the volume, e.g. `20Gi`; it can grow where the storage class allows it. */
    readonly storage: string;
    /** @default the cluster's default class */
    readonly storageClass?: string;
    readonly resources: Resources;
    /** Generation of the login's password. Raise it by one at a time: the one before stays valid. */
    readonly generation: number;
    /** Who signs the server's certificate. */
    readonly issuer: IssuerRef;
}

/** A server that is run by somebody else: RDS, Cloud SQL, another team. Nothing is made. */
export interface ExternalPostgres {
    readonly mode: "external";
    readonly host: string;
    readonly port: number;
    /** Ranges that `host` resolves to. */
    readonly cidrs: readonly string[];
    readonly database: string;
    readonly user: string;
    readonly password: pulumi.Output<string>;
    /** PEM text of the authority that signed the server's certificate. @default the public authorities */
    readonly ca?: string;
}

export interface PostgresArgs {
    readonly server: StandalonePostgres | ExternalPostgres;
    readonly transform?: {
        readonly claim?: Transform<core.PersistentVolumeClaimArgs>;
        readonly statefulSet?: Transform<apps.StatefulSetArgs>;
    };
}

/** How a client verifies the server: by the CA of its own internal certificate, by the given PEM text, or as any browser. */
export type ServerAuthority =
    { readonly kind: "internal" } | { readonly kind: "pem"; readonly pem: string } | { readonly kind: "public" };

/**
 * The database of Kratos. `standalone` is PostgreSQL 17 that accepts TLS 1.3 and SCRAM only, from two alternating logins to
 * the one database; the superuser has no password and exists on the pod's own socket alone.
 *
 * @see setup guide, "3. Database Security", "4. Network Security"
 */
export class Postgres extends Component {
    /** Where clients connect. */
    readonly endpoint: Endpoint;
    readonly database: string;
    /** The login that applications use now; `postgresUrl` is the place for its password. */
    readonly login: Login;
    readonly authority: ServerAuthority;

    constructor(name: string, args: PostgresArgs, opts?: pulumi.ComponentResourceOptions) {
        super("kato:data:Postgres", name, opts);
        const { server } = args;
        if (server.mode === "external") {
            this.endpoint = externalEndpoint(name, server);
            this.database = server.database;
            this.login = { user: server.user, password: server.password };
            this.authority = server.ca === undefined ? { kind: "public" } : { kind: "pem", pem: server.ca };
        } else {
            const of = workload(server.namespace, name);
            const password = this.#password(name, server);
            this.#run(name, of, server, password, args.transform ?? {});
            this.endpoint = { workload: of, host: serviceHost(of), port: PORT };
            this.database = DATABASE;
            this.login = currentLogin(password);
            this.authority = { kind: "internal" };
        }
        this.registerOutputs({ host: this.endpoint.host, port: this.endpoint.port, database: this.database });
    }

    #password(name: string, { generation, production }: StandalonePostgres): Credential {
        return generate(`${name}-login`, { length: alphanumericLength(32), generation, production }, this.child());
    }

    #run(
        name: string,
        of: Workload,
        server: StandalonePostgres,
        password: Credential,
        transform: NonNullable<PostgresArgs["transform"]>,
    ): void {
        const account = serviceAccount(name, of, COMPONENT, this.child());
        const claim = this.#claim(`${name}-data`, of, server, transform.claim);
        const certificate = new ServerCertificate(
            name,
            { workload: of, component: COMPONENT, issuer: server.issuer },
            this.child(),
        );
        const logins = storeSecret(`${name}-logins`, of, COMPONENT, acceptedLogins(password), this.child());
        const config = configFiles(name, of, COMPONENT, configuration(server.resources.memory), this.child());
        service(name, { workload: of, component: COMPONENT, ports: [{ name: "postgres", port: PORT }] }, this.child());
        new apps.StatefulSet(
            name,
            transformed<apps.StatefulSetArgs>(
                {
                    metadata: { name: of.name, namespace: of.namespace, labels: labels(of, COMPONENT) },
                    spec: {
                        replicas: 1,
                        serviceName: of.name,
                        selector: { matchLabels: selector(of) },
                        // With the default, a pod that never becomes ready is not replaced by a corrected one.
                        podManagementPolicy: "Parallel",
                        template: serverPod({
                            workload: of,
                            resources: server.resources,
                            configMap: config.metadata.name,
                            claim: claim.metadata.name,
                            certificate: certificate.secret,
                            logins,
                        }),
                    },
                },
                transform.statefulSet,
            ),
            this.child({ dependsOn: [account, certificate] }),
        );
    }

    /** Not a template of the StatefulSet: protecting one does not protect the claims it makes. */
    #claim(
        name: string,
        of: Workload,
        server: StandalonePostgres,
        transform?: Transform<core.PersistentVolumeClaimArgs>,
    ): core.PersistentVolumeClaim {
        return new core.PersistentVolumeClaim(
            name,
            transformed<core.PersistentVolumeClaimArgs>(
                {
                    metadata: {
                        name,
                        namespace: of.namespace,
                        labels: labels(of, COMPONENT),
                        // Many storage classes bind a claim only when a pod uses it, and the pod comes after it.
                        annotations: { "pulumi.com/skipAwait": "true" },
                    },
                    spec: {
                        accessModes: ["ReadWriteOnce"],
                        ...(server.storageClass === undefined ? {} : { storageClassName: server.storageClass }),
                        resources: { requests: { storage: server.storage } },
                    },
                },
                transform,
            ),
            this.child(dataProtection(server.production)),
        );
    }
}

function externalEndpoint(name: string, server: ExternalPostgres): Endpoint {
    return {
        workload: { kind: "addresses", name, cidrs: server.cidrs },
        host: server.host,
        port: server.port,
    };
}
