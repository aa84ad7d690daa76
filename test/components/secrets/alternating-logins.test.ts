import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { acceptedLogins, currentLogin } from "../../../components/secrets/alternating-logins";

const LOGINS = ["odd_login", "even_login"] as const;

describe("the logins of a generation", () => {
    const [current, previous] = [pulumi.output("current"), pulumi.output("previous")];

    for (const [generation, now, before] of [
        [2, "even_login", "odd_login"],
        [3, "odd_login", "even_login"],
        [4, "even_login", "odd_login"],
    ] as const) {
        it(`are ${now} now and ${before} before in generation ${generation}`, () => {
            const password = { generation, current, previous };
            assert.deepEqual(currentLogin(LOGINS, password), { user: now, password: current });
            assert.deepEqual(acceptedLogins(LOGINS, password), { [now]: current, [before]: previous });
        });
    }

    it("are odd_login alone in the first", () => {
        const password = { generation: 1, current };
        assert.deepEqual(currentLogin(LOGINS, password), { user: "odd_login", password: current });
        assert.deepEqual(acceptedLogins(LOGINS, password), { odd_login: current });
    });
});
