import type * as pulumi from "@pulumi/pulumi";
import { RandomBytes } from "@pulumi/random/randomBytes";
import { RandomPassword } from "@pulumi/random/randomPassword";
import { acceptedLogins, currentLogin } from "../../secrets/alternating-logins";
import type { Credential } from "../../secrets/credential";
import { storeSecret } from "../../secrets/delivery";
import { alphanumericLength } from "../../secrets/strength";
import type { Login } from "../../secrets/urls";
import type { Endpoint, Workload } from "../../workload/identity";
import { isHardened, type MongodbEdition, type MongodbVersion } from "./editions";
import { type AdminKey, DATABASE, LOGINS } from "./logins";
import { COMPONENT, configuration, PORT, serverPod } from "./server";
import { ENCRYPTION_KEY, KEY_FILE } from "./settings";
import { Store, type StoreTransform } from "../standalone-server";
import {
    type ExternalStore,
    type ServerAuthority,
    type StandaloneStore,
    storeEndpoint,
    type StoreLocation,
} from "../store";

/** MongoDB in this cluster. */
export interface StandaloneMongodb extends StandaloneStore {
    readonly version: MongodbVersion;
    readonly edition: MongodbEdition;
    /** Encryption at rest, from an empty volume on; not with `community`. */
    readonly encryption: boolean;
    /** An audit log of logins and refused operations; not with `community`. */
    readonly audit: boolean;
    /** Generations of the passwords. Raise one by one at a time: the one before stays valid. */
    readonly generations: { readonly login: number; readonly admin: number };
}

/** MongoDB that is run by somebody else: Atlas, another team. It speaks SCRAM-SHA-256, which DocumentDB does not. */
export interface ExternalMongodb extends ExternalStore {
    /** Whether `host` is the name of a DNS record that lists the servers (`mongodb+srv`). */
    readonly srv: boolean;
    readonly database: string;
    readonly user: string;
    /** Hosts of the other members of its replica set, on the same port. @default none */
    readonly otherHosts?: readonly string[] | undefined;
    /** @default the driver finds out, or there is none */
    readonly replicaSet?: string | undefined;
    /** Where the user is looked up. @default the database; with `srv` what DNS says */
    readonly authSource?: string | undefined;
}

export interface MongodbArgs {
    readonly server: StandaloneMongodb | ExternalMongodb;
    readonly transform?: StoreTransform;
}

/** Where clients connect, known without making anything. */
export function mongodbEndpoint(name: string, server: StoreLocation): Endpoint {
    return storeEndpoint(name, PORT, server);
}

/**
 * KATO's database. `standalone` is a replica set with one member that accepts TLS 1.3 and SCRAM-SHA-256 only, from two
 * alternating logins that may read and write the one database; `admin` exists on the pod's own loopback alone.
 *
 * @throws Error for encryption or audit with an edition that has neither
 * @see security guide, "MongoDB Authentication", "MongoDB Encryption at Rest", "Enable Audit Logging"
 */
export class Mongodb extends Store {
    /** Where clients connect. */
    readonly endpoint: Endpoint;
    /** The login that applications use now; `mongodbUrl` is the place for its password. */
    readonly login: Login;
    /** The database, in which the login is kept as well. */
    readonly database: string;
    readonly srv: boolean;
    readonly otherHosts?: readonly string[] | undefined;
    readonly replicaSet?: string | undefined;
    readonly authSource?: string | undefined;
    readonly authority: ServerAuthority;
    /** What only the store's own operators need: kept in the secret store. */
    readonly operatorSecrets: Readonly<Record<string, pulumi.Output<string>>>;

