import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import {
    type MongodbUrlArgs,
    mongodbUrl,
    type PostgresUrlArgs,
    postgresUrl,
    type RedisUrlArgs,
    redisUrl,
    smtpUrl,
} from "../../../components/secrets/urls";
import { type Endpoint, workload } from "../../../components/workload/identity";
import { record, valueOf } from "../../support/record";

const database: Endpoint = { workload: workload("shop", "db"), host: "db.shop.svc", port: 5432 };
const mail: Endpoint = { workload: workload("shop", "mail"), host: "smtp.example.com", port: 465 };
/** Every character that means something in a URL. */
const AWKWARD = "a b:c/d?e#f@g%h&i=j+k";
const ESCAPED = "a%20b%3Ac%2Fd%3Fe%23f%40g%25h%26i%3Dj%2Bk";

function postgres(args: Partial<PostgresUrlArgs> = {}): pulumi.Output<string> {
    return postgresUrl({ endpoint: database, login: { user: "me", password: "simple" }, database: "shop", ...args });
}

before(() => record(() => undefined));

describe("postgresUrl", () => {
    it("verifies the server's certificate and name (setup guide, “3. Database Security”: at least sslmode=require)", async () => {
        assert.equal(await valueOf(postgres()), "postgres://me:simple@db.shop.svc:5432/shop?sslmode=verify-full");
    });

    it("names the authority's file and the client's parameters", async () => {
        const url = postgres({ caFile: "/etc/ca/ca.crt", parameters: { max_conns: "20" } });
        assert.equal(
            await valueOf(url),
            "postgres://me:simple@db.shop.svc:5432/shop?sslmode=verify-full&sslrootcert=/etc/ca/ca.crt&max_conns=20",
        );
    });

    it("escapes user and password, so that they arrive as they are", async () => {
        const url = await valueOf(postgres({ login: { user: AWKWARD, password: AWKWARD } }));
        assert.equal(url, `postgres://${ESCAPED}:${ESCAPED}@db.shop.svc:5432/shop?sslmode=verify-full`);
        const { username, password, host, pathname } = new URL(url);
        assert.deepEqual(
            [decodeURIComponent(username), decodeURIComponent(password), host, pathname],
            [AWKWARD, AWKWARD, "db.shop.svc:5432", "/shop"],
        );
    });

    it("is secret even where the password was not marked", async () => {
        assert.equal(await pulumi.isSecret(postgres()), true);
    });
});

describe("mongodbUrl", () => {
    const url = (args: Partial<MongodbUrlArgs> = {}) =>
        mongodbUrl({
            endpoint: { workload: workload("kato", "mongo-kb"), host: "mongo-kb.kato.svc", port: 27017 },
            login: { user: "kato_user", password: "simple" },
            database: "kato",
            caFile: "/etc/ca/bundle.pem",
            srv: false,
            ...args,
        });

    it("looks users up in kato and verifies certificate and name (security guide, “MongoDB Authentication”)", async () => {
        assert.equal(
            await valueOf(url()),
            "mongodb://kato_user:simple@mongo-kb.kato.svc:27017/kato?authSource=kato" +
                "&authMechanism=SCRAM-SHA-256&tls=true&tlsCAFile=/etc/ca/bundle.pem",
        );
        assert.equal(await pulumi.isSecret(url()), true);
    });

    it("leaves port, users' database and mechanism to the DNS records where there are some", async () => {
        assert.equal(
            await valueOf(url({ srv: true })),
            "mongodb+srv://kato_user:simple@mongo-kb.kato.svc/kato?tls=true&tlsCAFile=/etc/ca/bundle.pem",
        );
    });

    it("leaves the authorities to the client where none of its files is known", async () => {
        const login = { user: AWKWARD, password: AWKWARD };
        const bare = mongodbUrl({ endpoint: database, login, database: "kato", srv: false });
        assert.equal(
            await valueOf(bare),
            `mongodb://${ESCAPED}:${ESCAPED}@db.shop.svc:5432/kato?authSource=kato&authMechanism=SCRAM-SHA-256&tls=true`,
        );
    });
});

describe("redisUrl", () => {
    const url = (login: RedisUrlArgs["login"]) =>
        redisUrl({
            endpoint: { workload: workload("kato", "redis-kb"), host: "redis-kb.kato.svc", port: 6379 },
            login,
            caFile: "/etc/ca/bundle.pem",
        });
    const tls = "ssl_cert_reqs=required&ssl_check_hostname=true&ssl_ca_certs=/etc/ca/bundle.pem";

    it("uses TLS with certificate and name verified, and database 0 (security guide, “Redis Security”)", async () => {
        const login = { user: "kato_user", password: "simple" };
        assert.equal(await valueOf(url(login)), `rediss://kato_user:simple@redis-kb.kato.svc:6379/0?${tls}`);
        assert.equal(await pulumi.isSecret(url(login)), true);
    });

    it("escapes user and password", async () => {
        assert.equal(
            await valueOf(url({ user: AWKWARD, password: AWKWARD })),
            `rediss://${ESCAPED}:${ESCAPED}@redis-kb.kato.svc:6379/0?${tls}`,
        );
    });
});

describe("smtpUrl", () => {
    const login = { user: "me@example.com", password: AWKWARD };

    it("speaks TLS from the first byte and verifies (setup guide, “Step 4”: smtps, 465, skip_ssl_verify=false)", async () => {
        const url = smtpUrl({ endpoint: mail, login, security: "smtps" });
        assert.equal(
            await valueOf(url),
            `smtps://me%40example.com:${ESCAPED}@smtp.example.com:465/?skip_ssl_verify=false`,
        );
        assert.equal(await pulumi.isSecret(url), true);
    });

    it("upgrades with STARTTLS, which Kratos enforces unless told not to", async () => {
        const url = smtpUrl({ endpoint: { ...mail, port: 587 }, login, security: "starttls" });
        assert.equal(
            await valueOf(url),
            `smtp://me%40example.com:${ESCAPED}@smtp.example.com:587/?skip_ssl_verify=false`,
        );
    });
});

describe("what is no plain text in a URL", () => {
    it("is encoded in names of databases", async () => {
        const login = { user: "me", password: "simple" };
        const name = "a#b?c&d/e";
        const mongo = mongodbUrl({ endpoint: database, login, database: name, srv: false });
        assert.match(await valueOf(mongo), /:5432\/a%23b%3Fc%26d%2Fe\?authSource=a%23b%3Fc%26d\/e&/);
        const postgres = postgresUrl({ endpoint: database, login, database: name });
        assert.match(await valueOf(postgres), /:5432\/a%23b%3Fc%26d%2Fe\?sslmode=verify-full/);
    });
});

describe("a replica set", () => {
    it("is named with all its members and where its users are", async () => {
        const url = mongodbUrl({
            endpoint: { ...database, host: "a.karima.com", port: 27017 },
            otherHosts: ["b.karima.com", "c.karima.com"],
            login: { user: "me", password: "p" },
            database: "kato",
            replicaSet: "rs0",
            authSource: "admin",
            srv: false,
        });
        assert.equal(
            await valueOf(url),
            "mongodb://me:p@a.karima.com:27017,b.karima.com:27017,c.karima.com:27017/kato?authSource=admin&authMechanism=SCRAM-SHA-256&replicaSet=rs0&tls=true",
        );
    });
});

describe("a relay without login", () => {
    it("is asked for none", async () => {
        const url = smtpUrl({ endpoint: { ...database, host: "relay.karima.com", port: 587 }, security: "starttls" });
        assert.equal(await valueOf(url), "smtp://relay.karima.com:587/?skip_ssl_verify=false");
    });
});
