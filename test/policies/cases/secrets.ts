import type { PolicyResource } from "../../../policies/resource";
import type { RuleCases } from "./case";

/** What a person would have written; put together here, so that no scanner takes it for a secret. */
const WRITTEN = ["not", "a", "real", "value"].join("-");
const RANDOM = Array.from({ length: 40 }, (_, index) => "aB3dE5fG7hJ9kL1mN2pQ4rS6tU8v"[(index * 11) % 28]).join("");
const AWS_KEY = ["AK", "IA", "Z2".repeat(8)].join("");
const PRIVATE_KEY = ["-----BEGIN EC", "PRIVATE KEY-----"].join(" ");
const SIGNED = [`eyJ${"a".repeat(12)}`, `eyJ${"b".repeat(12)}`, "c".repeat(12)].join(".");
/** One of each other form that a scanner knows, put together as above. */
const FORMS = {
    "an AWS session's key": ["AS", "IA", "Z2".repeat(8)],
    "a GitHub token": ["gh", "p_", "a".repeat(36)],
    "a fine-grained GitHub token": ["github", "_pat_", "a".repeat(22)],
    "a Slack token": ["xo", "xb-", "1".repeat(12)],
    "a SendGrid key": ["S", "G.", "a".repeat(22), ".", "b".repeat(43)],
    "a Stripe key": ["sk", "_live_", "a".repeat(24)],
    "a Google API key": ["AI", "za", "a".repeat(35)],
};
const URL = `postgres://kratos:${WRITTEN}@db.example:5432/kratos`;

function configMap(data: Record<string, string>, more: Partial<PolicyResource> = {}): readonly PolicyResource[] {
    const metadata = { name: "app", namespace: "kato" };
    return [{ type: "kubernetes:core/v1:ConfigMap", name: "app", props: { metadata, data }, ...more }];
}

function annotated(annotations: Record<string, string>): readonly PolicyResource[] {
    const metadata = { name: "app", namespace: "kato", annotations };
    return [{ type: "kubernetes:core/v1:Service", name: "app", props: { metadata } }];
}

function generated(type: string, name: string, props: Record<string, unknown>): readonly PolicyResource[] {
    return [{ type: `random:index/${type.charAt(0).toLowerCase()}${type.slice(1)}:${type}`, name, props }];
}

/** Lines of a configuration file. */
function lines(...text: readonly string[]): Record<string, string> {
    return { "app.conf": text.join("\n") };
}

const IN_FILE = 'data["app.conf"]';

