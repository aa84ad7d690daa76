import assert from "node:assert/strict";
import { bytesPlaceholder, passwordPlaceholder } from "../../../../cli/preview/program/placeholders";

describe("passwordPlaceholder", () => {
    it("is exactly as long as asked, letters and digits only", () => {
        for (const length of [1, 8, 12, 32, 43, 86, 128]) {
            assert.match(passwordPlaceholder("kratos-cookie-g1", length), new RegExp(`^[A-Za-z0-9]{${length}}$`));
        }
    });

    it("says what it is and whose", () => {
        assert.match(passwordPlaceholder("kratos-cookie-g1", 43), /^placeholderkratoscookieg1/);
    });

    it("differs between names, even names that begin alike and lengths with no room for one", () => {
        const names = ["a", "b", "kratos-cookie-g1", "kratos-cookie-g2", "kratos-cookie-g10"];
        for (const length of [8, 12, 32, 86]) {
            assert.equal(new Set(names.map((name) => passwordPlaceholder(name, length))).size, names.length);
        }
    });

    it("is always the same", () => {
        assert.equal(passwordPlaceholder("store-password", 43), "placeholderstorepassword000000000000512ebb0");
    });
});

describe("bytesPlaceholder", () => {
    it("is exactly as many bytes as asked, the same ones every time", () => {
        // base64 of 32 bytes is 44 characters long, what `openssl rand -base64 32` prints.
        assert.equal(
            bytesPlaceholder("mongo-key", 32).toString("base64"),
            "cGxhY2Vob2xkZXJtb25nb2tleTAwMDAwYTk4MjNmNWM=",
        );
        assert.equal(bytesPlaceholder("mongo-key", 33).length, 33);
    });
});
