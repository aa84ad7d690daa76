import type { RuleCases } from "../case";
import { elsewhere } from "./literal-elsewhere";
import { named, unnamed } from "./literal-names";
import { inTexts } from "./literal-texts";
import { annotated, configMap, lines, one, PRIVATE_KEY, RANDOM, release, URL, WRITTEN } from "./written";

export const literalCases: readonly RuleCases[] = [
    {
        rule: "secret-literal",
        fails: [
            {
                what: "an environment value",
                container: { env: [{ name: "REDIS_PASSWORD", value: WRITTEN }] },
                at: "env[0].value",
            },
            ...named,
            ...inTexts,
            ...elsewhere,
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
            ...unnamed,
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
                ["CLIENT_SECRET", "arn:aws:secretsmanager:eu-central-1:000000000000:secret:app"],
                ["URL", "postgres://kratos@db.example:5432/kratos"],
                ["URL", "postgres://kratos:$(PASSWORD)@db.example:5432/kratos"],
                ["ID", "0".repeat(64)],
            ].map(([name, value]) => ({ what: `${name ?? ""}=${value ?? ""}`, container: { env: [{ name, value }] } })),
            ...[
                "--basic-auth-secret=kato/basic-auth",
                "--password-file=/run/a",
                "--token=$(TOKEN)",
                'test "$PASSWORD" = x',
                "PASSWORD=$(cat /run/a)",
            ].map((word) => ({ what: word, container: { args: ["-c", word] } })),
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
        ],
    },
];
