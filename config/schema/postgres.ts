import { z } from "zod";
import { authority, externalServer, standaloneMode } from "./external";
import { bytes, count, line } from "./fields";
import { resources } from "./resources";

const standalone = z.strictObject({
    mode: standaloneMode,
    storage: bytes("20Gi").default("10Gi").describe("Size of the database's volume."),
    resources: resources({ request: "250m", limit: "1", memory: "512Mi", least: "128Mi" }),
});

const external = z.strictObject({
    ...externalServer("db.internal.karima.com", 5432),
    database: line("the name of a database", "kratos").default("kratos").describe("The database; it must exist."),
    user: line("the name of a database user", "kratos").describe(
        "The user of Kratos' server, who reads and writes rows. Without `migrationUser` also the migration's, who must own the database or its `public` schema. The password is the secret `postgresPassword`.",
    ),
    migrationUser: line("the name of a database user", "kratos_owner")
        .optional()
        .meta({ defaultText: "`user`" })
        .describe(
            "The user of the migration, who must own the database or its `public` schema; it grants the others what they need. The password is the secret `postgresMigrationPassword`. Production wants one ([runbook](runbooks/postgres.md#a-database-of-your-own)).",
        ),
    courierUser: line("the name of a database user", "kratos_courier")
        .optional()
        .meta({ defaultText: "`user`" })
        .describe(
            "The user of the courier, who sees mails and nothing else. The password is the secret `postgresCourierPassword`. Production wants one.",
        ),
    connections: count(20, 10_000)
        .default(90)
        .meta({ example: "90" })
        .describe(
            "How many connections all pods of Kratos may have together: the server's `max_connections`, less what others use.",
        ),
    ca: authority,
});

/** The database of Kratos. */
export const postgres = z
    .discriminatedUnion("mode", [standalone, external])
    .prefault({ mode: "standalone" })
    .meta({
        accepted: "standalone or external; there is no database in memory, it would lose every identity on restart",
    })
    .describe(
        "Kratos' database. Left out, it is `standalone`: one in the cluster. `external` uses one you have (RDS, Cloud SQL).",
    );
