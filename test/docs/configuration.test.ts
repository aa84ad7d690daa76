import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { format, resolveConfig } from "prettier";
import { parse, stringify } from "yaml";
import { configurationPage } from "../../docs/generators/configuration";
import { loadText, problemsOf, stackFileText } from "../config/stacks";

const file = join(__dirname, "..", "..", "docs", "configuration.md");
const page = readFileSync(file, "utf8");

/** The row of a table that begins with a key, as its cells. */
function row(key: string): string[] {
    const line = page.split("\n").find((each) => each.startsWith(`| \`${key}\` `));
    assert.ok(line !== undefined, `no row for ${key}`);
    return line
        .split("|")
        .slice(1, -1)
        .map((cell) => cell.trim());
}

describe("docs/configuration.md", () => {
    it("is what the schema says (npm run docs writes it)", async () => {
        assert.equal(page, await format(configurationPage(), { ...(await resolveConfig(file)), filepath: file }));
    });

    // Setup guide, "Environment Variables Required".
    const variables: [string, string, string, string][] = [
        ["KRATOS_DSN", "required", "dsn", "`postgres`"],
        ["KRATOS_PUBLIC_BASE_URL", "required", "serve.public.base_url", "`kratos.publicBaseUrl`"],
        ["KRATOS_ADMIN_BASE_URL", "required", "serve.admin.base_url", ""],
        ["KRATOS_UI_URL", "required", "selfservice.flows.*.ui_url", "`kratos.uiUrl`"],
        [
            "KRATOS_DEFAULT_RETURN_URL",
            "required",
            "selfservice.default_browser_return_url",
            "`kratos.defaultReturnUrl`",
        ],
        ["KRATOS_SECRET_COOKIE", "required", "secrets.cookie", "`secrets.generations.kratosCookie`"],
        ["KRATOS_SECRET_CIPHER", "required", "secrets.cipher", "`secrets.generations.kratosCipher`"],
        ["KRATOS_SMTP_CONNECTION_URI", "required", "courier.smtp.connection_uri", "`kratos.smtp`, `smtpPassword`"],
        ["KRATOS_LOG_LEVEL", "optional", "log.level", "`kratos.log.level`"],
        ["KRATOS_LOG_FORMAT", "optional", "log.format", "`kratos.log.format`"],
        ["KRATOS_LEAK_SENSITIVE_VALUES", "optional", "log.leak_sensitive_values", "`kratos.log.leakSensitiveValues`"],
    ];
    for (const [variable, required, setting, key] of variables) {
        it(`says where ${variable} went`, () => {
            assert.deepEqual(row(variable).slice(1, 4), [required, `\`${setting}\``, key]);
        });
    }

    it("maps the guide's eleven variables and no others", () => {
        assert.equal(page.match(/^\| `KRATOS_/gm)?.length, 11);
    });

    // Security guide: "API Authentication", "CORS Configuration", "Database Security", "Secrets Management".
    const katoVariables: [string, string][] = [
        ["API_KEYS", "`kato.apiKeys`, `secrets.generations.katoApiKeys`"],
        ["JWT_SECRET_KEY", "`kato.jwt.keyBytes`, `secrets.generations.katoJwt`"],
        ["JWT_ALGORITHM", "`kato.jwt.algorithm`"],
        ["JWT_EXPIRE_MINUTES", "`kato.jwt.expireMinutes`"],
        ["CORS_ENABLED", "`kato.cors.enabled`"],
        ["CORS_ORIGINS", "`kato.cors.origins`"],
        ["CORS_CREDENTIALS", "`kato.cors.credentials`"],
        ["CORS_METHODS", "`kato.cors.methods`"],
        ["CORS_HEADERS", "`kato.cors.headers`"],
        ["MONGO_BASE_URL", "`mongodb`"],
        ["REDIS_URL", "`redis`"],
        ["QDRANT_HOST", "`qdrant.host`"],
        ["QDRANT_PORT", "`qdrant.port`"],
        ["QDRANT_API_KEY", "`secrets.generations.qdrantApiKey`, `qdrantApiKey`"],
        ["MONGO_USERNAME", "`mongodb.user`"],
        ["MONGO_PASSWORD", "`secrets.generations.mongodbKato`, `mongodbPassword`"],
        ["REDIS_PASSWORD", "`secrets.generations.redisKato`, `redisPassword`"],
    ];
    for (const [variable, keys] of katoVariables) {
        it(`says where ${variable} went`, () => {
            assert.equal(row(variable)[1], keys);
        });
    }

    it("gives each setting its accepted values, default and meaning", () => {
        assert.deepEqual(row("kratos.log.format"), [
            "`kratos.log.format`",
            "`json`, `text`",
            "`json`",
            "Format of the lines. Production refuses `text`.",
        ]);
        assert.deepEqual(row("kratos.smtp.port").slice(1, 3), ["a port, 1 to 65535", "required"]);
        assert.deepEqual(row("postgres.mode").slice(1, 3), ["`standalone`, `external`", "required"]);
        assert.equal(row("kratos.cookies.domain")[2], "the host of `kratos.publicBaseUrl`");
        assert.deepEqual(row("kato.cors.methods").slice(1, 3), [
            "a list; each: `GET`, `HEAD`, `POST`, `PUT`, `PATCH`, `DELETE`, `OPTIONS`",
            "`GET`, `POST`, `PUT`, `DELETE`",
        ]);
        assert.deepEqual(row("kato.cors.origins")[2], "none");
        assert.deepEqual(row("kato.extraEnv").slice(1, 3), [
            "an object of variables and their values, which are text; at most 200",
            "none",
        ]);
        assert.deepEqual(row("mongodb.version").slice(1, 3), ["`8.0`, `7.0`", "`8.0`"]);
        assert.equal(row("mongodb.edition")[2], "`percona` in production, otherwise `community`");
        assert.match(row("mongodb.resources.memory")[1] ?? "", /at least `256Mi`$/);
        assert.deepEqual(row("edge.controller.mode").slice(1, 3), ["`install`, `existing`", "required"]);
        assert.equal(row("edge.controller")[2], "`mode: install`");
        assert.equal(row("edge.hosts.kato")[2], "in development `kato.localhost`");
        assert.deepEqual(row("edge.limits.bodySize").slice(1, 3), [
            "a size as nginx writes it, such as `10m` for 10 MiB; `1k` to `1024m`",
            "`10m`",
        ]);
        assert.match(row("secrets.aws.region")[3] ?? "", /Only with `store: aws-secrets-manager`\.$/);
    });

    it("has a command for every area and every secret", () => {
        for (const area of [
            "environment",
            "cluster",
            "storage",
            "privateEndpoints",
            "certificates",
            "secrets",
            "postgres",
            "mongodb",
            "redis",
            "qdrant",
            "kratos",
            "kato",
            "edge",
            "retention",
        ]) {
            assert.match(
                page,
                new RegExp(`^pulumi config set --path 'kato-platform:${area}[^']*' \\S+ --stack STACK$`, "m"),
            );
        }
        for (const secret of [
            "smtpPassword",
            "postgresPassword",
            "postgresMigrationPassword",
            "postgresCourierPassword",
            "mongodbPassword",
            "redisPassword",
            "qdrantApiKey",
            "katoRegistryPassword",
        ]) {
            assert.ok(page.includes(`pulumi config set --secret ${secret} --stack STACK`), secret);
        }
        // Of several lines, which nobody types.
        assert.ok(page.includes("`pulumi config set --secret edgeCertificate --stack STACK < chain.pem`"));
        assert.ok(page.includes("`pulumi config set --secret edgePrivateKey --stack STACK < kato.key`"));
    });
});

