import type { Json } from "../../../../kubernetes/json";

export const POLICY = "kubernetes:k8s.nginx.org/v1:Policy";
export const DEPLOYMENT = "kubernetes:apps/v1:Deployment";
const CERTIFICATE = "kubernetes:cert-manager.io/v1:Certificate";
export const CONFIG_MAP = "kubernetes:core/v1:ConfigMap";
const CRON_JOB = "kubernetes:batch/v1:CronJob";
const RELEASE = "kubernetes:helm.sh/v3:Release";
const ROLE = "kubernetes:rbac.authorization.k8s.io/v1:Role";

export type Inputs = Record<string, Json>;

/** A ConfigMap with a configuration of Kratos. */
export const kratos = (yaml: string): Inputs => ({ data: { "kratos.yml": yaml } });
const edge = (snippet: string): Inputs => ({
    values: { controller: { config: { entries: { "http-snippets": snippet } } } },
});
const header = (value: string): Inputs => edge(`# first\nadd_header ${value} always;\nserver_tokens off;\n`);
/** A workload that deletes data that is older than some days. */
export const retention = (days: string): Inputs => ({
    spec: { template: { spec: { containers: [{ name: "app", env: [{ name: "RETENTION_DAYS", value: days }] }] } } },
});
const rights = (...verbs: string[]): Inputs => ({
    rules: [{ apiGroups: ["apps"], resources: ["deployments"], verbs }],
});

