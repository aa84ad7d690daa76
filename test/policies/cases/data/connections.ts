import type { PolicyResource } from "../../../../kubernetes/resource";
import { UNKNOWN } from "../../../../kubernetes/field";
import type { Case, RuleCases } from "../case";

type Json = Record<string, unknown>;

/** What stands for a password where one must not stand. */
const LOGIN = "kratos:$(PASSWORD)@";
const HOST = "kratos-postgres.kratos.svc:5432/kratos";

function of(type: string, props: Json): readonly PolicyResource[] {
    return [{ type, name: "a", props: { metadata: { name: "a", namespace: "kato" }, ...props } }];
}

const secret = (data: Json): readonly PolicyResource[] => of("kubernetes:core/v1:Secret", { data });
const configMap = (text: string): readonly PolicyResource[] =>
    of("kubernetes:core/v1:ConfigMap", { data: { "app.conf": text } });
const encoded = (text: string): string => Buffer.from(text).toString("base64");
const variable = (name: string, value: string): Json => ({ env: [{ name, value }] });

/** Nothing of a mode that is no word of libpq's may be printed. */
const OPEN: readonly string[] = [
    `postgres://${LOGIN}${HOST}`,
    `postgres://${LOGIN}${HOST}?sslmode=disable`,
    `postgres://${LOGIN}${HOST}?sslmode=allow&max_conns=20`,
    `postgres://${LOGIN}${HOST}?max_conns=20&sslmode=prefer`,
    `postgresql://${LOGIN}${HOST}?sslmode=verify`,
    `postgresql://${LOGIN}${HOST}?sslmode=$(MODE)`,
    `postgresql+psycopg://${LOGIN}${HOST}`,
    `postgresql+asyncpg://${LOGIN}${HOST}?ssl=disable`,
    `jdbc:postgresql://${HOST}`,
    `postgres://localhost/kratos?host=db.example`,
    "host=db.example dbname=kratos user=kratos",
    "host=db.example dbname=kratos sslmode=disable",
    "mongodb://mongo-kb.kato.svc:27017/kato",
    "mongodb://localhost,mongo-kb.kato.svc:27017/kato?replicaSet=rs0",
    "mongodb://mongo-kb.kato.svc/kato?tls=false",
    "mongodb+srv://cluster0.abcde.mongodb.net/kato?ssl=false",
    "redis://redis-kb.kato.svc:6379/0",
    "redis://:$(PASSWORD)@redis-kb:6379",
    "valkey://valkey.kato.svc",
    "http://qdrant-kb.kato.svc:6333",
    "http://vectors.example:6334/",
    "http://kratos.kratos.svc:4433/",
    "http://kratos-admin.kratos.svc:4434",
    "smtp://mail.example:587/?disable_starttls=true",
];

const UNVERIFIED: readonly string[] = [
    `postgres://${LOGIN}${HOST}?sslmode=require`,
    `postgres://${LOGIN}${HOST}?sslmode=verify-ca`,
    `postgresql+asyncpg://${LOGIN}${HOST}?ssl=require`,
    "host=db.example dbname=kratos sslmode=require",
    "mongodb://mongo-kb.kato.svc/kato?tls=true&tlsInsecure=true",
    "mongodb://mongo-kb.kato.svc/kato?tls=true&tlsAllowInvalidCertificates=true",
    "mongodb+srv://cluster0.abcde.mongodb.net/kato?tlsAllowInvalidHostnames=true",
    "rediss://redis-kb.kato.svc:6379/0?ssl_cert_reqs=none",
    "rediss://redis-kb.kato.svc:6379/0?ssl_check_hostname=False",
    "rediss://redis-kb.kato.svc:6379/0?ssl_cert_reqs=none&ssl_check_hostname=true",
    "rediss://redis-kb.kato.svc:6379?db=1&ssl_cert_reqs=required",
    "smtps://mail.example:465/?skip_ssl_verify=true",
];

const SECURE: readonly string[] = [
    `postgres://${LOGIN}${HOST}?sslmode=verify-full&sslrootcert=/etc/kratos/ca/ca.crt`,
    `jdbc:postgresql://${HOST}?ssl=true`,
    "host=db.example dbname=kratos sslmode=verify-full",
    "mongodb://mongo-kb.kato.svc:27017/kato?authSource=kato&tls=true&tlsCAFile=/etc/kato/ca.pem",
    "mongodb+srv://cluster0.abcde.mongodb.net/kato",
    "mongodb://mongo-kb.kato.svc/kato?ssl=true&tlsInsecure=false",
    "rediss://redis-kb.kato.svc:6379/0?ssl_cert_reqs=required&ssl_check_hostname=true",
    "rediss://master.kato.use1.cache.amazonaws.com:6379/0",
    "https://qdrant-kb.kato.svc:6333",
    "smtps://mail.example:465/?skip_ssl_verify=false",
    "smtp://mail.example:587/",
    // What stays in the pod.
    "postgres://kratos@127.0.0.1:5432/kratos?sslmode=disable",
    "postgres:///kratos?host=/var/run/postgresql",
    "host=/var/run/postgresql dbname=kratos",
    "--redis.addr=redis://localhost:6379",
    "http://localhost:6333/healthz",
    // No connection, or none to a store.
    "redis://",
    "postgres://<user>@<host>/<database>",
    "http://kato.kato.svc:8000",
    "sslmode is explained in the manual",
];

