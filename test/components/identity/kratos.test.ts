import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { RandomId } from "@pulumi/random/randomId";
import { parse } from "yaml";
import { kratosConfig } from "../../../components/identity/kratos-config";
import { generated, valueOf } from "../../support/record";
import {
    CERTIFICATE,
    CLEANUP,
    COURIER,
    COURIER_DSN,
    DATABASE,
    DEPLOYMENT,
    DSN,
    files,
    type Made,
    made,
    MAIL,
    MIGRATION,
    MIGRATION_DSN,
    SERVICE,
    SMTP,
    text,
} from "./made";
import { WITHOUT_MAIL } from "./settings";

describe("Kratos", () => {
    let small: Made;
    let large: Made;
    before(async () => {
        small = await made();
        large = await made({ replicas: 2, mailServer: MAIL });
    });

    it("is a server, a migration and a cleanup; one replica without mail has neither budget nor courier", () => {
        assert.deepEqual(small.recording.names(), [
            "kato:certificates:ServerCertificate::kratos-tls",
            "kato:identity:Kratos::kratos",
            DEPLOYMENT,
            CLEANUP,
            MIGRATION,
            CERTIFICATE,
            "kubernetes:core/v1:ConfigMap::kratos-config",
            "kubernetes:core/v1:Secret::kratos-cleanup-connection",
            "kubernetes:core/v1:Secret::kratos-database",
            "kubernetes:core/v1:Secret::kratos-migrate-connection",
            "kubernetes:core/v1:Secret::kratos-migrate-database",
            "kubernetes:core/v1:Secret::kratos-secrets",
            "kubernetes:core/v1:Service::kratos-admin",
            "kubernetes:core/v1:Service::kratos-public",
            "kubernetes:core/v1:ServiceAccount::kratos-account",
            "kubernetes:core/v1:ServiceAccount::kratos-cleanup-account",
            "kubernetes:core/v1:ServiceAccount::kratos-migrate-account",
            "random:index/randomPassword:RandomPassword::kratos-cipher-g1",
            "random:index/randomPassword:RandomPassword::kratos-cookie-g1",
            "random:index/randomPassword:RandomPassword::kratos-default-g1",
            "random:index/randomPassword:RandomPassword::kratos-pagination-g1",
        ]);
    });

    it("has a budget with two replicas, and one courier where mail can be sent", () => {
        const before = small.recording.names();
        assert.deepEqual(
            large.recording.names().filter((name) => !before.includes(name)),
            [
                COURIER,
                "kubernetes:core/v1:Secret::kratos-courier-connection",
                "kubernetes:core/v1:Secret::kratos-courier-database",
                "kubernetes:core/v1:Secret::kratos-mail",
                "kubernetes:core/v1:ServiceAccount::kratos-courier-account",
                "kubernetes:policy/v1:PodDisruptionBudget::kratos-budget",
            ],
        );
        const replicas = (name: string) => (large.recording.one(name).inputs["spec"] as { replicas: number }).replicas;
        assert.deepEqual([replicas(DEPLOYMENT), replicas(COURIER)], [2, 1]);
    });

    it("is the parent of all it makes", () => {
        const parents = new Set(large.recording.resources.map(({ parent }) => parent));
        assert.deepEqual(
            parents,
            new Set([undefined, "kato:identity:Kratos::kratos", "kato:certificates:ServerCertificate::kratos-tls"]),
        );
    });

    it("migrates once the certificate is there, and before anything else runs", () => {
        assert.ok(large.recording.one(MIGRATION).dependsOn.includes(CERTIFICATE));
        for (const name of [DEPLOYMENT, COURIER, CLEANUP]) {
            assert.ok(large.recording.one(name).dependsOn.includes(MIGRATION), name);
        }
    });

    it("runs each pod only once its ServiceAccount is there", () => {
        const pods = {
            [DEPLOYMENT]: "kratos",
            [COURIER]: "kratos-courier",
            [MIGRATION]: "kratos-migrate",
            [CLEANUP]: "kratos-cleanup",
        };
        for (const [name, account] of Object.entries(pods)) {
            const { dependsOn } = large.recording.one(name);
            assert.ok(dependsOn.includes(`kubernetes:core/v1:ServiceAccount::${account}-account`), name);
        }
    });

    it("makes nothing before what it depends on", async () => {
        const { recording } = await made({}, () => ({ dependsOn: new RandomId("first", { byteLength: 1 }) }));
        const early = recording.resources.filter(
            ({ type, name, dependsOn }) =>
                !type.startsWith("kato:") &&
                name !== "first" &&
                !dependsOn.includes("random:index/randomId:RandomId::first"),
        );
        assert.deepEqual(
            early.map(({ name }) => name),
            [],
        );
    });

    it("serves the public and the admin API as two Services on 4433 and 4434 (setup guide, “Step 5”)", () => {
        const found = (name: string) => {
            const { metadata, spec } = small.recording.one(`kubernetes:core/v1:Service::${name}`).inputs;
            return { name: (metadata as { name: string }).name, spec };
        };
        const spec = (name: string, port: number) => ({
            type: "ClusterIP",
            selector: { app: "kratos" },
            ports: [{ name, port, targetPort: name, protocol: "TCP" }],
        });
        assert.deepEqual(found("kratos-public"), { name: "kratos", spec: spec("public", 4433) });
        assert.deepEqual(found("kratos-admin"), { name: "kratos-admin", spec: spec("admin", 4434) });
    });

    it("is known inside the cluster by these endpoints", () => {
        const { publicEndpoint, adminEndpoint } = small.kratos;
        const server = { kind: "workload", namespace: "kratos", name: "kratos" };
        assert.deepEqual(publicEndpoint, { workload: server, host: "kratos.kratos.svc", port: 4433 });
        assert.deepEqual(adminEndpoint, { workload: server, host: "kratos-admin.kratos.svc", port: 4434 });
        assert.deepEqual(small.recording.one("kato:identity:Kratos::kratos").outputs, {
            publicEndpoint,
            adminEndpoint,
        });
    });

    it("has a certificate for both Services and the public name", () => {
        const { dnsNames } = small.recording.one(CERTIFICATE).inputs["spec"] as { dnsNames: string[] };
        assert.deepEqual(dnsNames, [
            "kratos",
            "kratos.kratos",
            "kratos.kratos.svc",
            "kratos.kratos.svc.cluster.local",
            "kratos-admin",
            "kratos-admin.kratos",
            "kratos-admin.kratos.svc",
            "kratos-admin.kratos.svc.cluster.local",
            "auth.karima.com",
        ]);
    });

    it("reads kratos.yml, in which the admin API is inside the cluster, and the given identity schema", () => {
        const { data } = small.recording.one("kubernetes:core/v1:ConfigMap::kratos-config").inputs;
        const { "kratos.yml": config, "identity.schema.json": schema, ...others } = data as Record<string, string>;
        const settings = { ...WITHOUT_MAIL, adminBaseUrl: "https://kratos-admin.kratos.svc:4434/" };
        assert.deepEqual(parse(String(config)), kratosConfig(settings, "v26.2.0"));
        assert.doesNotMatch(String(config), /[&*]a1/, "anchors");
        assert.deepEqual(JSON.parse(String(schema)), { title: "Person" });
        assert.deepEqual(others, {});
    });

    it("reads secrets from files of their own: the DSN (sslmode=verify-full), Kratos' secrets, and the mail server", () => {
        assert.deepEqual(files(large, "kratos-database"), { "database.json": { dsn: DSN } });
        assert.deepEqual(files(large, "kratos-secrets"), {
            "secrets.json": {
                secrets: {
                    default: [generated("kratos-default-g1", 43)],
                    cookie: [generated("kratos-cookie-g1", 43)],
                    cipher: [generated("kratos-cipher-g1", 32)],
                    pagination: [generated("kratos-pagination-g1", 43)],
                },
            },
        });
        assert.equal(text(large, "kratos-cleanup-connection")["pg_service.conf"], SERVICE);
        // Without a cipher it needs none of Kratos' secrets.
        assert.deepEqual(files(large, "kratos-mail"), {
            "mail.json": { courier: { smtp: { connection_uri: SMTP } }, ciphers: { algorithm: "noop" } },
        });
    });

    it("stores its credentials under the seed's names (setup guide, “Required Variables”)", async () => {
        const values = async ({ stored }: Made) => {
            assert.deepEqual(
                stored.map(({ service }) => service),
                ["kratos"],
            );
            return await valueOf(pulumi.all({ ...stored[0]?.values }));
        };
        const always = {
            KRATOS_DSN: DSN,
            KRATOS_DB_PASSWORD: "of/the server",
            KRATOS_MIGRATION_DSN: MIGRATION_DSN,
            KRATOS_SECRET_COOKIE: generated("kratos-cookie-g1", 43),
            KRATOS_SECRET_CIPHER: generated("kratos-cipher-g1", 32),
            KRATOS_SECRET_DEFAULT: generated("kratos-default-g1", 43),
            KRATOS_SECRET_PAGINATION: generated("kratos-pagination-g1", 43),
        };
        assert.deepEqual(await values(small), always);
        assert.deepEqual(await values(large), {
            ...always,
            KRATOS_COURIER_DSN: COURIER_DSN,
            KRATOS_SMTP_CONNECTION_URI: SMTP,
        });
        const generations = { kratosCookie: 3, kratosCipher: 2, kratosDefault: 1, kratosPagination: 1 };
        assert.deepEqual(await values(await made({ generations })), {
            ...always,
            KRATOS_SECRET_COOKIE: generated("kratos-cookie-g3", 43),
            KRATOS_SECRET_COOKIE_PREVIOUS: generated("kratos-cookie-g2", 43),
            KRATOS_SECRET_CIPHER: generated("kratos-cipher-g2", 32),
            KRATOS_SECRET_CIPHER_PREVIOUS: generated("kratos-cipher-g1", 32),
        });
    });

    it("verifies another team's database by the given authority, or by the public ones", async () => {
        const given = await made({ database: { ...DATABASE, authority: { kind: "pem", pem: "a certificate" } } });
        assert.deepEqual(given.recording.one("kubernetes:core/v1:ConfigMap::kratos-database-ca").inputs["data"], {
            "ca.crt": "a certificate",
        });
        assert.deepEqual(files(given, "kratos-database"), { "database.json": { dsn: DSN } });
        const open = await made({ database: { ...DATABASE, authority: { kind: "public" } } });
        assert.deepEqual(files(open, "kratos-database"), {
            "database.json": { dsn: DSN.replace("&sslrootcert=/etc/kratos/ca/ca.crt", "") },
        });
        assert.equal(
            text(open, "kratos-cleanup-connection")["pg_service.conf"],
            SERVICE.replace("/etc/kratos/ca/ca.crt", "/etc/ssl/certs/ca-certificates.crt"),
        );
        assert.ok(!JSON.stringify(open.recording.one(MIGRATION).inputs).includes("/etc/kratos/ca"));
    });

    it("lets a transform change each pod's owner", async () => {
        const mark = (args: { metadata?: unknown }) => {
            Object.assign(args.metadata as object, { annotations: { marked: "yes" } });
        };
        const transform = { deployment: mark, courier: mark, migration: mark, cleanup: mark };
        const { recording } = await made({ mailServer: MAIL, transform });
        const marked = recording.resources.filter(({ inputs }) => JSON.stringify(inputs).includes('"marked"'));
        assert.deepEqual(marked.map(({ name }) => name).sort(), [
            "kratos",
            "kratos-cleanup",
            "kratos-courier",
            "kratos-migrate",
        ]);
    });
});
