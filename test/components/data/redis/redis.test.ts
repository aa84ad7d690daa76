import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import type { Redis } from "../../../../components/data/redis/redis";
import { type Recording, secret, valueOf } from "../../../support/record";
import { KEEPER, LABELS, make, passwordOf, SERVER, STANDALONE, usersData, VOLUMES } from "./redis.fixture";

const COMPONENT = "kato:data:Redis::redis-kb";
const USERS = "kubernetes:core/v1:Secret::redis-kb-users";
const SET = "kubernetes:apps/v1:StatefulSet::redis-kb";
const CLAIM = "kubernetes:core/v1:PersistentVolumeClaim::redis-kb-data";

describe("Redis, standalone", () => {
    let recording: Recording;
    let redis: Redis;
    before(async () => {
        ({ recording, redis } = await make({ server: STANDALONE }));
    });

    it("makes these resources and no others", () => {
        assert.deepEqual(recording.names(), [
            "kato:certificates:ServerCertificate::redis-kb",
            "kato:data:Redis::redis-kb",
            "kubernetes:apps/v1:StatefulSet::redis-kb",
            "kubernetes:cert-manager.io/v1:Certificate::redis-kb",
            "kubernetes:core/v1:ConfigMap::redis-kb",
            "kubernetes:core/v1:PersistentVolumeClaim::redis-kb-data",
            "kubernetes:core/v1:Secret::redis-kb-users",
            "kubernetes:core/v1:Service::redis-kb",
            "kubernetes:core/v1:Service::redis-kb-pods",
            "kubernetes:core/v1:ServiceAccount::redis-kb",
            "random:index/randomPassword:RandomPassword::redis-kb-keeper-g1",
            "random:index/randomPassword:RandomPassword::redis-kb-login-g1",
            "random:index/randomPassword:RandomPassword::redis-kb-operator-g1",
            "random:index/randomPassword:RandomPassword::redis-kb-probe-g1",
        ]);
    });

    it("is the parent of all of them", () => {
        const own = recording.resources.filter(({ type }) => type !== "kato:data:Redis");
        const parents = own.map(({ parent }) => parent);
        assert.deepEqual(
            [...new Set(parents)].sort(),
            ["kato:certificates:ServerCertificate::redis-kb", COMPONENT].sort(),
        );
    });

    it("protects the claim and the passwords in production, and nothing else", () => {
        const isProtected = recording.resources.filter(({ protect, retainOnDelete }) => protect || retainOnDelete);
        assert.deepEqual(isProtected.map(({ name, retainOnDelete }) => [name, retainOnDelete]).sort(), [
            ["redis-kb-data", true],
            ["redis-kb-keeper-g1", false],
            ["redis-kb-login-g1", false],
            ["redis-kb-operator-g1", false],
            ["redis-kb-probe-g1", false],
        ]);
    });

    it("claims a volume, without waiting for it to be bound", () => {
        assert.deepEqual(recording.one(CLAIM).inputs, {
            apiVersion: "v1",
            kind: "PersistentVolumeClaim",
            metadata: {
                name: "redis-kb-data",
                namespace: "kato",
                labels: LABELS,
                annotations: { "pulumi.com/skipAwait": "true" },
            },
            spec: {
                accessModes: ["ReadWriteOnce"],
                storageClassName: "gp3-encrypted",
                resources: { requests: { storage: "2Gi" } },
            },
        });
    });

    // Security guide, "Redis Security": the container is called redis-kb.
    it("runs one server and its keeper, as redis, on that claim", () => {
        assert.deepEqual(recording.one(SET).inputs, {
            apiVersion: "apps/v1",
            kind: "StatefulSet",
            metadata: { name: "redis-kb", namespace: "kato", labels: LABELS },
            spec: {
                replicas: 1,
                serviceName: "redis-kb-pods",
                selector: { matchLabels: { app: "redis-kb" } },
                podManagementPolicy: "Parallel",
                template: {
                    metadata: { labels: { ...LABELS, "app.kubernetes.io/version": "8.10.2" } },
                    spec: {
                        serviceAccountName: "redis-kb",
                        automountServiceAccountToken: false,
                        enableServiceLinks: false,
                        securityContext: {
                            runAsNonRoot: true,
                            runAsUser: 10020,
                            runAsGroup: 10020,
                            fsGroup: 10020,
                            fsGroupChangePolicy: "OnRootMismatch",
                            seccompProfile: { type: "RuntimeDefault" },
                        },
                        terminationGracePeriodSeconds: 60,
                        restartPolicy: "Always",
                        containers: [SERVER, KEEPER],
                        volumes: VOLUMES,
                    },
                },
            },
        });
    });

    it("starts the server after all that its pod mounts and its ServiceAccount", () => {
        assert.deepEqual(recording.one(SET).dependsOn, [
            "kubernetes:cert-manager.io/v1:Certificate::redis-kb",
            "kubernetes:core/v1:ConfigMap::redis-kb",
            "kubernetes:core/v1:PersistentVolumeClaim::redis-kb-data",
            "kubernetes:core/v1:Secret::redis-kb-users",
            "kubernetes:core/v1:ServiceAccount::redis-kb",
        ]);
    });

    // Security guide, "Kubernetes Network Policies", "Allow Redis".
    it("serves on 6379 under its own name", () => {
        assert.deepEqual(recording.one("kubernetes:core/v1:Service::redis-kb").inputs["spec"], {
            type: "ClusterIP",
            selector: { app: "redis-kb" },
            ports: [{ name: "redis", port: 6379, targetPort: "redis", protocol: "TCP" }],
        });
    });

    it("has a certificate for its names", () => {
        const { spec } = recording.one("kubernetes:cert-manager.io/v1:Certificate::redis-kb").inputs;
        assert.deepEqual((spec as { dnsNames: string[] }).dnsNames, [
            "redis-kb",
            "redis-kb.kato",
            "redis-kb.kato.svc",
            "redis-kb.kato.svc.cluster.local",
        ]);
    });

    it("keeps configuration and scripts in an immutable, auto-named ConfigMap", () => {
        const { metadata, immutable, data } = recording.one("kubernetes:core/v1:ConfigMap::redis-kb").inputs;
        assert.deepEqual(metadata, { namespace: "kato", labels: LABELS });
        assert.equal(immutable, true);
        assert.deepEqual(Object.keys(data as object).sort(), [
            "apply.sh",
            "client.sh",
            "keeper.sh",
            "probe.sh",
            "redis.conf",
        ]);
        const { "redis.conf": conf = "" } = data as Record<string, string>;
        for (const line of [
            "aclfile /etc/redis/users/users.acl",
            "tls-cert-file /etc/redis/tls/tls.crt",
            "tls-key-file /etc/redis/tls/tls.key",
            "unixsocket /run/redis/redis.sock",
            "dir /data",
            "maxmemory 256mb",
        ]) {
            assert.ok(conf.split("\n").includes(line), line);
        }
    });

    // Security guide, "Redis Security": kato_user, without the guide's +@all, and a hash in place of the password.
    it("keeps hashes and passwords in one secret Secret of a fixed name that can change in place", () => {
        assert.deepEqual(recording.one(USERS).inputs, {
            apiVersion: "v1",
            kind: "Secret",
            type: "Opaque",
            metadata: { name: "redis-kb-users", namespace: "kato", labels: LABELS },
            data: secret(usersData([1], [1])),
        });
    });

    it("shows no container a password that it does not use: the application's is in none", () => {
        const data = Object.values(usersData([1], [1])).map((text) => Buffer.from(text, "base64").toString());
        assert.ok(data.every((text) => !text.includes(passwordOf("login", 1))));
        const mounts = (container: { volumeMounts: readonly { name: string }[] }) =>
            container.volumeMounts.map(({ name }) => name);
        assert.ok(!mounts(SERVER).includes("keeper"));
    });

    it("generates passwords of 32 random bytes' strength", () => {
        for (const user of ["keeper", "login", "operator", "probe"]) {
            const password = recording.one(`random:index/randomPassword:RandomPassword::redis-kb-${user}-g1`);
            assert.deepEqual([password.inputs["length"], password.inputs["special"]], [43, false]);
        }
    });

    it("tells where and how to connect", async () => {
        assert.deepEqual(redis.endpoint, {
            workload: { kind: "workload", namespace: "kato", name: "redis-kb" },
            host: "redis-kb.kato.svc",
            port: 6379,
        });
        assert.equal(redis.login.user, "kato_user");
        assert.equal(await valueOf(pulumi.output(redis.login.password)), passwordOf("login", 1));
        assert.deepEqual(redis.authority, { kind: "internal" });
        assert.deepEqual(recording.one(COMPONENT).outputs, { host: "redis-kb.kato.svc", port: 6379 });
    });
});

