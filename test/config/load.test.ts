import assert from "node:assert/strict";
import { loadConfig } from "../../config";
import { errorOf, load, problemsOf, projectDirectory } from "./stacks";

function sealed(value: unknown): boolean {
    if (typeof value !== "object" || value === null || "apply" in value) return true;
    return Object.isFrozen(value) && Object.values(value).every(sealed);
}

describe("loadConfig", () => {
    it("reads prod as the Kratos setup guide and the design state it", () => {
        const { smtpPassword, ...prod } = load("prod");
        // Guide: "URL Configuration", "CORS Configuration", "Logging Security", Step 4 (AWS SES).
        assert.deepEqual(prod, {
            stack: "prod",
            environment: "production",
            cluster: {
                context: "kato-production",
                apiServer: { cidrs: ["10.0.0.0/28"], port: 443 },
                storageClass: "gp3-encrypted",
            },
            privateEndpoints: [],
            certificates: { certManager: { install: true } },
            secrets: {
                store: "aws-secrets-manager",
                aws: { region: "us-east-1", recoveryWindowDays: 30 },
                generations: {
                    kratosCookie: 1,
                    kratosCipher: 1,
                    kratosDefault: 1,
                    kratosPagination: 1,
                    postgresKratos: 1,
                },
            },
            postgres: {
                mode: "standalone",
                storage: "20Gi",
                resources: { cpu: { request: "250m", limit: "1" }, memory: "512Mi" },
            },
            kratos: {
                publicBaseUrl: "https://auth.karima.com/",
                additionalHosts: ["auth.ks-backend.cloud"],
                uiUrl: "https://karima.com",
                defaultReturnUrl: "https://karima.com/",
                allowedOrigins: ["https://karima.com", "https://admin.ks-backend.cloud"],
                log: { level: "info", format: "json", leakSensitiveValues: false },
                cookies: { sameSite: "Strict", domain: "karima.com" },
                sessionLifespan: "24h",
                passwordMinLength: 12,
                identitySchema: undefined,
                smtp: {
                    host: "email-smtp.us-east-1.amazonaws.com",
                    port: 465,
                    user: "your-ses-smtp-username",
                    security: "smtps",
                    fromAddress: "no-reply@karima.com",
                    fromName: "Karima",
                },
                replicas: 2,
                resources: { cpu: { request: "250m", limit: "1" }, memory: "512Mi" },
            },
            postgresPassword: undefined,
        });
        assert.notEqual(smtpPassword, undefined);
    });

    it("reads dev with everything that it leaves out", () => {
        assert.deepEqual(load("dev"), {
            stack: "dev",
            environment: "development",
            cluster: { apiServer: { cidrs: ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"], port: 6443 } },
            privateEndpoints: [],
            certificates: { certManager: { install: true } },
            secrets: {
                store: "none",
                generations: {
                    kratosCookie: 1,
                    kratosCipher: 1,
                    kratosDefault: 1,
                    kratosPagination: 1,
                    postgresKratos: 1,
                },
            },
            postgres: {
                mode: "standalone",
                storage: "1Gi",
                resources: { cpu: { request: "250m", limit: "1" }, memory: "512Mi" },
            },
            kratos: {
                publicBaseUrl: "https://localhost:4433/",
                additionalHosts: [],
                uiUrl: "https://localhost:4455",
                defaultReturnUrl: "https://localhost:4455/",
                allowedOrigins: ["https://localhost:4455"],
                log: { level: "info", format: "json", leakSensitiveValues: false },
                cookies: { sameSite: "Strict", domain: "localhost" },
                sessionLifespan: "24h",
                passwordMinLength: 12,
                identitySchema: undefined,
                replicas: 1,
                resources: { cpu: { request: "100m", limit: "1" }, memory: "256Mi" },
            },
            smtpPassword: undefined,
            postgresPassword: undefined,
        });
    });

    it("fills in the defaults of an external database", () => {
        const patch =
            "postgres: { mode: external, storage: null, host: db.karima.com, cidrs: [10.2.0.0/24], user: kratos }";
        const config = load("prod", patch);
        assert.deepEqual(config.postgres, {
            mode: "external",
            host: "db.karima.com",
            port: 5432,
            cidrs: ["10.2.0.0/24"],
            database: "kratos",
            user: "kratos",
        });
        assert.notEqual(config.postgresPassword, undefined);
    });

    it("freezes what it returns all the way down", () => {
        assert.ok(sealed(load("prod")));
        assert.ok(sealed(load("dev", "privateEndpoints: [{ name: a, cidrs: [10.0.0.0/8], port: 1, from: [kratos] }]")));
    });

    it("writes address ranges in one spelling", () => {
        const patch = `cluster: { apiServer: { cidrs: ["FD12:3456:0:0::/64", 10.0.0.0/16] } }`;
        assert.deepEqual(load("prod", patch).cluster.apiServer.cidrs, ["fd12:3456::/64", "10.0.0.0/16"]);
    });

    it("takes processor time as a number, as `pulumi config set --path` writes it", () => {
        assert.equal(load("prod", "kratos: { resources: { cpu: { limit: 2 } } }").kratos.resources.cpu.limit, "2");
    });

    it("gives the content of the identity schema's file", () => {
        const patch = "kratos: { identitySchema: ./components/identity/identity.schema.json }";
        const { identitySchema } = load("dev", patch).kratos;
        assert.equal(typeof identitySchema?.["properties"], "object");
        assert.ok(Object.isFrozen(identitySchema));
    });

    it("leaves the keys of others alone", () => {
        assert.deepEqual(
            problemsOf("prod", "{ aws:region: eu-west-1, kubernetes:context: other, pulumi:tags: {} }"),
            [],
        );
    });

    it("allows development what production must not have", () => {
        const patch = `
kratos:
  publicBaseUrl: http://127.0.0.1:4433/
  uiUrl: http://127.0.0.1:4455
  defaultReturnUrl: http://127.0.0.1:4455/
  allowedOrigins: [http://127.0.0.1:4455]
  log: { level: debug, leakSensitiveValues: true }
smtpPassword: plain`;
        assert.deepEqual(problemsOf("dev", patch), []);
    });

    it("does not ask staging for spare pods or mail", () => {
        const patch = "{ environment: staging, kratos: { replicas: 1, smtp: null, log: { level: debug } } }";
        assert.deepEqual(problemsOf("prod", patch), []);
    });

    it("takes STARTTLS on 587 and 2525, and any site with SameSite=None over https", () => {
        assert.deepEqual(problemsOf("prod", "kratos: { smtp: { port: 587, security: starttls } }"), []);
        assert.deepEqual(problemsOf("prod", "kratos: { smtp: { port: 2525, security: starttls } }"), []);
        const apart = `kratos:
  publicBaseUrl: https://auth.ks-backend.cloud/
  additionalHosts: []
  cookies: { sameSite: None, domain: null }`;
        assert.deepEqual(problemsOf("prod", apart), []);
    });
});

describe("all problems", () => {
    const everything = `
environment: production
mongodb: {}
cluster: { context: null, apiServer: { cidrs: [10.0.0.1/8], port: 443 } }
secrets: { store: none, aws: null, generations: { kratosCookie: 0 } }
postgres: { storage: lots }
smtpPassword: plain-password
kratos:
  publicBaseUrl: http://auth.karima.com/
  uiUrl: null
  allowedOrigins: ["*", http://karima.com]
  log: { level: debug, leakSensitiveValues: true, levle: info }
  cookies: { domain: ks-backend.cloud }
  replicas: 1
  smtp: { port: 587, user: 5, password: plain-password }`;

    it("are reported at once, those of single settings and those between them, in the order of the documentation", () => {
        assert.deepEqual(
            problemsOf("prod", everything).map(({ path }) => path),
            [
                "cluster.context",
                "cluster.apiServer.cidrs[0]",
                "secrets.store",
                "secrets.generations.kratosCookie",
                "postgres.storage",
                "kratos.publicBaseUrl",
                "kratos.uiUrl",
                "kratos.allowedOrigins[0]",
                "kratos.allowedOrigins[1]",
                "kratos.log.level",
                "kratos.log.leakSensitiveValues",
                "kratos.log.levle",
                "kratos.cookies.domain",
                "kratos.smtp.port",
                "kratos.smtp.user",
                "kratos.smtp.password",
                "kratos.replicas",
                "smtpPassword",
                "mongodb",
            ],
        );
    });

    it("of an empty stack name each setting that is required", () => {
        const error = errorOf(() => loadConfig({ stack: "dev", values: {}, secretKeys: new Set(), projectDirectory }));
        assert.deepEqual(
            error.problems.map(({ path }) => path),
            ["environment", "secrets.store", "kratos.publicBaseUrl", "kratos.uiUrl", "kratos.defaultReturnUrl"],
        );
        assert.match(error.message, /'kato-platform:environment' development --stack dev/);
    });
});
