import type { BrokenStack } from "./broken-stack";

/** Kratos: what its pods need of the node and of the database. */
export const kratos: readonly BrokenStack[] = [
    {
        title: "less memory than Kratos needs while eight log in",
        patch: "kratos: { resources: { memory: 127Mi } }",
        paths: ["kratos.resources.memory"],
        says: [
            'found:    "127Mi"',
            "at least `128Mi`: Kratos holds 72 MiB while nobody logs in, and 7 for each of 8 passwords that it checks at once",
            "'kato-platform:kratos.resources.memory' 128Mi --stack prod",
        ],
    },
    {
        title: "more pods of Kratos than its own database has connections for",
        patch: "kratos: { replicas: 11 }",
        paths: ["kratos.replicas"],
        says: [
            "at most 10: each pod needs 4 connections to the database, and during a rollout there are twice as many pods",
            "'kato-platform:kratos.replicas' 10 --stack prod",
            "or use `postgres.mode: external` with a larger server",
        ],
    },
    {
        title: "more pods than a database of somebody else's has connections for",
        patch: `
            postgres: { mode: external, storage: null, host: db.karima.com, cidrs: [10.3.0.0/24], user: kratos }
            kratos: { replicas: 11 }
            postgresPassword: { secure: AAABAA== }
        `,
        paths: ["kratos.replicas"],
        says: ["at most 9: each pod needs 4 connections", "'kato-platform:postgres.connections' 100 --stack prod"],
    },
    {
        title: "a login of the migration's own that is the server's",
        patch: `
            postgres: { mode: external, storage: null, host: db.karima.com, cidrs: [10.3.0.0/24], user: kratos, migrationUser: kratos }
            postgresPassword: { secure: AAABAA== }
            postgresMigrationPassword: { secure: AAABAA== }
        `,
        paths: ["postgres.migrationUser"],
        says: ["a user other than `postgres.user`", "pulumi config rm --path 'kato-platform:postgres.migrationUser'"],
    },
    {
        title: "a login of the courier's own that is the owner's",
        patch: `
            postgres: { mode: external, storage: null, host: db.karima.com, cidrs: [10.3.0.0/24], user: kratos,
              migrationUser: owner, courierUser: owner }
            postgresPassword: { secure: AAABAA== }
            postgresMigrationPassword: { secure: AAABAA== }
            postgresCourierPassword: { secure: AAABAA== }
        `,
        paths: ["postgres.courierUser"],
        says: ["a user other than `postgres.user` and `postgres.migrationUser`; left out, it is `postgres.user`"],
    },
    {
        title: "too few connections of a database of somebody else's",
        patch: `
            postgres: { mode: external, storage: null, host: db.karima.com, cidrs: [10.3.0.0/24], user: kratos, connections: 19 }
            postgresPassword: { secure: AAABAA== }
        `,
        paths: ["postgres.connections"],
        says: ["a whole number, 20 to 10000"],
    },
];
