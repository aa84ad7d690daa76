import assert from "node:assert/strict";
import { placeholders } from "../../config";
import { load } from "./stacks";

describe("placeholders", () => {
    it("are what prod leaves to its user", () => {
        assert.deepEqual(placeholders(load("prod")), [{ path: "kratos.smtp.user", value: "your-ses-smtp-username" }]);
    });

    it("are none in dev", () => {
        assert.deepEqual(placeholders(load("dev")), []);
    });

    const found = ["kato.yourdomain.com", "your-org", "your-email@gmail.com", "auth.example.com", "changeme"];
    for (const value of found) {
        it(`include ${value}`, () => {
            const config = load("prod", `kratos: { smtp: { user: ${value}, fromName: ${value} } }`);
            assert.deepEqual(placeholders(config), [
                { path: "kratos.smtp.user", value },
                { path: "kratos.smtp.fromName", value },
            ]);
        });
    }

    it("are found in lists", () => {
        const config = load(
            "prod",
            "kratos: { additionalHosts: [auth.karima.com, auth.yourdomain.com], smtp: { user: apikey } }",
        );
        assert.deepEqual(placeholders(config), [{ path: "kratos.additionalHosts[1]", value: "auth.yourdomain.com" }]);
    });

    it("do not include real names that resemble them", () => {
        const user = "counterexample.org of yourself";
        assert.deepEqual(placeholders(load("prod", `kratos: { smtp: { user: "${user}" } }`)), []);
    });
});