describe("the documented request for a certificate", () => {
    const [, request = ""] = /```sh\n(openssl req .*?)```/s.exec(page) ?? [];

    // Security guide, "Using Commercial Certificates".
    it("is the guide's, with all public hosts of prod as alternative names", () => {
        assert.ok(request.includes("-newkey rsa:4096 -nodes"));
        assert.ok(request.includes('-subj "/C=US/ST=State/L=City/O=Organization/CN=kato.yourdomain.com"'));
        const names = "DNS:kato.yourdomain.com,DNS:auth.karima.com,DNS:auth.ks-backend.cloud";
        assert.ok(request.includes(`-addext "subjectAltName=${names}"`));
    });
});

describe("the documented mail providers", () => {
    const recipes = [...page.matchAll(/```yaml\n(.*?)```/gs)].map(([, text = ""]) => parse(text) as Recipe);

    // Setup guide, step 4.
    it("are Gmail, SendGrid and Amazon SES, by TLS on port 465", () => {
        const servers = recipes.map((recipe) => recipe["kato-platform:kratos"].smtp);
        assert.deepEqual(
            servers.map(({ host, port, security }) => ({ host, port, security })),
            [
                { host: "smtp.gmail.com", port: 465, security: "smtps" },
                { host: "smtp.sendgrid.net", port: 465, security: "smtps" },
                { host: "email-smtp.us-east-1.amazonaws.com", port: 465, security: "smtps" },
            ],
        );
        assert.equal(servers[1]?.user, "apikey");
    });

    for (const recipe of recipes) {
        const { smtp } = recipe["kato-platform:kratos"];
        it(`are accepted as written, and with STARTTLS on 587: ${smtp.host}`, () => {
            assert.doesNotThrow(() => loadText("prod", stackFileText("prod", stringify({ kratos: { smtp } }))));
            const starttls = { ...smtp, port: 587, security: "starttls" };
            assert.deepEqual(problemsOf("prod", stringify({ kratos: { smtp: starttls } })), []);
        });
    }
});

interface Recipe {
    readonly "kato-platform:kratos": {
        readonly smtp: {
            readonly host: string;
            readonly port: number;
            readonly security: string;
            readonly user: string;
        };
    };
}
