import assert from "node:assert/strict";
import { hchacha20 } from "./xchacha20";

describe("the tests' XChaCha20", () => {
    it("derives the key of the draft's example (section 2.2.1)", () => {
        const key = Buffer.from([...Array(32).keys()]);
        const nonce = Buffer.from("000000090000004a0000000031415927", "hex");
        assert.equal(
            hchacha20(key, nonce).toString("hex"),
            "82413b4227b27bfed30e42508a877d73a0f9e4d58a74a853c12ec41326d3ecdc",
        );
    });
});