export const secretCases: readonly RuleCases[] = [
    {
        rule: "secret-literal",
        fails: [
            {
                what: "an environment value",
                container: { env: [{ name: "REDIS_PASSWORD", value: WRITTEN }] },
                at: "env[0].value",
            },
            {
                what: "the seed's cookie secret",
                container: {
                    env: [
                        { name: "LOG_LEVEL", value: "info" },
                        { name: "KRATOS_SECRET_COOKIE", value: WRITTEN },
                    ],
                },
                at: "env[1].value",
            },
            { what: "API keys", container: { env: [{ name: "API_KEYS", value: WRITTEN }] }, at: "env[0].value" },
            { what: "a numeric password", container: { env: [{ name: "PASSWORD", value: 1234 }] }, at: "env[0].value" },
            { what: "a random value", container: { env: [{ name: "OTHER", value: RANDOM }] }, at: "env[0].value" },
            { what: "a URL with a password", container: { env: [{ name: "DSN", value: URL }] }, at: "env[0].value" },
            { what: "a flag", container: { args: ["--verbose", `--api-key=${WRITTEN}`] }, at: "args[1]" },
            { what: "a flag and its value", container: { args: ["--requirepass", WRITTEN] }, at: "args[1]" },
            { what: "a script", container: { command: ["sh", "-c", `PGPASSWORD=${WRITTEN} psql`] }, at: "command[2]" },
            { what: "a random argument", container: { args: [`--id=${RANDOM}`] }, at: "args[0]" },
            { what: "a private key", container: { args: [PRIVATE_KEY] }, at: "args[0]" },
            {
                what: "an annotation of the pod",
                metadata: { annotations: { "example.com/token": WRITTEN } },
                at: 'metadata.annotations["example.com/token"]',
            },
            {
                what: "an annotation",
                resources: annotated({ "example.com/config": `{"password": "${WRITTEN}"}` }),
                at: 'metadata.annotations["example.com/config"]',
            },
            { what: "a ConfigMap's key", resources: configMap({ password: WRITTEN }), at: "data.password" },
            { what: "YAML", resources: configMap(lines("db:", `  password: ${WRITTEN}`)), at: IN_FILE },
            {
                what: "a YAML list",
                resources: configMap(lines("secrets:", "  cookie:", `    - ${WRITTEN}`)),
                at: IN_FILE,
            },
            {
                what: "a YAML list as wide as its key",
                resources: configMap(lines("secrets:", "  mode: new", "  cipher:", `  - "${WRITTEN}"`)),
                at: IN_FILE,
            },
            { what: "JSON", resources: configMap(lines(`{"clientSecret":"${WRITTEN}"}`)), at: IN_FILE },
            { what: "INI", resources: configMap(lines("[db]", `secret_key = '${WRITTEN}'`)), at: IN_FILE },
            { what: "SQL", resources: configMap(lines(`CREATE USER kratos WITH PASSWORD '${WRITTEN}';`)), at: IN_FILE },
            { what: "Redis' configuration", resources: configMap(lines(`requirepass ${WRITTEN}`)), at: IN_FILE },
            { what: "Redis' ACL", resources: configMap(lines(`user kato on >${WRITTEN} ~* +@all`)), at: IN_FILE },
            { what: "a Kratos DSN", resources: configMap(lines(`dsn: ${URL}`)), at: IN_FILE },
            {
                what: "a binary file",
                resources: [
                    {
                        type: "kubernetes:core/v1:ConfigMap",
                        name: "app",
                        props: { binaryData: { "tls.pem": Buffer.from(PRIVATE_KEY).toString("base64") } },
                    },
                ],
                at: 'binaryData["tls.pem"]',
            },
            {
                what: "a value that the program marks",
                resources: configMap({ greeting: "hello" }, { secretPaths: ["data.greeting"] }),
                at: "data.greeting",
            },
            {
                what: "a map that the program marks",
                resources: configMap({ greeting: "hello" }, { secretPaths: ["data"] }),
                at: "data.greeting",
            },
            {
                what: "an AWS access key in a custom resource",
                resources: [{ type: "kubernetes:example.com/v1:Bucket", name: "a", props: { spec: { key: AWS_KEY } } }],
                at: "spec.key",
            },
            ...Object.entries(FORMS).map(([what, parts]) => ({
                what,
                resources: [{ type: "kubernetes:example.com/v1:Hook", name: "a", props: { spec: parts.join("") } }],
                at: "spec",
            })),
            {
                what: "a signed token in a list",
                resources: [
                    { type: "kubernetes:example.com/v1:Hook", name: "a", props: { spec: { a: ["", SIGNED] } } },
                ],
                at: "spec.a[1]",
            },
        ],
        passes: [
            {
                what: "a key of a Secret",
                container: {
                    env: [{ name: "REDIS_PASSWORD", valueFrom: { secretKeyRef: { name: "redis", key: "password" } } }],
                },
            },
        ],
        nearMisses: [
            ...[
                ["REDIS_PASSWORD", ""],
                ["REDIS_PASSWORD", "$(OTHER)"],
                ["REDIS_PASSWORD_FILE", "/run/secrets/redis"],
                ["POSTGRES_PASSWORD", "/run/secrets/postgres"],
                ["PASSWORD_MIN_LENGTH", "12"],
                ["TOKEN_TTL", "3600"],
                ["MAX_TOKENS", "4096"],
                ["ACCESS_TOKEN", "15m"],
                ["SECRET_NAME", "kato-secrets"],
                ["BYPASS", "localhost"],
                ["PRIMARY_KEY", "id"],
                ["TOKEN", "https://auth.example/token"],
                ["URL", "postgres://kratos@db.example:5432/kratos"],
                ["URL", "postgres://kratos:$(PASSWORD)@db.example:5432/kratos"],
                ["ID", "0".repeat(64)],
            ].map(([name, value]) => ({ what: `${name ?? ""}=${value ?? ""}`, container: { env: [{ name, value }] } })),
            ...["--password-file=/run/a", "--token=$(TOKEN)", 'test "$PASSWORD" = x', "PASSWORD=$(cat /run/a)"].map(
                (word) => ({ what: word, container: { args: ["-c", word] } }),
            ),
            { what: "a flag without value", container: { args: ["--token", "--verbose"] } },
            { what: "the name of a Secret", resources: annotated({ "example.com/auth-secret": "kato/basic-auth" }) },
            {
                what: "a checksum",
                metadata: { annotations: { "checksum/secret": "9f86d081884c7d659a2feaa0c55ad015" } },
            },
            ...[
                "methods:\n  password:\n    enabled: true",
                "password_encryption = scram-sha-256",
                "# password: ask the administrator",
                "ALTER ROLE kratos PASSWORD NULL;",
                "ALTER ROLE kratos LOGIN PASSWORD :'password';",
                'PASSWORD="$(cat /run/secrets/password)"',
                '{"properties": {"password": {"type": "string"}}}',
                "imagePullSecrets:\n- name: registry",
                "imagePullSecrets:\n- registry",
                "secrets:\nmounts:\n- data",
                "tls:\n  cipher:\n    - TLS_AES_256_GCM_SHA384",
                "image: my-secret:1.2.3",
                "user default off",
                "token: 3600",
            ].map((text) => ({ what: text, resources: configMap(lines(text)) })),
            {
                what: "a Secret",
                resources: [
                    { type: "kubernetes:core/v1:Secret", name: "a", props: { stringData: { password: WRITTEN } } },
                ],
            },
            { what: "another marked value", resources: configMap({ a: "b" }, { secretPaths: ["data.ab"] }) },
        ],
    },
    {
        rule: "generated-secret-type",
        fails: [
            { what: "RandomString", resources: generated("RandomString", "jwt-g1", { length: 86 }), at: "" },
            { what: "RandomId", resources: generated("RandomId", "kratos-cookie-g1", { byteLength: 32 }), at: "" },
            { what: "RandomPet", resources: generated("RandomPet", "postgres-password", {}), at: "" },
            { what: "RandomUuid", resources: generated("RandomUuid", "api-key", {}), at: "" },
            { what: "31 characters", resources: generated("RandomPassword", "jwt-g1", { length: 31 }), at: "length" },
            { what: "no length", resources: generated("RandomPassword", "jwt-g1", {}), at: "length" },
        ],
        passes: [{ what: "32 random bytes", resources: generated("RandomPassword", "jwt-g1", { length: 43 }) }],
        nearMisses: [
            { what: "Kratos' cipher", resources: generated("RandomPassword", "cipher-g1", { length: 32 }) },
            { what: "part of a name", resources: generated("RandomId", "bucket-suffix", { byteLength: 4 }) },
            { what: "another generator", resources: generated("RandomInteger", "port", { min: 1, max: 9 }) },
        ],
    },
];
