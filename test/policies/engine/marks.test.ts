import assert from "node:assert/strict";
import { UNKNOWN } from "../../../kubernetes/field";
import { withoutMarks } from "../../../policies/engine/marks";
import { secret } from "../pack/rpc";

/** How Pulumi's protocol marks what is no JSON. */
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const ASSET = "c44067f5952c0a294b673a41bacd8c17";
const RESOURCE = "5cf8f73096256a8f31e491e813e4eb8e";

describe("the marks of Pulumi's protocol", () => {
    it("are taken off, and secrets named by their path", () => {
        assert.deepEqual(
            withoutMarks({ plain: 1, hidden: secret("x"), list: ["a", secret("b")], map: { "c.d": secret({ e: 1 }) } }),
            {
                props: { plain: 1, hidden: "x", list: ["a", "b"], map: { "c.d": { e: 1 } } },
                secretPaths: ["hidden", "list[1]", 'map["c.d"]'],
            },
        );
    });

    it("name the outermost of two", () => {
        assert.deepEqual(withoutMarks({ a: secret({ b: secret("c"), d: [secret("e")] }) }), {
            props: { a: { b: "c", d: ["e"] } },
            secretPaths: ["a"],
        });
    });

    it("leave what is unknown unknown, and null null", () => {
        assert.deepEqual(withoutMarks({ a: UNKNOWN, b: secret(UNKNOWN), c: null, d: secret(null), e: [null] }), {
            props: { a: UNKNOWN, b: UNKNOWN, c: null, d: null, e: [null] },
            secretPaths: ["b", "d"],
        });
    });

    it("leave references to resources as URNs, and of assets what they are made of", () => {
        const urn = "urn:pulumi:dev::kato::kubernetes:core/v1:Secret::a";
        const asset = { [SIGNATURE]: ASSET, text: "hello" };
        assert.deepEqual(withoutMarks({ a: { [SIGNATURE]: RESOURCE, urn, id: "1" }, b: asset, c: secret(asset) }), {
            props: { a: urn, b: { text: "hello" }, c: { text: "hello" } },
            secretPaths: ["c"],
        });
    });
});
