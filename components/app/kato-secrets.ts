import * as pulumi from "@pulumi/pulumi";
import { type Credential, type CredentialArgs, generate } from "../secrets/credential";
import { alphanumericLength } from "../secrets/strength";
import { mongodbUrl, redisUrl } from "../secrets/urls";
import { CA_BUNDLE } from "./ca-bundle";
import type { KatoMongodb, KatoQdrant, KatoRedis } from "./kato-settings";

export interface KatoCredentialArgs {
    readonly apiKeys: {
        /** How many there are. */
        readonly count: number;
        /** Strength of each in random bytes. */
        readonly bytes: number;
        /** How long those of the generation before may be accepted, in days. */
        readonly overlapDays: number;
        /** The last generation that is accepted no more. */
        readonly withdrawn: number;
    };
    readonly jwt: { readonly keyBytes: number };
    /** Raise one at a time, and by one. */
    readonly generations: { readonly apiKeys: number; readonly jwt: number };
    /** Production refuses to delete the current values. */
    readonly production: boolean;
}

type CredentialEnd = Pick<CredentialArgs, "overlapDays" | "withdrawn">;

/** KATO's own secrets. */
export interface KatoCredentials {
    readonly apiKeys: readonly Credential[];
    readonly jwtKey: Credential;
}

/** Generates them (security guide, "API Key Authentication": 5 keys of 32 random bytes; "JWT Authentication": 64). */
export function katoCredentials(
    name: string,
    { apiKeys, jwt, generations, production }: KatoCredentialArgs,
    opts: pulumi.CustomResourceOptions,
): KatoCredentials {
    const of = (secret: string, bytes: number, generation: number, end?: CredentialEnd): Credential =>
        generate(`${name}-${secret}`, { length: alphanumericLength(bytes), generation, production, ...end }, opts);
    const { overlapDays, withdrawn } = apiKeys;
    const numbers = Array.from({ length: apiKeys.count }, (_, at) => at + 1);
    return {
        apiKeys: numbers.map((number) =>
            of(`api-key-${number}`, apiKeys.bytes, generations.apiKeys, { overlapDays, withdrawn }),
        ),
        jwtKey: of("jwt", jwt.keyBytes, generations.jwt),
    };
}

export interface KatoStores {
    readonly mongodb: KatoMongodb;
    readonly redis: KatoRedis;
    readonly qdrant: KatoQdrant;
}

/** KATO's variables that are secret, by the guide's names ("Kubernetes Secrets"). */
export type KatoSecret =
    | "MONGO_BASE_URL"
    | "MONGO_USERNAME"
    | "MONGO_PASSWORD"
    | "REDIS_URL"
    | "REDIS_PASSWORD"
    | "QDRANT_API_KEY"
    | "API_KEYS"
    | "JWT_SECRET_KEY";

export type KatoSecrets = Readonly<Record<KatoSecret, pulumi.Input<string>>>;

/** Further variables that are secret, by name; none of those above. */
export type ExtraSecrets = Readonly<Record<string, pulumi.Input<string>>>;

/** Their values: of every credential the current one, and of the API keys those that are still accepted too. */
export function katoSecrets({ apiKeys, jwtKey }: KatoCredentials, { mongodb, redis, qdrant }: KatoStores): KatoSecrets {
    return {
        MONGO_BASE_URL: mongodbUrl({ ...mongodb, caFile: CA_BUNDLE }),
        MONGO_USERNAME: mongodb.login.user,
        MONGO_PASSWORD: mongodb.login.password,
        REDIS_URL: redisUrl({ ...redis, caFile: CA_BUNDLE }),
        REDIS_PASSWORD: redis.login.password,
        QDRANT_API_KEY: qdrant.apiKey,
        API_KEYS: acceptedKeys(apiKeys),
        // One key verifies tokens. The one before is delivered nowhere: whoever has it could issue tokens with it.
        JWT_SECRET_KEY: jwtKey.current,
    };
}

/**
 * The same for the store outside the cluster, in lower case as the guide's code reads it ("AWS Secrets Manager"), with what
 * the stores' operators and other tools need.
 */
export function storedSecrets(
    secrets: KatoSecrets,
    { mongodb, redis, qdrant }: KatoStores,
): Record<string, pulumi.Input<string>> {
    const lowerCase = Object.entries(secrets).map(([name, value]) => [name.toLowerCase(), value] as const);
    return {
        ...Object.fromEntries(lowerCase),
        redis_username: redis.login.user,
        ...(qdrant.readOnlyKey === undefined ? {} : { qdrant_read_only_api_key: qdrant.readOnlyKey }),
        ...mongodb.operatorSecrets,
    };
}

/** The login of MongoDB for people and other tools (security guide, "MongoDB Authentication": the Secret `mongodb-secret`). */
export function mongodbSecret(
    mongodb: KatoMongodb,
): Record<"username" | "password" | "connection_string", pulumi.Input<string>> {
    return {
        username: mongodb.login.user,
        password: mongodb.login.password,
        // Without the file of authorities: where that is, is each client's own.
        connection_string: mongodbUrl(mongodb),
    };
}

/** As KATO reads them: the new ones first, then those of the generation before, until they are withdrawn. */
function acceptedKeys(keys: readonly Credential[]): pulumi.Output<string> {
    const previous = keys.flatMap((key) => key.previous ?? []);
    return pulumi.all([...keys.map((key) => key.current), ...previous]).apply((values) => values.join(","));
}
