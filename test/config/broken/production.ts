import type { BrokenStack } from "./broken-stack";

/** Setup guide, "Security Improvements Made": what it replaces is refused in production. */
export const production: readonly BrokenStack[] = [
    {
        title: "a DSN in memory (guide, 1)",
        patch: "kratos: { dsn: memory }",
        paths: ["kratos.dsn"],
        says: ["sslmode=verify-full", "pulumi config rm --path 'kato-platform:kratos.dsn' --stack prod"],
    },
    {
        title: "a database in memory",
        patch: "postgres: { mode: memory }",
        paths: ["postgres.mode"],
        says: ['"memory"', "there is no database in memory", "standalone or external"],
    },
    {
        title: "a DSN with a password, by the guide's name",
        patch: "KRATOS_DSN: postgresql://kratos:plain-password@localhost:5432/kratos?sslmode=disable",
        paths: ["KRATOS_DSN"],
        says: ["`postgres` in its place", "sslmode=verify-full"],
        hides: ["plain-password"],
    },
    {
        title: "a weaker sslmode",
        patch: "postgres: { sslmode: disable }",
        paths: ["postgres.sslmode"],
        says: ["always use `verify-full`"],
    },
    {
        title: "secrets of Kratos in the file (guide, 2)",
        patch: "kratos: { secrets: { cookie: [plain-cookie-secret] } }",
        paths: ["kratos.secrets"],
        says: ["they are generated", "secrets.generations"],
        hides: ["plain-cookie-secret"],
    },
    {
        title: "any origin (guide, 3)",
        patch: `kratos: { allowedOrigins: ["*"] }`,
        paths: ["kratos.allowedOrigins[0]"],
        says: ["any web site could use a visitor's session"],
    },
    {
        title: "any origin of a domain",
        patch: `kratos: { allowedOrigins: [https://karima.com, "https://*.karima.com"] }`,
        paths: ["kratos.allowedOrigins[1]"],
        says: ["origins one by one"],
    },
    {
        title: "localhost and http origins (guide, 3)",
        patch: "kratos: { allowedOrigins: [http://127.0.0.1:3000, http://localhost:4455, http://karima.com] }",
        paths: ["kratos.allowedOrigins[0]", "kratos.allowedOrigins[1]", "kratos.allowedOrigins[2]"],
        says: [
            "localhost and http are for development",
            "'kato-platform:kratos.allowedOrigins[2]' https://karima.com ",
        ],
    },
    {
        title: "a debug log (guide, 4)",
        patch: "kratos: { log: { level: debug } }",
        paths: ["kratos.log.level"],
        says: [
            'found:    "debug"',
            "info or warning",
            "pulumi config set --path 'kato-platform:kratos.log.level' info --stack prod",
        ],
    },
    {
        title: "a trace log",
        patch: "kratos: { log: { level: trace } }",
        paths: ["kratos.log.level"],
        says: ['"trace"'],
    },
    {
        title: "leaked values (guide, 4)",
        patch: "kratos: { log: { leakSensitiveValues: true } }",
        paths: ["kratos.log.leakSensitiveValues"],
        says: ["found:    true", "'kato-platform:kratos.log.leakSensitiveValues' false "],
    },
    {
        title: "http URLs (guide, 5)",
        patch: "kratos: { publicBaseUrl: http://auth.karima.com/, uiUrl: http://karima.com, defaultReturnUrl: http://karima.com/ }",
        paths: ["kratos.publicBaseUrl", "kratos.uiUrl", "kratos.defaultReturnUrl"],
        says: ["can be read on the way", "'kato-platform:kratos.publicBaseUrl' https://auth.karima.com/ "],
    },
    {
        title: "localhost URLs (guide, 5)",
        patch: `kratos:
  publicBaseUrl: https://127.0.0.1:4433/
  uiUrl: https://127.0.0.1:4455
  defaultReturnUrl: https://127.0.0.1:4455/
  cookies: { domain: 127.0.0.1 }`,
        paths: ["kratos.publicBaseUrl", "kratos.uiUrl", "kratos.defaultReturnUrl", "kratos.cookies.domain"],
        says: ["a host that others can reach", "a domain that others can reach"],
    },
    {
        title: "an additional host on the machine itself",
        patch: "kratos: { additionalHosts: [localhost] }",
        paths: ["kratos.additionalHosts[0]"],
        says: ["not this machine"],
    },
    {
        title: "a secret written in the file",
        patch: "smtpPassword: plain-password",
        paths: ["smtpPassword"],
        says: ["found:    plain text", "pulumi config set --secret smtpPassword --stack prod"],
        hides: ["plain-password"],
    },
    {
        title: "a secret written in the file, though nothing needs it",
        patch: "postgresPassword: plain-password",
        paths: ["postgresPassword"],
        says: ["pulumi config set --secret postgresPassword --stack prod"],
        hides: ["plain-password"],
    },
    {
        title: "no kube-context, though the provider has one",
        patch: "{ cluster: { context: null }, kubernetes:context: current }",
        paths: ["cluster.context"],
        says: ["`kubernetes:context` does not replace it", "'kato-platform:cluster.context' kato-production "],
    },
    {
        title: "no API server",
        patch: "cluster: { apiServer: null }",
        paths: ["cluster.apiServer"],
        says: [
            "'kato-platform:cluster.apiServer.cidrs[0]' 10.0.0.0/28 ",
            "'kato-platform:cluster.apiServer.port' 443 ",
        ],
    },
    {
        title: "no store",
        patch: "secrets: { store: none, aws: null }",
        paths: ["secrets.store"],
        says: ["'kato-platform:secrets.store' aws-secrets-manager ", "'kato-platform:secrets.aws.region' us-east-1 "],
    },
    {
        title: "one replica",
        patch: "kratos: { replicas: 1 }",
        paths: ["kratos.replicas"],
        says: ["found:    the number 1", "at least 2", "'kato-platform:kratos.replicas' 2 "],
    },
    {
        title: "the default of one replica",
        patch: "kratos: { replicas: null }",
        paths: ["kratos.replicas"],
        says: ["found:    nothing, so the default: 1"],
    },
    {
        title: "no mail server",
        patch: "kratos: { smtp: null }",
        paths: ["kratos.smtp"],
        says: ["recover an account", "'kato-platform:kratos.smtp.port' 465 "],
    },
    {
        title: "staging with http",
        patch: "{ environment: staging, kratos: { replicas: 1, uiUrl: http://karima.com } }",
        paths: ["kratos.uiUrl"],
        says: ["can be read on the way"],
    },
];
