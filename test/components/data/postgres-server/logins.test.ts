import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { acceptedLogins, currentLogin } from "../../../../components/data/postgres-server/logins";

describe("the logins of a generation", () => {
    const [current, previous] = [pulumi.output("current"), pulumi.output("previous")];

    for (const [generation, now, before] of [
        [2, "kratos_b", "kratos_a"],
        [3, "kratos_a", "kratos_b"],
        [4, "kratos_b", "kratos_a"],
    ] as const) {
        it(`are ${now} now and ${before} before in generation ${generation}`, () => {
            const password = { generation, current, previous };
            assert.deepEqual(currentLogin(password), { user: now, password: current });
            assert.deepEqual(acceptedLogins(password), { [now]: current, [before]: previous });
        });
    }

    it("are kratos_a alone in the first", () => {
        const password = { generation: 1, current };
        assert.deepEqual(currentLogin(password), { user: "kratos_a", password: current });
        assert.deepEqual(acceptedLogins(password), { kratos_a: current });
    });
});
