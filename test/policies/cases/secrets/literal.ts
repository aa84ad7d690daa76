import { UNKNOWN } from "../../../../policies/field";
import type { PolicyResource } from "../../../../policies/resource";
import type { RuleCases } from "../case";

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
    "a GitLab token": ["glp", "at-", "a".repeat(20)],
    "an npm token": ["np", "m_", "a".repeat(36)],
    "a Vault token": ["hv", "s.", "a".repeat(24)],
    "an age key": ["AGE-SECRET", "-KEY-1", "A".repeat(58)],
    "a PGP key": ["-----BEGIN PGP", " PRIVATE KEY BLOCK-----"],
    "a private key in base64": [Buffer.from(PRIVATE_KEY).toString("base64")],
    "a Slack webhook": ["https://hooks.slack", ".com/services/T00000000/B00000000/", "x".repeat(24)],
    "a registry's login": [
        '{"auths":{"ghcr.io":{"au',
        'th":"',
        Buffer.from(`app:${WRITTEN}`).toString("base64"),
        '"}}}',
    ],
    "a header": ["Authorization", ": Bearer ", WRITTEN],
    "a URL's query": ["https://api.example/v1?page=1&to", `ken=${WRITTEN}`],
    "a signed URL": ["https://files.example/a?si", `g=${WRITTEN}`],
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

function one(
    type: string,
    props: Record<string, unknown>,
    more: Partial<PolicyResource> = {},
): readonly PolicyResource[] {
    return [{ type, name: "app", props, ...more }];
}

function release(values: Record<string, unknown>): readonly PolicyResource[] {
    return one("kubernetes:helm.sh/v3:Release", { chart: "app", version: "1.2.3", values });
}

/** Lines of a configuration file. */
function lines(...text: readonly string[]): Record<string, string> {
    return { "app.conf": text.join("\n") };
}

const IN_FILE = 'data["app.conf"]';

