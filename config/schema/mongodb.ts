import { z } from "zod";
import { authority, externalServer, standaloneMode } from "./external";
import { bytes, host, line } from "./fields";
import { resources } from "./resources";

const standalone = z.strictObject({
    mode: standaloneMode,
    version: z
        .enum(["8.0", "7.0"])
        .default("8.0")
        .meta({
            accepted: "8.0 or 7.0, in quotes; 6.0, which the security guide names, has had no fixes since July 2025",
        })
        .describe("Release of MongoDB; the latest patch known here is used. It can be raised by one, never lowered."),
    edition: z
        .enum(["community", "percona", "enterprise"])
        .optional()
        .meta({ defaultText: "`percona` in production, otherwise `community`" })
        .describe(
            "Whose build it is. `percona` is free and has encryption and the audit log, which MongoDB's own has in `enterprise` only.",
        ),
    encryption: z
        .boolean()
        .optional()
        .meta({ defaultText: "`true`, except with `community`" })
        .describe(
            "Whether the server encrypts its files. It is decided with the first start, on an empty volume. In production, `false` needs an exception from `mongodb-encryption`.",
        ),
    audit: z
        .boolean()
        .optional()
        .meta({ defaultText: "`true`, except with `community`" })
        .describe(
            "Whether logins and checks of permissions (`authenticate`, `authCheck`) are logged. In production, `false` needs an exception from `mongodb-audit`.",
        ),
    storage: bytes("20Gi").default("10Gi").describe("Size of the database's volume."),
    // WiredTiger takes no cache smaller than that.
    resources: resources({ request: "250m", limit: "2", memory: "1Gi", least: "256Mi" }),
});

const external = z.strictObject({
    ...externalServer("cluster0.abcde.mongodb.net", 27017),
    srv: z
        .boolean()
        .default(false)
        .describe(
            "Whether the name stands for the servers of a cluster (`mongodb+srv`), as it does with Atlas; `port` is then that of each.",
        ),
    otherHosts: z
        .array(host("mongo-2.internal.karima.com"))
        .max(49)
        .default([])
        .describe(
            "None by default. The other members of its replica set, on the same port, so that a lost one is no outage. Not with `srv`, which lists them itself.",
        ),
    replicaSet: line("the name of a replica set", "rs0")
        .optional()
        .meta({ defaultText: "the driver's choice; with `srv` what DNS says" })
        .describe("Name of the replica set. Required with `otherHosts`."),
    authSource: line("the name of a database", "admin")
        .optional()
        .meta({ defaultText: "`database`; with `srv` what DNS says" })
        .describe("The database that the user is in."),
    database: line("the name of a database", "kato").default("kato").describe("The database."),
    user: line("the name of a database user", "kato_user").describe(
        "The user, who needs `readWrite` on the database and nothing else. The password is the secret `mongodbPassword`.",
    ),
    ca: authority,
});

/** KATO's documents. */
export const mongodb = z
    .discriminatedUnion("mode", [standalone, external])
    .prefault({ mode: "standalone" })
    .meta({ accepted: "standalone or external" })
    .describe(
        "KATO's document database. Left out, it is `standalone`: one in the cluster. `external` uses one you have (Atlas, another team's); it must speak SCRAM-SHA-256, which DocumentDB does not.",
    );
