import type { Output } from "@pulumi/pulumi";
import type { ServerAuthority } from "../data/store";
import type { Login } from "../secrets/urls";
import type { Endpoint } from "../workload/identity";
import { CA_BUNDLE } from "./ca-bundle";

/** The document store, as KATO sees it. */
export interface KatoMongodb {
    readonly endpoint: Endpoint;
    readonly login: Login;
    readonly database: string;
    /** Whether the host is the name of DNS records that list the servers. */
    readonly srv: boolean;
    /** The other members of its replica set. */
    readonly otherHosts?: readonly string[] | undefined;
    readonly replicaSet?: string | undefined;
    readonly authSource?: string | undefined;
    readonly authority: ServerAuthority;
    /** What only the store's operators need, by the names it is kept under outside the cluster. */
    readonly operatorSecrets: Readonly<Record<string, Output<string>>>;
}

/** The store of sessions, as KATO sees it. */
export interface KatoRedis {
    readonly endpoint: Endpoint;
    readonly login: Login;
    readonly authority: ServerAuthority;
}

/** The vector store, as KATO sees it. */
export interface KatoQdrant {
    /** Its REST API. */
    readonly endpoint: Endpoint;
    readonly apiKey: Output<string>;
    /** @default none */
    readonly readOnlyKey?: Output<string>;
    readonly authority: ServerAuthority;
}

/** What is set about KATO that is no secret. */
export interface KatoSettings {
    readonly qdrant: Pick<KatoQdrant, "endpoint">;
    /** Kratos' public API, where KATO checks sessions. */
    readonly kratosUrl: string;
    /** Which web sites' scripts may call the API (security guide, "Production CORS Settings"). */
    readonly cors: {
        readonly enabled: boolean;
        readonly origins: readonly string[];
        readonly credentials: boolean;
        readonly methods: readonly string[];
        readonly headers: readonly string[];
    };
    readonly jwt: {
        readonly algorithm: string;
        /** How long a token is valid. */
        readonly expireMinutes: number;
    };
    /** Further variables; none of those below. */
    readonly extraEnv: Readonly<Record<string, string>>;
}

/** KATO's variables that are no secret, by name. */
export function katoConfig({ qdrant, kratosUrl, cors, jwt, extraEnv }: KatoSettings): Record<string, string> {
    return {
        ...extraEnv,
        QDRANT_HOST: qdrant.endpoint.host,
        QDRANT_PORT: String(qdrant.endpoint.port),
        JWT_ALGORITHM: jwt.algorithm,
        JWT_EXPIRE_MINUTES: String(jwt.expireMinutes),
        CORS_ENABLED: String(cors.enabled),
        // Set even where it is empty: the guide's code takes an absent one for `*`.
        CORS_ORIGINS: cors.origins.join(","),
        CORS_CREDENTIALS: String(cors.credentials),
        CORS_METHODS: cors.methods.join(","),
        CORS_HEADERS: cors.headers.join(","),
        KRATOS_PUBLIC_URL: kratosUrl,
        // One name for each TLS library of Python: OpenSSL's own (ssl, httpx, aiohttp), requests, gRPC.
        SSL_CERT_FILE: CA_BUNDLE,
        REQUESTS_CA_BUNDLE: CA_BUNDLE,
        GRPC_DEFAULT_SSL_ROOTS_FILE_PATH: CA_BUNDLE,
    };
}
