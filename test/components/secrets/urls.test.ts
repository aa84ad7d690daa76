import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { type PostgresUrlArgs, postgresUrl, smtpUrl } from "../../../components/secrets/urls";
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
