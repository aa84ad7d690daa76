import type { Output } from "@pulumi/pulumi";
import type { z } from "zod";
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

export type Environment = Parsed["environment"];
export type ClusterConfig = Frozen<Filled<Parsed["cluster"], "apiServer">>;
export type PrivateEndpointConfig = Frozen<Parsed["privateEndpoints"][number]>;
export type CertificatesConfig = Frozen<Parsed["certificates"]>;
export type SecretsConfig = Frozen<Parsed["secrets"]>;
/** The credentials that rotate, each with its generation. */
export type GenerationsConfig = SecretsConfig["generations"];
export type PostgresConfig = Frozen<Parsed["postgres"]>;
export type StandalonePostgresConfig = Extract<PostgresConfig, { mode: "standalone" }>;
export type ExternalPostgresConfig = Extract<PostgresConfig, { mode: "external" }>;
export type SmtpConfig = Frozen<NonNullable<Parsed["kratos"]["smtp"]>>;
export type ResourcesConfig = KratosConfig["resources"];
/** A JSON document as read from a file. */
export type JsonObject = Readonly<Record<string, unknown>>;

export type KratosConfig = Frozen<
    Omit<Parsed["kratos"], "cookies" | "identitySchema"> & { cookies: Filled<Parsed["kratos"]["cookies"], "domain"> }
> & {
    /** The content of the file that `identitySchema` names. @default the built-in schema is meant */
    readonly identitySchema: JsonObject | undefined;
};

/** A stack's configuration: checked, every default filled in, frozen. */
export interface Config {
    /** The stack's name. */
    readonly stack: string;
    readonly environment: Environment;
    readonly cluster: ClusterConfig;
    readonly privateEndpoints: readonly PrivateEndpointConfig[];
    readonly certificates: CertificatesConfig;
    readonly secrets: SecretsConfig;
    readonly postgres: PostgresConfig;
    readonly kratos: KratosConfig;
    /** Marked secret; set exactly where `kratos.smtp` is. */
    readonly smtpPassword: Output<string> | undefined;
    /** Marked secret; set exactly where `postgres.mode` is `external`. */
    readonly postgresPassword: Output<string> | undefined;
}

/** Every secret key is a member of `Config`. */
export type SecretValues = Pick<Config, SecretKey>;