describe("Redis, standalone, otherwise configured", () => {
    it("accepts the previous password beside the current one after a raise, and changes nothing in the pod", async () => {
        const of = async (login: number, internal: number) =>
            await make({ server: { ...STANDALONE, generations: { login, internal } } });
        const first = await of(1, 1);
        const cases = [
            [await of(2, 1), [2, 1], [1]],
            [await of(3, 1), [3, 2], [1]],
            [await of(1, 2), [1], [2, 1]],
            [await of(1, 3), [1], [3, 2]],
        ] as const;
        for (const [{ recording, redis }, login, internal] of cases) {
            assert.deepEqual(recording.one(USERS).inputs["data"], secret(usersData(login, internal)));
            assert.deepEqual(recording.one(SET).inputs, first.recording.one(SET).inputs);
            assert.equal(redis.login.user, "kato_user");
            assert.equal(await valueOf(pulumi.output(redis.login.password)), passwordOf("login", login[0]));
        }
    });

    it("leaves the claim unprotected and to the default storage class on a laptop", async () => {
        const { storageClass, ...rest } = STANDALONE;
        assert.ok(storageClass !== undefined);
        const { recording } = await make({ server: { ...rest, production: false } });
        const claim = recording.one(CLAIM);
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
        assert.deepEqual(recording.one(CLAIM).inputs["spec"], { accessModes: ["ReadWriteOncePod"] });
        assert.deepEqual(recording.one(SET).inputs["metadata"], { name: "renamed" });
    });
});
