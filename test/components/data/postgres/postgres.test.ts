import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import type { Postgres } from "../../../../components/data/postgres/postgres";
import { type Recording, secret, valueOf } from "../../../support/record";
import { KEEPER, LABELS, make, SERVER, STANDALONE, VOLUMES } from "./postgres.fixture";

const COMPONENT = "kato:data:Postgres::kratos-postgres";

/** Exactly what the mocks make of `kratos-postgres-<login>-g<generation>`, in the encoding of a Secret. */
const passwordOf = (generation: number, login = "login"): string =>
    Buffer.from(`kratospostgres${login}g${generation}`.padEnd(43, "0"), "utf8").toString("base64");

describe("Postgres, standalone", () => {
    let recording: Recording;
    let postgres: Postgres;
    before(async () => {
        ({ recording, postgres } = await make({ server: STANDALONE }));
    });

    it("makes these resources and no others: no claim template, no disruption budget, no superuser password", () => {
        assert.deepEqual(recording.names(), [
            "kato:certificates:ServerCertificate::kratos-postgres",
            "kato:data:Postgres::kratos-postgres",
            "kubernetes:apps/v1:StatefulSet::kratos-postgres",
            "kubernetes:cert-manager.io/v1:Certificate::kratos-postgres",
            "kubernetes:core/v1:ConfigMap::kratos-postgres",
            "kubernetes:core/v1:PersistentVolumeClaim::kratos-postgres-data",
            "kubernetes:core/v1:Secret::kratos-postgres-logins",
            "kubernetes:core/v1:Service::kratos-postgres",
            "kubernetes:core/v1:Service::kratos-postgres-pods",
            "kubernetes:core/v1:ServiceAccount::kratos-postgres",
            "random:index/randomPassword:RandomPassword::kratos-postgres-courier-login-g1",
            "random:index/randomPassword:RandomPassword::kratos-postgres-login-g1",
            "random:index/randomPassword:RandomPassword::kratos-postgres-server-login-g1",
        ]);
    });

    it("is the parent of all of them", () => {
        const own = recording.resources.filter(({ type }) => type !== "kato:data:Postgres");
        const parents = own.map(({ parent }) => parent);
        const certificate = "kato:certificates:ServerCertificate::kratos-postgres";
        assert.deepEqual([...new Set(parents)].sort(), [certificate, COMPONENT]);
    });

    it("protects the claim and the password in production, and nothing else", () => {
        const isProtected = recording.resources.filter(({ protect, retainOnDelete }) => protect || retainOnDelete);
        assert.deepEqual(
            isProtected.map(({ name, protect, retainOnDelete }) => ({ name, protect, retainOnDelete })),
            [
                ...["login", "server-login", "courier-login"].map((login) => ({
                    name: `kratos-postgres-${login}-g1`,
                    protect: true,
                    retainOnDelete: false,
                })),
                { name: "kratos-postgres-data", protect: true, retainOnDelete: true },
            ],
        );
    });

    it("claims a volume, without waiting for it to be bound", () => {
        assert.deepEqual(recording.one("kubernetes:core/v1:PersistentVolumeClaim::kratos-postgres-data").inputs, {
            apiVersion: "v1",
            kind: "PersistentVolumeClaim",
            metadata: {
                name: "kratos-postgres-data",
                namespace: "kratos",
                labels: LABELS,
                annotations: { "pulumi.com/skipAwait": "true" },
            },
            spec: {
                accessModes: ["ReadWriteOnce"],
                storageClassName: "gp3-encrypted",
                resources: { requests: { storage: "20Gi" } },
            },
        });
    });

    it("runs one server and its keeper, as postgres, on that claim", () => {
        assert.deepEqual(recording.one("kubernetes:apps/v1:StatefulSet::kratos-postgres").inputs, {
            apiVersion: "apps/v1",
            kind: "StatefulSet",
            metadata: { name: "kratos-postgres", namespace: "kratos", labels: LABELS },
            spec: {
                replicas: 1,
                serviceName: "kratos-postgres-pods",
                selector: { matchLabels: { app: "kratos-postgres" } },
                podManagementPolicy: "Parallel",
                template: {
                    metadata: { labels: { ...LABELS, "app.kubernetes.io/version": "17.11" } },
                    spec: {
                        serviceAccountName: "kratos-postgres",
                        automountServiceAccountToken: false,
                        enableServiceLinks: false,
                        securityContext: {
                            runAsNonRoot: true,
                            runAsUser: 999,
                            runAsGroup: 999,
                            fsGroup: 999,
                            fsGroupChangePolicy: "OnRootMismatch",
                            seccompProfile: { type: "RuntimeDefault" },
                        },
                        terminationGracePeriodSeconds: 120,
                        restartPolicy: "Always",
                        containers: [SERVER, KEEPER],
                        volumes: VOLUMES,
                    },
                },
            },
        });
    });

    it("starts the server after all that its pod mounts and its ServiceAccount", () => {
        assert.deepEqual(recording.one("kubernetes:apps/v1:StatefulSet::kratos-postgres").dependsOn, [
            "kubernetes:cert-manager.io/v1:Certificate::kratos-postgres",
            "kubernetes:core/v1:ConfigMap::kratos-postgres",
            "kubernetes:core/v1:PersistentVolumeClaim::kratos-postgres-data",
            "kubernetes:core/v1:Secret::kratos-postgres-logins",
            "kubernetes:core/v1:ServiceAccount::kratos-postgres",
        ]);
    });

    it("serves on 5432 under its own name", () => {
        assert.deepEqual(recording.one("kubernetes:core/v1:Service::kratos-postgres").inputs["spec"], {
            type: "ClusterIP",
            selector: { app: "kratos-postgres" },
            ports: [{ name: "postgres", port: 5432, targetPort: "postgres", protocol: "TCP" }],
        });
    });

    it("keeps configuration and scripts in an immutable, auto-named ConfigMap", () => {
        const { metadata, immutable, data } = recording.one("kubernetes:core/v1:ConfigMap::kratos-postgres").inputs;
        assert.deepEqual(metadata, { namespace: "kratos", labels: LABELS });
        assert.equal(immutable, true);
        assert.deepEqual(Object.keys(data as object).sort(), [
            "apply.sh",
            "database.sql",
            "keeper.sh",
            "login.sql",
            "pg_hba.conf",
            "postgresql.conf",
            "probe.sh",
            "pulse.sh",
            "start.sh",
        ]);
        const { "postgresql.conf": conf } = data as Record<string, string>;
        assert.match(conf ?? "", /^hba_file = '\/etc\/postgres\/config\/pg_hba\.conf'$/m);
        assert.match(conf ?? "", /^ssl_key_file = '\/etc\/postgres\/tls\/tls\.key'$/m);
        assert.match(conf ?? "", /^unix_socket_directories = '\/var\/run\/postgresql'$/m);
        assert.match(conf ?? "", /^shared_buffers = 128MB$/m);
    });

    it("keeps the passwords in a secret Secret of a fixed name that can change in place", () => {
        assert.deepEqual(recording.one("kubernetes:core/v1:Secret::kratos-postgres-logins").inputs, {
            apiVersion: "v1",
            kind: "Secret",
            type: "Opaque",
            metadata: { name: "kratos-postgres-logins", namespace: "kratos", labels: LABELS },
            data: secret({
                kratos_a: passwordOf(1),
                kratos_server_a: passwordOf(1, "serverlogin"),
                kratos_courier_a: passwordOf(1, "courierlogin"),
            }),
        });
    });

    it("generates passwords of 32 random bytes' strength", () => {
        for (const login of ["login", "server-login", "courier-login"]) {
            const { inputs } = recording.one(`random:index/randomPassword:RandomPassword::kratos-postgres-${login}-g1`);
            assert.deepEqual([inputs["length"], inputs["special"]], [43, false]);
        }
    });

    it("tells where and how to connect", async () => {
        assert.deepEqual(postgres.endpoint, {
            workload: { kind: "workload", namespace: "kratos", name: "kratos-postgres" },
            host: "kratos-postgres.kratos.svc",
            port: 5432,
        });
        assert.equal(postgres.database, "kratos");
        const logins = Object.entries(postgres.logins).map(([use, { user, role }]) => [use, user, role]);
        assert.deepEqual(logins, [
            ["migration", "kratos_a", "kratos"],
            ["server", "kratos_server_a", "kratos_server"],
            ["courier", "kratos_courier_a", "kratos_courier"],
        ]);
        const password = await valueOf(pulumi.output(postgres.logins.server.password));
        assert.equal(password, "kratospostgresserverloging1".padEnd(43, "0"));
        assert.deepEqual(postgres.authority, { kind: "internal" });
        assert.deepEqual(recording.one(COMPONENT).outputs, {
            host: "kratos-postgres.kratos.svc",
            port: 5432,
            database: "kratos",
        });
    });
});