const service = (mode: string): string =>
    `[kratos]\nhost=db.example\nport=5432\ndbname=kratos\n${mode}connect_timeout=10\n`;
const FULL = `postgres://${LOGIN}${HOST}?sslmode=verify-full`;

export const connectionCases: readonly RuleCases[] = [
    {
        rule: "database-url-tls",
        fails: [
            {
                what: "a DSN that accepts any server",
                container: variable("DSN", UNVERIFIED[0] ?? ""),
                at: "env[0].value",
            },
            ...[...OPEN, ...UNVERIFIED].map((url): Case => ({
                what: url,
                resources: configMap(url),
                at: 'data["app.conf"]',
            })),
            ...OPEN.map((url): Case => ({
                what: `outside production: ${url}`,
                resources: configMap(url),
                at: 'data["app.conf"]',
                development: true,
            })),
            { what: "a command line", container: { args: ["--dsn", OPEN[1]] }, at: "args[1]" },
            { what: "a script", container: { command: ["sh", "-c", `psql "${OPEN[0] ?? ""}"`] }, at: "command[2]" },
            { what: "a mode of its own", container: variable("PGSSLMODE", "prefer"), at: "env[0].value" },
            {
                what: "a ConfigMap's mode",
                resources: of("kubernetes:core/v1:ConfigMap", { data: { DB_SSL_MODE: "disable" } }),
                at: "data.DB_SSL_MODE",
            },
            { what: "a Secret", resources: secret({ dsn: encoded(OPEN[0] ?? "") }), at: "data.dsn" },
            {
                what: "a Secret's text",
                resources: of("kubernetes:core/v1:Secret", { stringData: { url: OPEN[16] } }),
                at: "stringData.url",
            },
            {
                what: "JSON in a Secret",
                resources: secret({ "a.json": encoded(JSON.stringify({ dsn: UNVERIFIED[0] })) }),
                at: 'data["a.json"]',
            },
            {
                what: "a service file without a mode",
                resources: secret({ "pg_service.conf": encoded(service("")) }),
                at: 'data["pg_service.conf"]',
            },
            {
                what: "a service file",
                resources: secret({ "pg_service.conf": encoded(service("sslmode=require\n")) }),
                at: 'data["pg_service.conf"]',
            },
            {
                what: "a binary file",
                resources: of("kubernetes:core/v1:ConfigMap", { binaryData: { a: encoded(OPEN[0] ?? "") } }),
                at: "binaryData.a",
            },
            {
                what: "a chart's values",
                resources: of("kubernetes:helm.sh/v3:Release", { values: { db: { sslmode: "require" } } }),
                at: "values.db.sslmode",
            },
            {
                what: "a list of a custom resource",
                resources: of("kubernetes:example.com/v1:App", { spec: { urls: ["", OPEN[16]] } }),
                at: "spec.urls[1]",
            },
            {
                what: "a secret of AWS",
                resources: of("aws:secretsmanager/secretVersion:SecretVersion", {
                    secretString: JSON.stringify({ DSN: OPEN[0] }),
                }),
                at: "secretString",
            },
            {
                what: "one of many lines",
                resources: configMap(`log: info\ndsn: ${OPEN[0] ?? ""}\n`),
                at: 'data["app.conf"]',
            },
        ],
        passes: [{ what: "a DSN that verifies", container: variable("DSN", FULL) }],
        nearMisses: [
            ...SECURE.map((url) => ({ what: url, resources: configMap(url) })),
            ...UNVERIFIED.map((url) => ({
                what: `outside production: ${url}`,
                resources: configMap(url),
                development: true,
            })),
            { what: "a comment", resources: configMap(`# dsn: ${OPEN[0] ?? ""}`) },
            {
                what: "a script that puts the parameters together",
                resources: configMap("new Mongo(`mongodb://${env.MEMBER}/?${options}`)"),
            },
            {
                what: "a mode that a script is given",
                resources: configMap('psql "postgres://db.example/a?sslmode=${MODE}"'),
            },
            { what: "a value that is not known yet", resources: secret({ dsn: UNKNOWN }) },
            { what: "a Secret that verifies", resources: secret({ dsn: encoded(FULL) }) },
            {
                what: "a service file that verifies",
                resources: secret({ a: encoded(service("sslmode=verify-full\n")) }),
            },
            {
                what: "a mode by reference",
                container: { env: [{ name: "PGSSLMODE", valueFrom: { configMapKeyRef: { name: "a", key: "mode" } } }] },
            },
            {
                what: "an example in a schema",
                resources: of("kubernetes:apiextensions.k8s.io/v1:CustomResourceDefinition", {
                    spec: { versions: [{ schema: { description: OPEN[16] } }] },
                }),
            },
        ],
    },
];
