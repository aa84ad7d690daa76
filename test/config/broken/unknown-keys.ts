import type { BrokenStack } from "./broken-stack";

/** Keys that do not exist: misspelt, from somewhere else, or in the wrong place. */
export const unknownKeys: readonly BrokenStack[] = [
    {
        title: "a misspelt area",
        patch: "postgre: { mode: standalone }",
        paths: ["postgre"],
        says: ["found:    a key that does not exist", "did you mean `postgres`?"],
    },
    {
        title: "a misspelt setting",
        patch: "kratos: { publicBaseURLs: https://auth.karima.com/ }",
        paths: ["kratos.publicBaseURLs"],
        says: ["did you mean `kratos.publicBaseUrl`?"],
    },
    {
        title: "a key of a project whose name is nearly ours",
        patch: "kato-plattform:retention: { days: 30 }",
        paths: ["kato-plattform:retention"],
        says: ["a key of another project, kato-plattform", "did you mean `kato-platform:retention`?"],
    },
    {
        title: "a setting in snake case",
        patch: "kratos: { session_lifespan: 24h }",
        paths: ["kratos.session_lifespan"],
        says: ["did you mean `kratos.sessionLifespan`?"],
    },
    {
        title: "a misspelt secret, whose value is not shown",
        patch: "smtpPasword: plain-password",
        paths: ["smtpPasword"],
        says: ["did you mean `smtpPassword`?"],
        hides: ["plain-password"],
    },
    {
        title: "a misspelt key inside a list",
        patch: "privateEndpoints: [{ name: relay, cidrs: [10.1.2.3/32], port: 587, from: [kratos], ports: 25 }]",
        paths: ["privateEndpoints[0].ports"],
        says: ["did you mean `privateEndpoints[0].port`?"],
    },
    {
        title: "a setting in the wrong place",
        patch: "publicBaseUrl: https://auth.karima.com/",
        paths: ["publicBaseUrl"],
        says: ["did you mean `kratos.publicBaseUrl`?"],
    },
    {
        title: "a key like no other",
        patch: "kratos: { log: { colour: true } }",
        paths: ["kratos.log.colour"],
        says: [
            "accepted: level, format, leakSensitiveValues",
            "pulumi config rm --path 'kato-platform:kratos.log.colour'",
        ],
    },
    {
        title: "a setting of the other kind of database",
        patch: "postgres: { host: db.karima.com }",
        paths: ["postgres.host"],
        says: ["`host` only with `postgres.mode: external`"],
    },
    {
        title: "a setting of the other kind of store",
        base: "dev",
        patch: "secrets: { aws: { region: us-east-1 } }",
        paths: ["secrets.aws"],
        says: ["`aws` only with `secrets.store: aws-secrets-manager`"],
    },
    {
        title: "a password among the settings of the mail server",
        patch: "kratos: { smtp: { password: plain-password } }",
        paths: ["kratos.smtp.password"],
        says: ["keys of their own at the top level", "pulumi config set --secret smtpPassword --stack prod"],
        hides: ["plain-password"],
    },
    {
        title: "a password among the settings of the database",
        patch: "postgres: { password: plain-password }",
        paths: ["postgres.password"],
        says: ["pulumi config set --secret postgresPassword --stack prod"],
        hides: ["plain-password"],
    },
    {
        title: "the guide's connection string of the mail server",
        patch: "KRATOS_SMTP_CONNECTION_URI: smtps://apikey:plain-password@smtp.sendgrid.net:465/?skip_ssl_verify=false",
        paths: ["KRATOS_SMTP_CONNECTION_URI"],
        says: ["`kratos.smtp` and `smtpPassword` in its place", "no `skip_ssl_verify`"],
        hides: ["plain-password"],
    },
    {
        title: "the guide's admin URL",
        patch: "KRATOS_ADMIN_BASE_URL: http://127.0.0.1:4434/",
        paths: ["KRATOS_ADMIN_BASE_URL"],
        says: ["always the Service inside the cluster"],
    },
    {
        title: "the guide's cookie secret",
        patch: "KRATOS_SECRET_COOKIE: plain-cookie-secret",
        paths: ["KRATOS_SECRET_COOKIE"],
        says: ["`secrets.generations.kratosCookie` in its place", "generated"],
        hides: ["plain-cookie-secret"],
    },
    {
        title: "the class of volumes where it was before",
        patch: "cluster: { storageClass: gp3-encrypted }",
        paths: ["cluster.storageClass"],
        says: [
            "it has moved to `storage`",
            "pulumi config rm --path 'kato-platform:cluster.storageClass' --stack prod",
            "pulumi config set --path 'kato-platform:storage.mode' existing --stack prod",
            "pulumi config set --path 'kato-platform:storage.class' gp3-encrypted --stack prod",
            "pulumi config set --path 'kato-platform:storage.encrypted' true --stack prod",
        ],
    },
    {
        title: "passwords among the settings of KATO's stores",
        patch: `
mongodb: { rootPassword: plain-password }
redis: { requirepass: plain-password }
qdrant: { apiKey: plain-password }
kato: { registry: { server: ghcr.io, user: bot, token: plain-password } }`,
        paths: ["mongodb.rootPassword", "redis.requirepass", "qdrant.apiKey", "kato.registry.token"],
        says: [
            "`standalone` generates its own",
            "pulumi config set --secret mongodbPassword --stack prod",
            "pulumi config set --secret redisPassword --stack prod",
            "pulumi config set --secret qdrantApiKey --stack prod",
            "pulumi config set --secret katoRegistryPassword --stack prod",
        ],
        hides: ["plain-password"],
    },
    {
        title: "the security guide's URLs with passwords",
        patch: `
MONGO_BASE_URL: mongodb://kato_user:plain-password@mongo-kb:27017/kato?authSource=kato
redis: { url: "redis://:plain-password@redis-kb:6379/0" }`,
        paths: ["redis.url", "MONGO_BASE_URL"],
        says: ["`mongodb` in its place; assembled, always with TLS", "no URL: it is assembled from `host`"],
        hides: ["plain-password"],
    },
    {
        title: "the security guide's keys",
        patch: "{ API_KEYS: 'plain-key-1,plain-key-2', kato: { jwtSecretKey: plain-key } }",
        paths: ["kato.jwtSecretKey", "API_KEYS"],
        says: [
            "`kato.apiKeys` and `secrets.generations.katoApiKeys` in its place; generated",
            "`kato.jwt.keyBytes` and `secrets.generations.katoJwt` in its place; generated",
        ],
        hides: ["plain-key"],
    },
    {
        title: "a setting of the other kind of MongoDB, and of storage",
        patch: "{ mongodb: { srv: true }, storage: { class: gp3 } }",
        paths: ["storage.class", "mongodb.srv"],
        says: ["`class` only with `storage.mode: existing`", "`srv` only with `mongodb.mode: external`"],
    },
    {
        title: "a switch for unverified certificates",
        patch: "kratos: { smtp: { skip_ssl_verify: true } }",
        paths: ["kratos.smtp.skip_ssl_verify"],
        says: ["the server's certificate are always verified"],
    },
];
