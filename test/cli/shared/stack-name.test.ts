import assert from "node:assert/strict";
import { stackName } from "../../../cli/shared/stack-name";

describe("the name of a stack", () => {
    for (const text of ["dev", "acme/dev", "acme/kato-platform/dev"]) {
        it(`may be written as Pulumi writes it: ${text}`, () => {
            assert.equal(stackName(text), "dev");
        });
    }

    for (const text of ["", "..", "../dev", "a/../dev", "a/b/c/dev", "a//dev", "my stack", "acme/kato-platform/.."]) {
        it(`is no other path: '${text}'`, () => {
            assert.throws(() => stackName(text), { name: "UsageError", message: /cannot be a stack's name/ });
        });
    }

    it("is of this project", () => {
        assert.throws(() => stackName("acme/other/dev"), { message: /project other; this one is kato-platform/ });
    });
});
