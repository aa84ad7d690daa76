import assert from "node:assert/strict";
import { type Environment, ENVIRONMENTS, environmentNamed, NORMS } from "../../../../environments";
import { problemsOf } from "../../../config/stacks";
import { mandatory, previewOf } from "../../../support/preview";

/** Everything that staging may do without and production may not. */
const SMALL = `
environment: staging
cluster: { context: kato-staging }
storage: null
kratos: { replicas: 1, smtp: null, log: { level: debug, leakSensitiveValues: true } }
kato: { replicas: { min: 1, max: 1 } }
edge:
    controller: { replicas: { min: 1, max: 1 } }
    exposure: node-port
    tls: { minVersion: "1.2" }
    certificates:
        issuer: letsencrypt-staging
        solver: { type: dns01, region: us-east-1, roleArn: "arn:aws:iam::111122223333:role/cert-manager" }
`;

describe("an environment", () => {
    it("means the same to everybody, and what is none is held to everything", () => {
        assert.deepEqual(ENVIRONMENTS, ["development", "staging", "production"]);
        assert.deepEqual(NORMS, {
            development: { shared: false, live: false },
            staging: { shared: true, live: false },
            production: { shared: true, live: true },
        });
        for (const name of ["prod", "", "Development", "toString", undefined, 1]) {
            assert.equal(environmentNamed(name), "production", String(name));
        }
        assert.equal(environmentNamed("staging"), "staging");
    });

    const stacks: readonly [what: string, environment: Environment, base: "dev" | "prod", patch: string][] = [
        ["dev as it is shipped", "development", "dev", ""],
        ["prod as it is shipped", "production", "prod", ""],
        ["prod called staging", "staging", "prod", "environment: staging"],
        ["the smallest staging", "staging", "prod", SMALL],
    ];
    for (const [what, environment, base, patch] of stacks) {
        it(`can be deployed: ${what}`, async () => {
            const preview = await previewOf(base, patch);
            assert.equal(preview.environment, environment);
            assert.deepEqual(mandatory(preview), []);
            // What production protects can be made again elsewhere, and is in the way when a stack is taken down.
            const kept = preview.entries.filter(({ protect }) => protect).length;
            assert.equal(kept > 0, environment === "production");
        }).timeout(120_000);
    }

    it("is refused where the loader and the policies ask the same of it", () => {
        const paths = (patch: string) => problemsOf("prod", patch).map(({ path }) => path);
        // What goes in staging does not go in production.
        assert.deepEqual(paths(SMALL.replace("environment: staging", "environment: production")), [
            "storage.mode",
            "kratos.log.level",
            "kratos.log.leakSensitiveValues",
            "kratos.smtp",
            "kratos.replicas",
            "kato.replicas.min",
            "edge.controller.replicas.min",
            "edge.exposure",
            "edge.tls.minVersion",
            "edge.certificates.issuer",
        ]);
        // Others reach it: not these.
        assert.deepEqual(paths("{ environment: staging, kratos: { uiUrl: http://karima.com }, cluster: null }"), [
            "cluster.context",
            "cluster.apiServer",
            "kratos.uiUrl",
        ]);
    });
});
