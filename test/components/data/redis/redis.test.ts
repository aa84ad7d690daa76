import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import type { Redis } from "../../../../components/data/redis/redis";
import { type Recording, secret, valueOf } from "../../../support/record";
import { KEEPER, LABELS, make, passwordOf, SERVER, STANDALONE, usersData, VOLUMES } from "./redis.fixture";

const USERS = "kubernetes:core/v1:Secret::redis-kb-users";
const SET = "kubernetes:apps/v1:StatefulSet::redis-kb";

describe("Redis, standalone", () => {
    let recording: Recording;
    let redis: Redis;
    before(async () => {
        ({ recording, redis } = await make({ server: STANDALONE }));
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

    it("is configured for what its pod mounts", () => {
        const { data } = recording.one("kubernetes:core/v1:ConfigMap::redis-kb").inputs;
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

    it("tells how to log in", async () => {
        assert.equal(redis.login.user, "kato_user");
        assert.equal(await valueOf(pulumi.output(redis.login.password)), passwordOf("login", 1));
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
});