export const literalCases: readonly RuleCases[] = [
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
                what: "an AWS access key in a custom resource",
                resources: [{ type: "kubernetes:example.com/v1:Bucket", name: "a", props: { spec: { key: AWS_KEY } } }],
                at: "spec.key",
            },
            ...Object.entries(FORMS).map(([what, parts]) => ({
                what,
                resources: [{ type: "kubernetes:example.com/v1:Hook", name: "a", props: { spec: parts.join("") } }],
                at: "spec",
            })),
            ...[
                ["a label", { labels: { "example.com/token": WRITTEN } }, 'metadata.labels["example.com/token"]'],
                [
                    "a Secret's annotation",
                    {
                        annotations: {
                            "kubectl.kubernetes.io/last-applied-configuration": `{"password":"${WRITTEN}"}`,
                        },
                    },
                    'metadata.annotations["kubectl.kubernetes.io/last-applied-configuration"]',
                ],
            ].map(([what, metadata, at]) => ({
                what: String(what),
                resources: one("kubernetes:core/v1:Secret", { metadata }),
                at: String(at),
            })),
            {
                what: "a hook's command",
                container: { lifecycle: { preStop: { exec: { command: ["redis-cli", "--pass", WRITTEN] } } } },
                at: "lifecycle.preStop.exec.command[2]",
            },
            {
                what: "a probe's command",
                container: { livenessProbe: { exec: { command: ["sh", "-c", `PGPASSWORD=${WRITTEN} psql`] } } },
                at: "livenessProbe.exec.command[2]",
            },
            {
                what: "a probe's header",
                container: {
                    readinessProbe: {
                        httpGet: { httpHeaders: [{ name: "Authorization", value: `Basic ${WRITTEN}` }] },
                    },
                },
                at: "readinessProbe.httpGet.httpHeaders[0].value",
            },
            {
                what: "a variable of a custom resource",
                resources: one("kubernetes:argoproj.io/v1alpha1:Rollout", {
                    spec: { template: { spec: { containers: [{ env: [{ name: "API_KEY", value: WRITTEN }] }] } } },
                }),
                at: "spec.template.spec.containers[0].env[0].value",
            },
            {
                what: "a ConfigMap in a List",
                resources: one("kubernetes:core/v1:List", {
                    items: [{ apiVersion: "v1", kind: "ConfigMap", data: { password: WRITTEN } }],
                }),
                at: "data.password",
            },
            {
                what: "a chart's value",
                resources: release({ auth: { adminPassword: WRITTEN } }),
                at: "values.auth.adminPassword",
            },
            { what: "a chart's number", resources: release({ password: 1234 }), at: "values.password" },
            {
                what: "a chart's client secret",
                resources: release({ clientSecret: WRITTEN }),
                at: "values.clientSecret",
            },
            { what: "a chart's list", resources: release({ apiKeys: [WRITTEN] }), at: "values.apiKeys[0]" },
            {
                what: "a chart's variable",
                resources: release({ extraEnv: [{ name: "TOKEN", value: WRITTEN }] }),
                at: "values.extraEnv[0].value",
            },
            {
                what: "a chart's argument",
                resources: release({ extraArgs: [`--token=${WRITTEN}`] }),
                at: "values.extraArgs[0]",
            },
            {
                what: "a chart's file",
                resources: release({ config: `db:\n  password: ${WRITTEN}\n` }),
                at: "values.config",
            },
            {
                what: "a chart's repository",
                resources: one("kubernetes:helm.sh/v4:Chart", {
                    repositoryOpts: { username: "app", password: WRITTEN },
                }),
                at: "repositoryOpts.password",
            },
            { what: "a tag", resources: one("aws:kms/key:Key", { tags: { password: WRITTEN } }), at: "tags.password" },
            {
                what: "a description",
                resources: one("aws:kms/key:Key", { description: `password=${WRITTEN}` }),
                at: "description",
            },
            {
                what: "a provider's own login",
                resources: one("pulumi:providers:aws", { accessKey: AWS_KEY }),
                at: "accessKey",
            },
            {
                what: "a prefix of a random value",
                resources: one("random:index/randomPet:RandomPet", { prefix: AWS_KEY }),
                at: "prefix",
            },
            {
                what: "a keeper",
                resources: one("random:index/randomPassword:RandomPassword", { keepers: { password: WRITTEN } }),
                at: "keepers.password",
            },
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
                resources: one("kubernetes:core/v1:Secret", {
                    data: { password: RANDOM },
                    stringData: { password: WRITTEN, key: PRIVATE_KEY },
                }),
            },
            {
                what: "a Secret in a List",
                resources: one("kubernetes:core/v1:List", {
                    items: [{ apiVersion: "v1", kind: "Secret", stringData: { password: WRITTEN } }],
                }),
            },
            {
                what: "a secret version",
                resources: one("aws:secretsmanager/secretVersion:SecretVersion", {
                    secretId: "arn:aws:secretsmanager:eu-central-1:000000000000:secret:app",
                    secretString: `{"password":"${WRITTEN}"}`,
                }),
            },
            {
                what: "a value that the program marks: it is not written down",
                resources: configMap({ password: WRITTEN }, { secretPaths: ["data"] }),
            },
            {
                what: "an example in a definition",
                resources: one("kubernetes:apiextensions.k8s.io/v1:CustomResourceDefinition", {
                    spec: { versions: [{ schema: { description: `e.g. ${URL}` } }] },
                }),
            },
            ...[
                { existingSecret: "kato-secrets", existingSecretPasswordKey: "password" },
                { imagePullSecrets: ["ghcr-login"], secretName: "web-tls" },
                { tls: { secret: "web-tls" }, defaultTLS: { secret: "edge/web-tls" }, secretKey: "api-key" },
                { auth: { enabled: true, password: "", token: null, usePassword: true } },
                { passwordPolicy: { minLength: 12 }, tokenTtl: 3600, serviceAccount: { automountToken: false } },
                { image: { digest: `sha256:${"0".repeat(64)}` }, credentials: { secret: "cloud-credentials" } },
                { envFrom: [{ secretRef: { name: "app" } }], env: [{ name: "PASSWORD_FILE", value: "/run/a" }] },
                { webhook: { url: "https://hooks.example/?token={{ .Values.token }}" } },
            ].map((values) => ({ what: `a chart's ${Object.keys(values).join(", ")}`, resources: release(values) })),
            {
                what: "a key's description and policy",
                resources: one("aws:kms/key:Key", {
                    description: "Encrypts the passwords of the stores",
                    policy: '{"Statement":[{"Action":"secretsmanager:*","Condition":{"Bool":{"aws:SecureTransport":"false"}}}]}',
                }),
            },
            {
                what: "unknown values that no secret is called",
                resources: [
                    ...configMap({ bucket: UNKNOWN }),
                    ...annotated({ "eks.amazonaws.com/role-arn": UNKNOWN }),
                    ...one("aws:kms/alias:Alias", { targetKeyId: UNKNOWN }),
                ],
            },
            { what: "an unknown variable", container: { env: [{ name: "BUCKET", value: UNKNOWN }] } },
            { what: "an unknown argument of a flag", container: { args: ["--bucket", UNKNOWN] } },
        ],
    },
];
