import type * as pulumi from "@pulumi/pulumi";
import { acceptedLogins, currentLogin } from "../../secrets/alternating-logins";
import type { Credential } from "../../secrets/credential";
import { storeSecret } from "../../secrets/delivery";
import type { Login } from "../../secrets/urls";
import type { Endpoint, Workload } from "../../workload/identity";
import { byPurpose, DATABASE, loginsFor, type Purpose, ROLES } from "./logins";
import { COMPONENT, configuration, serverPod } from "./server";
import { Store, type StoreTransform } from "../standalone-server";
import {
    type ExternalStore,
    type ServerAuthority,
    type StandaloneStore,
    storeEndpoint,
    type StoreLocation,
} from "../store";

const PORT = 5432;

/** PostgreSQL in this cluster. */
export interface StandalonePostgres extends StandaloneStore {
    /** Generation of the logins' passwords. Raise it by one at a time: those before stay valid. */
    readonly generation: number;
}

/** PostgreSQL that is run by somebody else: RDS, Cloud SQL. */
export interface ExternalPostgres extends ExternalStore {
    readonly database: string;
    readonly user: string;
    /** @default what `user` and `password` are */
    readonly courier?: Login;
    /** Owns what is in the database. @default what `user` and `password` are */
    readonly migration?: Login;
}

/** A login, and the role that it acts as: rights are granted to that. */
export interface DatabaseLogin extends Login {
    readonly role: string;
}

export interface PostgresArgs {
    readonly server: StandalonePostgres | ExternalPostgres;
    readonly transform?: StoreTransform;
}

/** Where clients connect, known without making anything. */
export function postgresEndpoint(name: string, server: StoreLocation): Endpoint {
    return storeEndpoint(name, PORT, server);
}

/**
 * The database of Kratos. `standalone` is PostgreSQL 17 that accepts TLS 1.3 and SCRAM only, from three pairs of alternating
 * logins to the one database; the superuser has no password and exists on the pod's own socket alone.
 *
 * @see setup guide, "3. Database Security", "4. Network Security"
 */
export class Postgres extends Store {
    /** Where clients connect. */
    readonly endpoint: Endpoint;
    readonly database: string;
    /** The logins that are used now; `postgresUrl` is the place for a password. */
    readonly logins: Readonly<Record<Purpose, DatabaseLogin>>;
    readonly authority: ServerAuthority;

    constructor(name: string, args: PostgresArgs, opts?: pulumi.ComponentResourceOptions) {
        super("kato:data:Postgres", name, opts);
        const { server } = args;
        this.endpoint = postgresEndpoint(name, server);
        const access = this.choose<StandalonePostgres, ExternalPostgres, Pick<Postgres, "database" | "logins">>(
            name,
            server,
            {
                standalone: (server, of) => {
                    const passwords = byPurpose((purpose) => {
                        // The migration's is named as it was when there were no others.
                        const login = purpose === "migration" ? "login" : `${purpose}-login`;
                        return this.credential(`${name}-${login}`, server.generation, server);
                    });
                    this.#run(name, of, server, passwords, args.transform);
                    const logins = byPurpose((purpose) => ({
                        ...currentLogin(loginsFor(purpose), passwords[purpose]),
                        role: ROLES[purpose],
                    }));
                    return { database: DATABASE, logins };
                },
                external: ({ user, password, database, courier, migration }) => {
                    const own = { user, password };
                    const given = { migration: migration ?? own, server: own, courier: courier ?? own };
                    return {
                        database,
                        logins: byPurpose((purpose) => ({ ...given[purpose], role: given[purpose].user })),
                    };
                },
            },
        );
        this.database = access.database;
        this.logins = access.logins;
        this.authority = access.authority;
        this.registerOutputs({ host: this.endpoint.host, port: this.endpoint.port, database: this.database });
    }

    #run(
        name: string,
        of: Workload,
        server: StandalonePostgres,
        passwords: Readonly<Record<Purpose, Credential>>,
        transform: PostgresArgs["transform"],
    ): void {
        const accepted = byPurpose((purpose) => acceptedLogins(loginsFor(purpose), passwords[purpose]));
        const files = { ...accepted.migration, ...accepted.server, ...accepted.courier };
        const logins = storeSecret(`${name}-logins`, of, COMPONENT, files, this.child());
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
