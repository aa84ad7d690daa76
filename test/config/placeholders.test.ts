import assert from "node:assert/strict";
import { placeholders } from "../../config";
import { load } from "./stacks";

describe("placeholders", () => {
    it("are what prod leaves to its user", () => {
        assert.deepEqual(placeholders(load("prod")), [
            { path: "kratos.smtp.user", value: "your-ses-smtp-username" },
            { path: "kato.image", value: "ghcr.io/your-org/kato:3.0.0" },
            { path: "kato.cors.origins[0]", value: "https://app.yourdomain.com" },
            { path: "kato.cors.origins[1]", value: "https://admin.yourdomain.com" },
            { path: "edge.hosts.kato", value: "kato.yourdomain.com" },
            { path: "edge.certificates.email", value: "admin@yourdomain.com" },
        ]);
    });

    it("are none in dev", () => {
        assert.deepEqual(placeholders(load("dev")), []);
    });

    /** For all but Kratos: prod has placeholders there. */
    const own = `kato: { image: ghcr.io/karima/kato:3.0.0, cors: { origins: [https://app.karima.com] } },
        edge: { hosts: { kato: api.karima.com }, certificates: { email: admin@karima.com } }`;

    const found = ["kato.yourdomain.com", "your-org", "your-email@gmail.com", "auth.example.com", "changeme"];
    for (const value of found) {
        it(`include ${value}`, () => {
            const config = load("prod", `{ kratos: { smtp: { user: ${value}, fromName: ${value} } }, ${own} }`);
            assert.deepEqual(placeholders(config), [
                { path: "kratos.smtp.user", value },
                { path: "kratos.smtp.fromName", value },
            ]);
        });
    }

    it("are found in lists", () => {
        const config = load(
            "prod",
            `{ kratos: { additionalHosts: [login.karima.com, auth.yourdomain.com], smtp: { user: apikey } }, ${own} }`,
        );
        assert.deepEqual(placeholders(config), [{ path: "kratos.additionalHosts[1]", value: "auth.yourdomain.com" }]);
    });

    it("are found among KATO's own variables", () => {
        const config = load("dev", "kato: { extraEnv: { SUPPORT: help@yourdomain.com } }");
        assert.deepEqual(placeholders(config), [{ path: "kato.extraEnv.SUPPORT", value: "help@yourdomain.com" }]);
    });

    it("do not include real names that resemble them", () => {
        const user = "counterexample.org of yourself";
        assert.deepEqual(placeholders(load("prod", `{ kratos: { smtp: { user: "${user}" } }, ${own} }`)), []);
    });
});
