import assert from "node:assert/strict";
import { recordedPlatform } from "../support/platform";
import { without } from "../support/pods";
import { certManagerSchema } from "./published";
import { validator } from "./validate";

const KINDS = { Certificate: "certificates", ClusterIssuer: "clusterissuers", Issuer: "issuers" };

describe("cert-manager's resources against the definitions of v1.21.1", () => {
    const schemas = new Map<string, object>();
    before(async () => {
        for (const [kind, plural] of Object.entries(KINDS)) {
            schemas.set(kind, await certManagerSchema(plural));
        }
    });

    for (const kind of Object.keys(KINDS)) {
        it(`are valid: ${kind}`, async () => {
            const violations = validator(schemas.get(kind) ?? {});
            for (const stack of ["dev", "prod"] as const) {
                const objects = (await recordedPlatform(stack)).ofType(`kubernetes:cert-manager.io/v1:${kind}`);
                assert.notEqual(objects.length, 0);
                for (const { name, inputs } of objects) {
                    // The API server knows metadata's schema better than the definition does.
                    const object = without(inputs, "metadata");
                    assert.deepEqual(violations(object), [], `${stack} ${name}`);
                    const misspelled = { ...object, spec: { ...(object["spec"] as object), secretNam: "x" } };
                    assert.match(violations(misspelled).join("\n"), /secretNam/);
                }
            }
        });
    }
});