/** What is stronger, and what is weaker. */
export const CASES: [string, string, Inputs, Inputs][] = [
    ["a rate", POLICY, { spec: { rateLimit: { rate: "60r/m" } } }, { spec: { rateLimit: { rate: "2r/s" } } }],
    ["a burst", POLICY, { spec: { rateLimit: { burst: 3 } } }, { spec: { rateLimit: { burst: 30 } } }],
    ["replicas", DEPLOYMENT, { spec: { replicas: 3 } }, { spec: { replicas: 2 } }],
    [
        "an autoscaler's minimum",
        "kubernetes:autoscaling/v2:HorizontalPodAutoscaler",
        { spec: { minReplicas: 3 } },
        { spec: { minReplicas: 1 } },
    ],
    [
        "a chart's replicas",
        RELEASE,
        { values: { webhook: { replicaCount: 2 } } },
        { values: { webhook: { replicaCount: 1 } } },
    ],
    [
        "a budget",
        "kubernetes:policy/v1:PodDisruptionBudget",
        { spec: { maxUnavailable: 1 } },
        { spec: { maxUnavailable: 2 } },
    ],
    [
        "a secret's recovery window",
        "aws:secretsmanager/secret:Secret",
        { recoveryWindowInDays: 30 },
        { recoveryWindowInDays: 7 },
    ],
    ["a key's deletion window", "aws:kms/key:Key", { deletionWindowInDays: 30 }, { deletionWindowInDays: 7 }],
    [
        "a class's volumes",
        "kubernetes:storage.k8s.io/v1:StorageClass",
        { reclaimPolicy: "Retain" },
        { reclaimPolicy: "Delete" },
    ],
    ["a cron job", CRON_JOB, { spec: { suspend: false } }, { spec: { suspend: true } }],
    [
        "a certificate's key",
        CERTIFICATE,
        { spec: { privateKey: { size: 384 } } },
        { spec: { privateKey: { size: 256 } } },
    ],
    ["a certificate's life", CERTIFICATE, { spec: { duration: "2160h" } }, { spec: { duration: "8760h" } }],
    [
        "a certificate's new keys",
        CERTIFICATE,
        { spec: { privateKey: { rotationPolicy: "Always" } } },
        { spec: { privateKey: {} } },
    ],
    [
        "Postgres' TLS",
        CONFIG_MAP,
        { data: { "postgresql.conf": "ssl_min_protocol_version = 'TLSv1.3'\n" } },
        { data: { "postgresql.conf": "ssl_min_protocol_version = 'TLSv1.2'\n" } },
    ],
    [
        "Redis' TLS",
        CONFIG_MAP,
        { data: { "redis.conf": "tls-protocols TLSv1.3\n" } },
        { data: { "redis.conf": "tls-protocols TLSv1.2 TLSv1.3\n" } },
    ],
    [
        "MongoDB's TLS",
        CONFIG_MAP,
        { data: { "mongod.yaml": "net: { tls: { disabledProtocols: 'TLS1_0,TLS1_1,TLS1_2' } }" } },
        { data: { "mongod.yaml": "net: { tls: { disabledProtocols: 'TLS1_0,TLS1_1' } }" } },
    ],
    ["the edge's TLS", RELEASE, { values: { entries: { "ssl-protocols": "TLSv1.3" } } }, { values: { entries: {} } }],
    [
        "the edge's TLS to what is behind",
        RELEASE,
        edge("proxy_ssl_protocols TLSv1.3;"),
        edge("proxy_ssl_protocols TLSv1 TLSv1.3;"),
    ],
    [
        "HSTS' age",
        RELEASE,
        header('Strict-Transport-Security "max-age=63072000"'),
        header('Strict-Transport-Security "max-age=300"'),
    ],
    [
        "HSTS' subdomains",
        RELEASE,
        header('Strict-Transport-Security "max-age=300; includeSubDomains"'),
        header('Strict-Transport-Security "max-age=300"'),
    ],
    ["HSTS", RELEASE, header('Strict-Transport-Security "max-age=300"'), edge("server_tokens off;")],
    ["a header", RELEASE, header('X-Frame-Options "DENY"'), edge("server_tokens off;")],
    [
        "Kratos' origins",
        CONFIG_MAP,
        kratos("serve: { public: { cors: { allowed_origins: [a] } } }"),
        kratos("serve: { public: { cors: { allowed_origins: [b, a] } } }"),
    ],
    [
        "KATO's origins",
        CONFIG_MAP,
        { data: { CORS_ORIGINS: "https://a" } },
        { data: { CORS_ORIGINS: "https://c,https://a" } },
    ],
    [
        "return URLs",
        CONFIG_MAP,
        kratos("selfservice: { allowed_return_urls: [a] }"),
        kratos("selfservice: { allowed_return_urls: [a, b] }"),
    ],
    ["cookies", CONFIG_MAP, kratos("cookies: { same_site: Strict }"), kratos("cookies: { same_site: Lax }")],
    ["a session's life", CONFIG_MAP, kratos("session: { lifespan: 24h }"), kratos("session: { lifespan: 720h }")],
    [
        "a flow's life",
        CONFIG_MAP,
        kratos("selfservice: { flows: { login: { lifespan: 10m } } }"),
        kratos("selfservice: { flows: { login: { lifespan: 1h30m } } }"),
    ],
    ["a token's life", CONFIG_MAP, { data: { JWT_EXPIRE_MINUTES: "30" } }, { data: { JWT_EXPIRE_MINUTES: "300" } }],
    ["passwords", CONFIG_MAP, kratos("x: { min_password_length: 12 }"), kratos("x: { min_password_length: 8 }")],
    [
        "a hash's memory",
        CONFIG_MAP,
        kratos("hashers: { argon2: { memory: 1GB } }"),
        kratos("hashers: { argon2: { memory: 19MB } }"),
    ],
    [
        "a hash's rounds",
        CONFIG_MAP,
        kratos("hashers: { argon2: { iterations: 3 } }"),
        kratos("hashers: { argon2: { iterations: 2 } }"),
    ],
    [
        "what is logged",
        CONFIG_MAP,
        kratos("log: { leak_sensitive_values: false }"),
        kratos("log: { leak_sensitive_values: true }"),
    ],
    ["how much is logged", CONFIG_MAP, kratos("log: { level: info }"), kratos("log: { level: trace }")],
    ["an image", DEPLOYMENT, { spec: { image: `app:1@sha256:${"0".repeat(64)}` } }, { spec: { image: "app:1" } }],
    ["a role", ROLE, rights("get"), rights("get", "list")],
    [
        "a binding",
        `${ROLE}Binding`,
        { subjects: [{ kind: "User", name: "a" }] },
        {
            subjects: [
                { kind: "User", name: "a" },
                { kind: "ServiceAccount", namespace: "n", name: "b" },
            ],
        },
    ],
];
