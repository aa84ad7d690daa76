import * as apps from "@pulumi/kubernetes/apps/v1";
import type * as core from "@pulumi/kubernetes/core/v1";
import type * as pulumi from "@pulumi/pulumi";
import { ServerCertificate } from "../certificates/server-certificate";
import { acceptedLogins, currentLogin } from "../secrets/alternating-logins";
import { type Credential, generate } from "../secrets/credential";
import { configFiles, storeSecret } from "../secrets/delivery";
import { alphanumericLength } from "../secrets/strength";
import type { Login } from "../secrets/urls";
import { Component, transformed, type Transform } from "../workload/component";
import { type Endpoint, serviceHost, workload, type Workload } from "../workload/identity";
import { service, serviceAccount } from "../workload/service";
import { statefulSetArgs } from "../workload/stateful-set";
import { DATABASE, LOGINS } from "./postgres-server/logins";
import { COMPONENT, configuration, serverPod } from "./postgres-server/server";
import {
    dataClaim,
    externalAuthority,
    externalEndpoint,
    type ExternalStore,
    type ServerAuthority,
    type StandaloneStore,
} from "./store";

const PORT = 5432;

/** PostgreSQL in this cluster. */
export interface StandalonePostgres extends StandaloneStore {
    /** Generation of the login's password. Raise it by one at a time: the one before stays valid. */
    readonly generation: number;
}

/** PostgreSQL that is run by somebody else: RDS, Cloud SQL. */
export interface ExternalPostgres extends ExternalStore {
    readonly database: string;
    readonly user: string;
}

export interface PostgresArgs {
    readonly server: StandalonePostgres | ExternalPostgres;
    readonly transform?: {
        readonly claim?: Transform<core.PersistentVolumeClaimArgs>;
        readonly statefulSet?: Transform<apps.StatefulSetArgs>;
    };
}

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
            this.authority = externalAuthority(server);
        } else {
            const of = workload(server.namespace, name);
            const password = this.#password(name, server);
            this.#run(name, of, server, password, args.transform ?? {});
            this.endpoint = { workload: of, host: serviceHost(of), port: PORT };
            this.database = DATABASE;
            this.login = currentLogin(LOGINS, password);
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
        const claim = dataClaim(of, COMPONENT, server, transform.claim, this.child());
        const certificate = new ServerCertificate(
            name,
            { workload: of, component: COMPONENT, issuer: server.issuer },
            this.child(),
        );
        const logins = storeSecret(`${name}-logins`, of, COMPONENT, acceptedLogins(LOGINS, password), this.child());
        const config = configFiles(name, of, COMPONENT, configuration(server.resources.memory), this.child());
        service(name, { workload: of, component: COMPONENT, ports: [{ name: "postgres", port: PORT }] }, this.child());
        const template = serverPod({
            workload: of,
            resources: server.resources,
            configMap: config.metadata.name,
            claim: claim.metadata.name,
            certificate: certificate.secret,
            logins,
        });
        new apps.StatefulSet(
            name,
            transformed(statefulSetArgs({ workload: of, component: COMPONENT, template }), transform.statefulSet),
            this.child({ dependsOn: [account, certificate] }),
        );
    }
}
