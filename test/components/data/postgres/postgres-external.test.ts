import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import type { ExternalPostgres } from "../../../../components/data/postgres/postgres";
import { valueOf } from "../../../support/record";
import { make } from "./postgres.fixture";

describe("Postgres, external", () => {
    const external: ExternalPostgres = {
        mode: "external",
        host: "db.example.com",
        port: 6432,
        cidrs: ["10.2.0.0/24"],
        database: "identity",
        user: "someone",
        password: pulumi.secret("given"),
    };

    it("tells how to log in", async () => {
        const { postgres } = await make({ server: external });
        assert.equal(postgres.database, "identity");
        const { server, courier, migration } = postgres.logins;
        assert.deepEqual([server.user, server.role], ["someone", "someone"]);
        assert.equal(await valueOf(pulumi.output(server.password)), "given");
        assert.deepEqual([courier, migration], [server, server]);
    });

    it("has logins of their own for the courier and the migration where they are given", async () => {
        const courier = { user: "courier", password: pulumi.secret("of the courier") };
        const migration = { user: "owner", password: pulumi.secret("of the owner") };
        const { logins } = (await make({ server: { ...external, courier, migration } })).postgres;
        assert.equal(logins.server.role, "someone");
        assert.deepEqual([logins.courier.user, logins.courier.role], ["courier", "courier"]);
        assert.deepEqual([logins.migration.user, logins.migration.role], ["owner", "owner"]);
        assert.equal(await valueOf(pulumi.output(logins.courier.password)), "of the courier");
        assert.equal(await valueOf(pulumi.output(logins.migration.password)), "of the owner");
    });
});
