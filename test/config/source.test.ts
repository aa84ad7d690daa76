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

    it("takes stand-ins for what they are in a preview, and for values in a deployment", async () => {
        const values = {
            "kato-platform:edgePrivateKey": "placeholder-edgePrivateKey",
            "kato-platform:edgeCertificate": "placeholder-edgePrivateKey",
            "kato-platform:smtpPassword": "decrypted",
        };
        pulumi.runtime.setAllConfig(values, Object.keys(values));
        const withheld = async (preview: boolean) => {
            await pulumi.runtime.setMocks(
                { newResource: ({ inputs }) => ({ id: "id", state: inputs as object }), call: () => ({}) },
                "p",
                "s",
                preview,
            );
            return [...(engineConfig().withheld ?? [])];
        };
        assert.deepEqual(await withheld(true), ["kato-platform:edgePrivateKey"]);
        assert.deepEqual(await withheld(false), []);
    });
});
