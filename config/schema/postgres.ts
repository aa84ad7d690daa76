import { z } from "zod";
import { bytes, cidr, host, line, port } from "./fields";
import { resources } from "./resources";

const standalone = z.strictObject({
    mode: z.literal("standalone").describe("`standalone`: one pod in the cluster. `external`: a server you have."),
    storage: bytes("20Gi").default("10Gi").describe("Size of the database's volume."),
    resources: resources({ request: "250m", limit: "1", memory: "512Mi" }),
});

const certificate = z
    .string()
    .regex(/^\s*(-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----\s*)+$/)
    .meta({ accepted: "certificates as PEM text, without keys", file: "ca.pem" });

const external = z.strictObject({
    mode: z.literal("external"),
    host: host("db.internal.karima.com").describe("Name of the server, as its certificate has it."),
    port: port().default(5432).describe("Its port."),
    cidrs: z
        .array(cidr("10.2.0.0/24"))
        .min(1)
        .describe("Address ranges the name resolves to; NetworkPolicies need them."),
    database: line("the name of a database", "kratos").default("kratos").describe("The database; it must exist."),
    user: line("the name of a database user", "kratos").describe(
        "The user, who must own the database or its `public` schema. The password is the secret `postgresPassword`.",
    ),
    ca: certificate
        .optional()
        .meta({ defaultText: "the public certificate authorities" })
        .describe("The authority that signed the server's certificate. Connections always verify it and the name."),
});

/** The database of Kratos. */
export const postgres = z
    .discriminatedUnion("mode", [standalone, external])
    .prefault({ mode: "standalone" })
    .meta({
        accepted: "standalone or external; there is no database in memory, it would lose every identity on restart",
    })
    .describe(
        "The database. Left out, it is `standalone`: one in the cluster. `external` uses one you have (RDS, Cloud SQL).",
    );
