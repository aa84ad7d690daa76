import assert from "node:assert/strict";
import { compare } from "../../../cli/preview/diff";
import { DIRECTIONS } from "../../../cli/preview/directions";
import type { Json } from "../../../cli/preview/wire";
import { dangers, entry, shown, snapshot, violation } from "./snapshots";

const POLICY = "kubernetes:k8s.nginx.org/v1:Policy";
const DEPLOYMENT = "kubernetes:apps/v1:Deployment";
const CERTIFICATE = "kubernetes:cert-manager.io/v1:Certificate";
const CONFIG_MAP = "kubernetes:core/v1:ConfigMap";
const CRON_JOB = "kubernetes:batch/v1:CronJob";
const RELEASE = "kubernetes:helm.sh/v3:Release";
const ROLE = "kubernetes:rbac.authorization.k8s.io/v1:Role";

type Inputs = Record<string, Json>;

const kratos = (yaml: string): Inputs => ({ data: { "kratos.yml": yaml } });
const edge = (snippet: string): Inputs => ({
    values: { controller: { config: { entries: { "http-snippets": snippet } } } },
});
const header = (value: string): Inputs => edge(`# first\nadd_header ${value} always;\nserver_tokens off;\n`);
const retention = (days: string): Inputs => ({
    spec: { template: { spec: { containers: [{ name: "app", env: [{ name: "RETENTION_DAYS", value: days }] }] } } },
});
const rights = (...verbs: string[]): Inputs => ({
    rules: [{ apiGroups: ["apps"], resources: ["deployments"], verbs }],
});

/** What is stronger, and what is weaker. */
const cases: [string, string, Inputs, Inputs][] = [
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

const between = (type: string, before: Inputs, after: Inputs) =>
    dangers([entry(type, "x", before)], [entry(type, "x", after)]).filter(({ what }) => what === "weakened");

describe("weakened settings", () => {
    for (const [what, type, strong, weak] of cases) {
        it(`show ${what} that weakens, not one that strengthens`, () => {
            assert.equal(between(type, strong, weak).length, 1);
            assert.deepEqual(between(type, weak, strong), []);
        });
    }

    it("show that data is kept for another time, whichever way: one loses it, the other may not keep it", () => {
        const [less, more] = [
            between(DEPLOYMENT, retention("90"), retention("30")),
            between(DEPLOYMENT, retention("30"), retention("90")),
        ];
        assert.match(less[0]?.why ?? "", /^Data is deleted earlier/);
        assert.match(more[0]?.why ?? "", /^Personal data is kept longer/);
    });

    it("are covered by cases, every one", () => {
        // Days of retention have a case of their own, and an autoscaler, a budget and HSTS share theirs with others.
        const reasons = new Set(
            cases.flatMap(([, type, strong, weak]) => between(type, strong, weak).map(({ why }) => why)),
        );
        const untested = DIRECTIONS.filter(
            ({ why, setting }) => !reasons.has(why) && !/RETENTION/.test(setting.source),
        );
        assert.deepEqual(
            untested.map(({ why }) => why),
            [],
        );
    });

    it("say where, from what to what and why", () => {
        assert.deepEqual(
            between(CONFIG_MAP, kratos("session: { lifespan: 24h }"), kratos("session: { lifespan: 48h }")),
            [
                {
                    what: "weakened",
                    subject: "ConfigMap x",
                    fields: [{ path: 'data["kratos.yml"].session.lifespan', before: "24h", after: "48h" }],
                    why: "What was stolen, or left open, is good for longer.",
                },
            ],
        );
    });

    it("know containers by their name: another one before it changes nothing", () => {
        const pod = (...images: string[]): Inputs => ({
            spec: { containers: images.map((image) => ({ name: image.split(":")[0] ?? "", image })) },
        });
        const digest = `a:1@sha256:${"0".repeat(64)}`;
        assert.deepEqual(between(DEPLOYMENT, pod(digest), pod("b:1", digest)), []);
        assert.deepEqual(shown(between(DEPLOYMENT, pod("b:1", digest), pod("a:1", "b:1"))), [
            `weakened: Deployment x | spec.containers.a.image: "${digest}" → "a:1"`,
        ]);
    });

    it("leave alone what is only put in another order, or cannot be read", () => {
        assert.deepEqual(between(CONFIG_MAP, kratos("allowed_origins: [a, b]"), kratos("allowed_origins: [b, a]")), []);
        assert.deepEqual(between(CONFIG_MAP, kratos("a: [b"), kratos("session: { lifespan: 48h }")), []);
        assert.deepEqual(between(DEPLOYMENT, { spec: { replicas: "[computed]" } }, { spec: { replicas: 1 } }), []);
        assert.deepEqual(
            between(POLICY, { spec: { rateLimit: { rate: "often" } } }, { spec: { rateLimit: { rate: "9r/s" } } }),
            [],
        );
    });

    it("leave alone the contents of a Secret, which are placeholders", () => {
        const secret = (origins: string) => ({ stringData: { CORS_ORIGINS: origins } });
        assert.deepEqual(between("kubernetes:core/v1:Secret", secret("a"), secret("b")), []);
    });

    it("leave to a new violation what it says of the same setting, and nothing else", () => {
        const deployment = (image: string, replicas: number) =>
            entry(DEPLOYMENT, "x", { metadata: { namespace: "a", name: "x" }, spec: { image, replicas } });
        const message = "spec.image (container app): found nothing, expected a digest.";
        const found = compare(
            snapshot([deployment(`app:1@sha256:${"0".repeat(64)}`, 2)]),
            snapshot([deployment("app:1", 1)], {
                violations: [violation("image-digest", "a/Deployment/x", { message })],
            }),
        ).dangers;
        assert.deepEqual(
            found.map(({ what, subject, fields }) => [what, subject, ...fields.map(({ path }) => path)]),
            [
                ["policy violated", "a/Deployment/x (image-digest)"],
                ["weakened", "Deployment x", "spec.replicas"],
            ],
        );
    });
});
