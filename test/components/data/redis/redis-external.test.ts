import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import type { ExternalRedis } from "../../../../components/data/redis/redis";
import { valueOf } from "../../../support/record";
import { make } from "./redis.fixture";

describe("Redis, external", () => {
    const external = (ca?: string): ExternalRedis => ({
        mode: "external",
        host: "cache.example.com",
        port: 6380,
        cidrs: ["10.3.0.0/24"],
        user: "someone",
        password: pulumi.secret("given"),
        ca,
    });

    it("makes nothing", async () => {
        const { recording } = await make({ server: external() });
        assert.deepEqual(recording.names(), ["kato:data:Redis::redis-kb"]);
        assert.deepEqual(recording.one("kato:data:Redis::redis-kb").outputs, { host: "cache.example.com", port: 6380 });
    });

    it("tells where and how to connect in the same terms", async () => {
        const { redis } = await make({ server: external() });
        assert.deepEqual(redis.endpoint, {
            workload: { kind: "addresses", name: "redis-kb", cidrs: ["10.3.0.0/24"] },
            host: "cache.example.com",
            port: 6380,
        });
        assert.equal(redis.login.user, "someone");
        assert.equal(await valueOf(pulumi.output(redis.login.password)), "given");
    });

    it("is verified by the public authorities, or by the one that is given", async () => {
        assert.deepEqual((await make({ server: external() })).redis.authority, { kind: "public" });
        const { authority } = (await make({ server: external("PEM text") })).redis;
        assert.deepEqual(authority, { kind: "pem", pem: "PEM text" });
    });
});
