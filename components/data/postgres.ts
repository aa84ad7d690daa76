import type * as pulumi from "@pulumi/pulumi";
import { acceptedLogins, currentLogin } from "../secrets/alternating-logins";
import type { Credential } from "../secrets/credential";
import { storeSecret } from "../secrets/delivery";
import type { Login } from "../secrets/urls";
import { type Endpoint, serviceHost, workload, type Workload } from "../workload/identity";
import { DATABASE, LOGINS } from "./postgres-server/logins";
import { COMPONENT, configuration, serverPod } from "./postgres-server/server";
import { Store, type StoreTransform } from "./standalone-server";
import {
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
    readonly transform?: StoreTransform;
}

/**
 * The database of Kratos. `standalone` is PostgreSQL 17 that accepts TLS 1.3 and SCRAM only, from two alternating logins to
 * the one database; the superuser has no password and exists on the pod's own socket alone.
 *
 * @see setup guide, "3. Database Security", "4. Network Security"
 */
export class Postgres extends Store {
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
            const password = this.credential(`${name}-login`, server.generation, server);
            this.#run(name, of, server, password, args.transform);
            this.endpoint = { workload: of, host: serviceHost(of), port: PORT };
            this.database = DATABASE;
            this.login = currentLogin(LOGINS, password);
            this.authority = { kind: "internal" };
        }
        this.registerOutputs({ host: this.endpoint.host, port: this.endpoint.port, database: this.database });
    }

    #run(
        name: string,
        of: Workload,
        server: StandalonePostgres,
        password: Credential,
        transform: PostgresArgs["transform"],
    ): void {
        const logins = storeSecret(`${name}-logins`, of, COMPONENT, acceptedLogins(LOGINS, password), this.child());
        const { resources } = server;
        this.runServer(name, {
            workload: of,
            component: COMPONENT,
            server,
            files: configuration(resources.memory),
            ports: [{ name: "postgres", port: PORT }],
            template: (parts) => serverPod({ ...parts, workload: of, resources, logins }),
            transform,
        });
    }
}