    constructor(name: string, args: MongodbArgs, opts?: pulumi.ComponentResourceOptions) {
        super("kato:data:Mongodb", name, opts);
        const { server } = args;
        this.endpoint = mongodbEndpoint(name, server);
        const access = this.choose<StandaloneMongodb, ExternalMongodb, Access>(name, server, {
            standalone: (server, of) => {
                refuseMissingFeatures(server);
                const credentials = this.#credentials(name, server);
                this.#run(name, of, server, credentials, args.transform);
                return {
                    login: currentLogin(LOGINS, credentials.login),
                    database: DATABASE,
                    srv: false,
                    operatorSecrets: operatorSecrets(credentials),
                };
            },
            external: ({ user, password, database, srv, otherHosts, replicaSet, authSource }) => ({
                login: { user, password },
                database,
                srv,
                otherHosts,
                replicaSet,
                authSource,
                operatorSecrets: {},
            }),
        });
        this.login = access.login;
        this.database = access.database;
        this.srv = access.srv;
        this.otherHosts = access.otherHosts;
        this.replicaSet = access.replicaSet;
        this.authSource = access.authSource;
        this.authority = access.authority;
        this.operatorSecrets = access.operatorSecrets;
        this.registerOutputs({ host: this.endpoint.host, port: this.endpoint.port, database: this.database });
    }

    #credentials(name: string, server: StandaloneMongodb): Credentials {
        const { generations, production, encryption } = server;
        const encryptionKey = () =>
            // `openssl rand -base64 32`. It has no generation: another key means another volume.
            new RandomBytes(`${name}-encryption-key`, { length: 32 }, this.child(production ? { protect: true } : {}));
        return {
            login: this.credential(`${name}-login`, generations.login, server),
            admin: this.credential(`${name}-admin`, generations.admin, server),
            // Members of a replica set know each other by it; with one member, nobody but the server itself needs it.
            keyFile: new RandomPassword(
                `${name}-key-file`,
                { length: alphanumericLength(32), special: false },
                this.child(),
            ).result,
            ...(encryption ? { encryptionKey: encryptionKey().base64 } : {}),
        };
    }

    #run(
        name: string,
        of: Workload,
        server: StandaloneMongodb,
        credentials: Credentials,
        transform: MongodbArgs["transform"],
    ): void {
        const secrets = this.#secrets(name, of, credentials);
        this.runServer(name, {
            workload: of,
            component: COMPONENT,
            server,
            files: configuration(server),
            ports: [{ name: "mongodb", port: PORT }],
            combinedPem: true,
            template: (parts) => serverPod({ ...parts, ...secrets, workload: of, server }),
            transform,
        });
    }

    #secrets(name: string, of: Workload, { login, admin, keyFile, encryptionKey }: Credentials) {
        const keys = {
            [KEY_FILE]: keyFile,
            ...(encryptionKey === undefined ? {} : { [ENCRYPTION_KEY]: encryptionKey }),
        };
        const adminPasswords = {
            current: admin.current,
            ...(admin.previous === undefined ? {} : { previous: admin.previous }),
        };
        const secret = <K extends string>(suffix: string, values: Partial<Record<K, pulumi.Output<string>>>) =>
            storeSecret<K>(`${name}-${suffix}`, of, COMPONENT, values, this.child());
        return {
            keys: secret<typeof KEY_FILE | typeof ENCRYPTION_KEY>("keys", keys),
            admin: secret<AdminKey>("admin", adminPasswords),
            logins: secret("logins", acceptedLogins(LOGINS, login)),
        };
    }
}

type Access = Pick<
    Mongodb,
    "login" | "database" | "srv" | "otherHosts" | "replicaSet" | "authSource" | "operatorSecrets"
>;

interface Credentials {
    readonly login: Credential;
    readonly admin: Credential;
    readonly keyFile: pulumi.Output<string>;
    readonly encryptionKey?: pulumi.Output<string>;
}

function operatorSecrets({ admin, encryptionKey }: Credentials): Record<string, pulumi.Output<string>> {
    return {
        mongo_admin_password: admin.current,
        ...(encryptionKey === undefined ? {} : { mongo_encryption_key: encryptionKey }),
    };
}

function refuseMissingFeatures({ edition, encryption, audit }: StandaloneMongodb): void {
    if ((encryption || audit) && !isHardened(edition)) {
        throw new Error(
            `MongoDB ${edition} has neither encryption at rest nor an audit log: choose edition percona or enterprise, or switch both off`,
        );
    }
}
