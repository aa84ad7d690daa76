import assert from "node:assert/strict";
import { describeFound } from "../../config/found";

describe("what was found", () => {
    const shown: [unknown, string][] = [
        ["debug", '"debug"'],
        [5, "the number 5"],
        [true, "true"],
        [undefined, "nothing"],
        [null, "nothing"],
        ["", "nothing"],
        [[], "an empty list"],
        [["a"], "a list"],
        [{ a: 1 }, "an object"],
        ["https://auth.ks-backend.cloud/", '"https://auth.ks-backend.cloud/"'],
        ["no-reply@karima.com", '"no-reply@karima.com"'],
        ["x".repeat(300), `"${"x".repeat(100)}…"`],
    ];
    for (const [value, text] of shown) {
        it(`is shown: ${text.slice(0, 40)}`, () => {
            assert.equal(describeFound(value, []), text);
        });
    }

    const masked: [string, string][] = [
        ["https://user:word@host/", '"https://user:***@host/"'],
        ["https://user:wo@rd/x@host/", '"https://user:***@host/"'],
        ["https://token@host/", '"https://***@host/"'],
        [
            "postgresql://kratos:word@localhost:5432/kratos?sslmode=require",
            '"postgresql://kratos:***@localhost:5432/kratos?sslmode=require"',
        ],
        ["postgres://host/db?user=kratos&password=word", '"postgres://host/db?user=kratos&password=***"'],
        ["host=db user=kratos password=word", '"host=db user=kratos password=***"'],
        ["apikey:word@smtp.sendgrid.net:465", '"apikey:***@smtp.sendgrid.net:465"'],
    ];
    for (const [value, text] of masked) {
        it(`loses its password: ${value}`, () => {
            assert.equal(describeFound(value, []), text);
        });
    }

    // Put together here, because nothing that looks like a secret belongs in a file.
    const secrets = [
        ["-----BEGIN", "PRIVATE KEY-----"].join(" "),
        ["ey", "J", "hbGciOi.x.y"].join(""),
        ["AK", "IA", "ABCDEFGHIJKLMNOP"].join(""),
        ["SG", "abcdefghijk", "lmnop"].join("."),
        ["aB3", "dE6", "gH9"].join("").repeat(3),
    ];
    for (const secret of secrets) {
        it(`is not shown where it looks like a secret: ${secret.slice(0, 4)}…`, () => {
            assert.equal(describeFound(secret, []), "a value that is not shown");
        });
    }

    it("is not shown where it holds a secret of the stack", () => {
        assert.equal(describeFound("smtp-user:word", ["word"]), "a value that is not shown");
    });
});
