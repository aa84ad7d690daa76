import assert from "node:assert/strict";
import Ajv from "ajv";
import addFormats from "ajv-formats";
import schema from "../../../components/identity/identity.schema.json";

describe("The built-in identity schema", () => {
    const ajv = new Ajv({ strict: false });
    addFormats(ajv);
    const validate = ajv.compile(schema);
    const valid = (traits: object) => validate({ traits });

    it("is a person with an e-mail address and, if they like, a name", () => {
        assert.ok(valid({ email: "ada@example.com" }));
        assert.ok(valid({ email: "ada@example.com", name: { first: "Ada", last: "Lovelace" } }));
        assert.ok(valid({ email: "ada@example.com", name: { first: "Ada" } }));
    });

    it("refuses what is no e-mail address and traits that nobody declared", () => {
        assert.ok(!valid({}));
        assert.ok(!valid({ email: "ada" }));
        assert.ok(!valid({ email: "ada@example.com", role: "admin" }));
        assert.ok(!valid({ email: "ada@example.com", name: { nick: "A" } }));
    });

    it("logs in, verifies and recovers by that address", () => {
        assert.deepEqual(schema.properties.traits.properties.email["ory.sh/kratos"], {
            credentials: { password: { identifier: true } },
            verification: { via: "email" },
            recovery: { via: "email" },
        });
    });
});
