import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { engineConfig } from "../../config";

describe("engineConfig", () => {
    const before = pulumi.runtime.allConfig();
    afterEach(() => {
        pulumi.runtime.setAllConfig(before);
    });

    it("takes the values, which of them are secret, and the stack from the engine", () => {
        const values = {
            "kato-platform:environment": "production",
            "kato-platform:smtpPassword": "decrypted",
            "aws:region": "us-east-1",
        };
        pulumi.runtime.setAllConfig(values, ["kato-platform:smtpPassword"]);
        const source = engineConfig();
        assert.deepEqual(source.values, values);
        assert.deepEqual([...source.secretKeys], ["kato-platform:smtpPassword"]);
        assert.equal(source.stack, pulumi.getStack());
    });

    it("has no secret where the engine names none", () => {
        pulumi.runtime.setAllConfig({ "kato-platform:environment": "production" });
        assert.equal(engineConfig().secretKeys.size, 0);
    });
});
