import type { Output } from "@pulumi/pulumi";
import type { z } from "zod";
import type { Environment } from "../environments";
import type { SecretKey, stackSchema } from "./schema";

/** What the schema makes of a stack file: defaults filled in, nothing derived yet. */
export type Parsed = z.output<typeof stackSchema>;

type Frozen<T> = T extends string | number | boolean | undefined | null
    ? T
    : T extends readonly (infer Item)[]
      ? readonly Frozen<Item>[]
      : { readonly [K in keyof T]: Frozen<T[K]> };

/** The same object with some members no longer optional. */
type Filled<T, K extends keyof T> = Omit<T, K> & { [P in K]-?: Exclude<T[P], undefined> };

export type ClusterConfig = Frozen<Filled<Parsed["cluster"], "apiServer">>;
export type StorageConfig = Frozen<Parsed["storage"]>;
export type PrivateEndpointConfig = Frozen<Parsed["privateEndpoints"][number]>;
export type CertificatesConfig = Frozen<Parsed["certificates"]>;
type ParsedStore = Extract<Parsed["secrets"], { store: "aws-secrets-manager" }>;
export type SecretsConfig = Frozen<
    | Extract<Parsed["secrets"], { store: "none" }>
    | (Omit<ParsedStore, "aws"> & { aws: Filled<ParsedStore["aws"], "name"> })
>;
/** The credentials that rotate, each with its generation. */
export type GenerationsConfig = SecretsConfig["generations"];
export type PostgresConfig = Frozen<Parsed["postgres"]>;
export type StandalonePostgresConfig = Extract<PostgresConfig, { mode: "standalone" }>;
export type ExternalPostgresConfig = Extract<PostgresConfig, { mode: "external" }>;
export type ExternalMongodbConfig = Frozen<Extract<Parsed["mongodb"], { mode: "external" }>>;
export type StandaloneMongodbConfig = Frozen<
    Filled<Extract<Parsed["mongodb"], { mode: "standalone" }>, "edition" | "encryption" | "audit">
>;
export type MongodbConfig = StandaloneMongodbConfig | ExternalMongodbConfig;
export type RedisConfig = Frozen<Parsed["redis"]>;
export type QdrantConfig = Frozen<Parsed["qdrant"]>;
export type SmtpConfig = Frozen<NonNullable<Parsed["kratos"]["smtp"]>>;
export type ResourcesConfig = KratosConfig["resources"];
/** A JSON document as read from a file. */
export type JsonObject = Readonly<Record<string, unknown>>;

export type KratosConfig = Frozen<
    Omit<Parsed["kratos"], "cookies" | "identitySchema"> & { cookies: Filled<Parsed["kratos"]["cookies"], "domain"> }
> & {
    /** The content of the file that `identitySchema` names. @default the built-in schema is meant */
    readonly identitySchema: JsonObject | undefined;
    /** How many connections to the database each pod may open; follows from the number of pods. */
    readonly databasePool: number;
};

export type KatoConfig = Frozen<
    Omit<Parsed["kato"], "replicas"> & { replicas: Filled<Parsed["kato"]["replicas"], "max"> }
>;
type ParsedController = Parsed["edge"]["controller"];
export type InstalledControllerConfig = Frozen<
    Omit<Extract<ParsedController, { mode: "install" }>, "replicas"> & { replicas: { min: number; max: number } }
>;
export type ExistingControllerConfig = Frozen<Extract<ParsedController, { mode: "existing" }>>;
export type SolverConfig = Frozen<NonNullable<Parsed["edge"]["certificates"]["solver"]>>;

/** Where the certificates of the public hosts come from. */
export type EdgeCertificatesConfig =
    | {
          readonly issuer: "letsencrypt-prod" | "letsencrypt-staging";
          readonly email: string;
          readonly solver: SolverConfig;
      }
    | { readonly issuer: "internal-ca" }
    | {
          readonly issuer: "provided";
          /** Whether the certificate names an OCSP responder, so that there is something to staple. `false` where it is not known. */
          readonly ocspResponder: boolean;
      };

export type EdgeConfig = Frozen<
    Omit<Filled<Parsed["edge"], "exposure">, "hosts" | "controller" | "certificates"> & { hosts: { kato: string } }
> & {
    readonly controller: InstalledControllerConfig | ExistingControllerConfig;
    readonly certificates: EdgeCertificatesConfig;
};
export type RetentionConfig = Frozen<Parsed["retention"]>;

/** A stack's configuration: checked, every default filled in, frozen. */
export interface Config {
    /** The stack's name. */
    readonly stack: string;
    readonly environment: Environment;
    readonly cluster: ClusterConfig;
    readonly images: Frozen<Parsed["images"]>;
    readonly storage: StorageConfig;
    readonly privateEndpoints: readonly PrivateEndpointConfig[];
    readonly certificates: CertificatesConfig;
    readonly secrets: SecretsConfig;
    readonly postgres: PostgresConfig;
    readonly mongodb: MongodbConfig;
    readonly redis: RedisConfig;
    readonly qdrant: QdrantConfig;
    readonly kratos: KratosConfig;
    readonly kato: KatoConfig;
    readonly edge: EdgeConfig;
    readonly retention: RetentionConfig;
    /** Marked secret; set exactly where `kratos.smtp.user` is. */
    readonly smtpPassword: Output<string> | undefined;
    /** Marked secret; set exactly where `postgres.mode` is `external`. */
    readonly postgresPassword: Output<string> | undefined;
    /** Marked secret; set exactly where `postgres.migrationUser` is. */
    readonly postgresMigrationPassword: Output<string> | undefined;
    /** Marked secret; set exactly where `postgres.courierUser` is. */
    readonly postgresCourierPassword: Output<string> | undefined;
    /** Marked secret; set exactly where `mongodb.mode` is `external`. */
    readonly mongodbPassword: Output<string> | undefined;
    /** Marked secret; set exactly where `redis.mode` is `external`. */
    readonly redisPassword: Output<string> | undefined;
    /** Marked secret; set exactly where `qdrant.mode` is `external`. */
    readonly qdrantApiKey: Output<string> | undefined;
    /** JSON object of the values of `kato.extraSecretEnv`, by name. Marked secret; set exactly where that names any. */
    readonly katoSecretEnv: Output<string> | undefined;
    /** Marked secret; set exactly where `kato.registry` is. */
    readonly katoRegistryPassword: Output<string> | undefined;
    /** PEM chain, leaf first. Marked secret; set exactly where `edge.certificates.issuer` is `provided`. */
    readonly edgeCertificate: Output<string> | undefined;
    /** PEM. Marked secret; set exactly where `edge.certificates.issuer` is `provided`. */
    readonly edgePrivateKey: Output<string> | undefined;
}

/** Every secret key is a member of `Config`. */
export type SecretValues = Pick<Config, SecretKey>;
