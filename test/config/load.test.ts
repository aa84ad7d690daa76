import assert from "node:assert/strict";
import { loadConfig } from "../../config";
import { errorOf, load, problemsOf, projectDirectory } from "./stacks";

describe("loadConfig", () => {
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
            connections: 90,
        });
        assert.notEqual(config.postgresPassword, undefined);
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
vault: {}
storage: { mode: cluster-default }
mongodb: { edition: community, version: "6.0", audit: true }
redis: { resources: { memory: 16Mi } }
qdrant: { mode: external, storage: null }
kato: { image: kato, cors: { origins: ["*"] }, jwt: { algorithm: RS256 }, apiKeys: { count: 1 }, replicas: { min: 1 } }
retention: { days: none }
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
                "storage.mode",
                "secrets.store",
                "secrets.generations.kratosCookie",
                "postgres.storage",
                "mongodb.version",
                "mongodb.audit",
                "redis.resources.memory",
                "qdrant.host",
                "qdrant.cidrs",
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
                "kato.image",
                "kato.cors.origins[0]",
                "kato.jwt.algorithm",
                "kato.apiKeys.count",
                "kato.replicas.min",
                "retention.days",
                "smtpPassword",
                "vault",
            ],
        );
    });

    it("of an empty stack name each setting that is required", () => {
        const error = errorOf(() => loadConfig({ stack: "dev", values: {}, secretKeys: new Set(), projectDirectory }));
        assert.deepEqual(
            error.problems.map(({ path }) => path),
            [
                "environment",
                "secrets.store",
                "kratos.publicBaseUrl",
                "kratos.uiUrl",
                "kratos.defaultReturnUrl",
                "kato.image",
                "pulumi:disable-default-providers",
            ],
        );
        assert.match(error.message, /'kato-platform:environment' development --stack dev/);
    });
});