describe("Postgres, standalone, otherwise configured", () => {
    it("keeps the previous login beside the current one after a raise, and changes nothing in the server's pod", async () => {
        const first = await make({ server: STANDALONE });
        const second = await make({ server: { ...STANDALONE, generation: 2 } });
        const third = await make({ server: { ...STANDALONE, generation: 3 } });
        const logins = (of: typeof first) =>
            of.recording.one("kubernetes:core/v1:Secret::kratos-postgres-logins").inputs["data"];
        const accepted = (a: number, b: number) =>
            secret({
                ...{ kratos_a: passwordOf(a), kratos_b: passwordOf(b) },
                ...{ kratos_server_a: passwordOf(a, "serverlogin"), kratos_server_b: passwordOf(b, "serverlogin") },
                ...{ kratos_courier_a: passwordOf(a, "courierlogin"), kratos_courier_b: passwordOf(b, "courierlogin") },
            });
        assert.deepEqual(logins(second), accepted(1, 2));
        assert.deepEqual(logins(third), accepted(3, 2));
        const users = ({ postgres }: typeof first) => Object.values(postgres.logins).map(({ user }) => user);
        assert.deepEqual(users(second), ["kratos_b", "kratos_server_b", "kratos_courier_b"]);
        assert.deepEqual(users(third), ["kratos_a", "kratos_server_a", "kratos_courier_a"]);
        const pod = (of: typeof first) => of.recording.one("kubernetes:apps/v1:StatefulSet::kratos-postgres").inputs;
        assert.deepEqual(pod(second), pod(first));
        assert.deepEqual(pod(third), pod(first));
    });

    it("leaves the claim unprotected and to the default storage class on a laptop", async () => {
        const { storageClass, ...rest } = STANDALONE;
        assert.ok(storageClass !== undefined);
        const { recording } = await make({ server: { ...rest, production: false } });
        const claim = recording.one("kubernetes:core/v1:PersistentVolumeClaim::kratos-postgres-data");
        assert.equal(claim.protect, false);
        assert.equal(claim.retainOnDelete, false);
        assert.equal("storageClassName" in (claim.inputs["spec"] as object), false);
    });

    it("lets the caller change the claim and the StatefulSet", async () => {
        const { recording } = await make({
            server: STANDALONE,
            transform: {
                claim: (args) => {
                    args.spec = { accessModes: ["ReadWriteOncePod"] };
                },
                statefulSet: (args) => {
                    args.metadata = { name: "renamed" };
                },
            },
        });
        const claim = recording.one("kubernetes:core/v1:PersistentVolumeClaim::kratos-postgres-data");
        assert.deepEqual(claim.inputs["spec"], { accessModes: ["ReadWriteOncePod"] });
        const set = recording.one("kubernetes:apps/v1:StatefulSet::kratos-postgres");
        assert.deepEqual(set.inputs["metadata"], { name: "renamed" });
    });
});
