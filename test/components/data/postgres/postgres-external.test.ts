import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import type { ExternalPostgres } from "../../../../components/data/postgres/postgres";
import { valueOf } from "../../../support/record";
import { make } from "./postgres.fixture";

describe("Postgres, external", () => {
    const external = (ca?: string): ExternalPostgres => ({
        mode: "external",
        host: "db.example.com",
        port: 6432,
        cidrs: ["10.2.0.0/24"],
        database: "identity",
        user: "someone",
        password: pulumi.secret("given"),
        ca,
    });

    it("makes nothing", async () => {
        const { recording } = await make({ server: external() });
        assert.deepEqual(recording.names(), ["kato:data:Postgres::kratos-postgres"]);
        assert.deepEqual(recording.one("kato:data:Postgres::kratos-postgres").outputs, {
            host: "db.example.com",
            port: 6432,
            database: "identity",
        });
    });

    it("tells where and how to connect in the same terms", async () => {
        const { postgres } = await make({ server: external() });
        assert.deepEqual(postgres.endpoint, {
            workload: { kind: "addresses", name: "kratos-postgres", cidrs: ["10.2.0.0/24"] },
            host: "db.example.com",
            port: 6432,
        });
        assert.equal(postgres.database, "identity");
        const { server, courier, migration } = postgres.logins;
        assert.deepEqual([server.user, server.role], ["someone", "someone"]);
        assert.equal(await valueOf(pulumi.output(server.password)), "given");
        assert.deepEqual([courier, migration], [server, server]);
    });

    it("has logins of their own for the courier and the migration where they are given", async () => {
        const courier = { user: "courier", password: pulumi.secret("of the courier") };
        const migration = { user: "owner", password: pulumi.secret("of the owner") };
        const { logins } = (await make({ server: { ...external(), courier, migration } })).postgres;
        assert.equal(logins.server.role, "someone");
        assert.deepEqual([logins.courier.user, logins.courier.role], ["courier", "courier"]);
        assert.deepEqual([logins.migration.user, logins.migration.role], ["owner", "owner"]);
        assert.equal(await valueOf(pulumi.output(logins.courier.password)), "of the courier");
        assert.equal(await valueOf(pulumi.output(logins.migration.password)), "of the owner");
    });

    it("is verified by the public authorities, or by the one that is given", async () => {
        assert.deepEqual((await make({ server: external() })).postgres.authority, { kind: "public" });
        const { authority } = (await make({ server: external("PEM text") })).postgres;
        assert.deepEqual(authority, { kind: "pem", pem: "PEM text" });
    });
});
