import * as pulumi from "@pulumi/pulumi";
import { acceptedValues, type Credential } from "../../secrets/credential";
import { storeSecret } from "../../secrets/delivery";
import type { ServiceSecret } from "../../secrets/service-secret";
import type { Login } from "../../secrets/urls";
import type { Endpoint, Workload } from "../../workload/identity";
import { COMPONENT, configuration, PORT, serverPod, type UsersKey } from "./server";
import { aclFile, aclUser, INTERNAL_USERS, LOGIN, type User } from "./users";
import { Store, type StoreTransform } from "../standalone-server";
import {
    type ExternalStore,
    type ServerAuthority,
    type StandaloneStore,
    storeEndpoint,
    type StoreLocation,
} from "../store";

/** Redis in this cluster. */
export interface StandaloneRedis extends StandaloneStore {
    /** Generations of the passwords. Raise one by one at a time: the value before stays valid. */
    readonly generations: {
        /** The application's. */
        readonly login: number;
        /** Those of the pod's own users: probes, keeper, operator. */
        readonly internal: number;
    };
}

/** Redis that is run by somebody else: ElastiCache, Memorystore. */
export interface ExternalRedis extends ExternalStore {
    readonly user: string;
}

export interface RedisArgs {
    readonly server: StandaloneRedis | ExternalRedis;
    readonly transform?: StoreTransform;
}

/** Where clients connect, known without making anything. */
export function redisEndpoint(name: string, server: StoreLocation): Endpoint {
    return storeEndpoint(name, PORT, server);
}

/**
 * KATO's sessions and counters. `standalone` is Redis that speaks TLS 1.3 only, knows its users from a file of hashes,
 * writes everything to disk and refuses writes when it is full.
 *
 * @see security guide, "Redis Security"
 */
export class Redis extends Store {
    /** Where clients connect. */
    readonly endpoint: Endpoint;
    /** The login that applications use; `redisUrl` is the place for its password. */
    readonly login: Login;
    readonly authority: ServerAuthority;

    constructor(name: string, args: RedisArgs, opts?: pulumi.ComponentResourceOptions) {
        super("kato:data:Redis", name, opts);
        const { server } = args;
        this.endpoint = redisEndpoint(name, server);
        const access = this.choose<StandaloneRedis, ExternalRedis, Pick<Redis, "login">>(name, server, {
            standalone: (server, of) => {
                const login = this.credential(`${name}-login`, server.generations.login, server);
                const users = this.#users(name, of, login, server);
                this.#run(name, of, server, users, args.transform);
                return { login: { user: LOGIN, password: login.current } };
            },
            external: ({ user, password }) => ({ login: { user, password } }),
        });
        this.login = access.login;
        this.authority = access.authority;
        this.registerOutputs({ host: this.endpoint.host, port: this.endpoint.port });
    }

    /** One Secret for hashes and passwords, so that they always arrive in the cluster together. */
    #users(name: string, of: Workload, login: Credential, server: StandaloneRedis): ServiceSecret<UsersKey> {
        const internal = INTERNAL_USERS.map((user) => ({
            user,
            credential: this.credential(`${name}-${user}`, server.generations.internal, server),
        }));
        const line = (user: User, credential: Credential) =>
            acceptedValues(credential).apply((passwords) => aclUser(user, passwords));
        const users = [line(LOGIN, login), ...internal.map(({ user, credential }) => line(user, credential))];
        const files = internal.map(({ user, credential }) => [user, acceptedValues(credential).apply(lines)] as const);
        return storeSecret<UsersKey>(
            `${name}-users`,
            of,
            COMPONENT,
            { "users.acl": pulumi.all(users).apply(aclFile), ...Object.fromEntries(files) },
            this.child(),
        );
    }

    #run(
        name: string,
        of: Workload,
        server: StandaloneRedis,
        users: ServiceSecret<UsersKey>,
        transform: RedisArgs["transform"],
    ): void {
        const { resources } = server;
        this.runServer(name, {
            workload: of,
            component: COMPONENT,
            server,
            files: configuration(resources.memory),
            ports: [{ name: "redis", port: PORT }],
            template: (parts) => serverPod({ ...parts, workload: of, resources, users }),
            transform,
        });
    }
}

function lines(values: readonly string[]): string {
    return values.map((value) => `${value}\n`).join("");
}
