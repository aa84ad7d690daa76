import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import type { ExternalRedis } from "../../../../components/data/redis/redis";
import { valueOf } from "../../../support/record";
import { make } from "./redis.fixture";

describe("Redis, external", () => {
    const external: ExternalRedis = {
        mode: "external",
        host: "cache.example.com",
        port: 6380,
        cidrs: ["10.3.0.0/24"],
        user: "someone",
        password: pulumi.secret("given"),
    };

    it("tells how to log in", async () => {
        const { redis } = await make({ server: external });
        assert.equal(redis.login.user, "someone");
        assert.equal(await valueOf(pulumi.output(redis.login.password)), "given");
    });
});
