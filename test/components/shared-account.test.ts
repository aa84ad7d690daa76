import assert from "node:assert/strict";
import { promised } from "../../cli/verify/promised";
import { load } from "../config/stacks";
import { previewOf } from "../support/preview";

const named = (patch: string) => `secrets: { aws: { region: eusc-de-east-1, ${patch} } }`;

async function namesInAws(patch: string): Promise<string[]> {
    const { resources } = await previewOf("prod", patch);
    return resources
        .filter(({ type }) => ["aws:secretsmanager/secret:Secret", "aws:kms/alias:Alias"].includes(type))
        .map(({ inputs }) => String(inputs["name"]))
        .sort();
}

describe("two production stacks in one account", () => {
    it("have names of their own in AWS, in whatever region", async () => {
        const [one, other] = [await namesInAws(named("")), await namesInAws(named("name: production-eu"))];
        assert.deepEqual(one, [
            "alias/kato-platform-production",
            "alias/kato-platform-production-volumes",
            "kato/production/credentials",
            "kratos/production/credentials",
        ]);
        assert.deepEqual(
            other,
            one.map((name) => name.replace("production", "production-eu")),
        );
    });

    it("are looked for there by npm run verify", () => {
        const { secretStore } = promised(load("prod", named("name: production-eu")));
        assert.deepEqual(secretStore, { region: "eusc-de-east-1", name: "production-eu" });
    });

    it("may take keys and roles of any partition", () => {
        const key = "arn:aws-eusc:kms:eusc-de-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
        const { storage } = load("prod", `storage: { mode: aws-ebs, kmsKeyArn: "${key}" }`);
        assert.deepEqual(storage, { mode: "aws-ebs", kmsKeyArn: key });
    });
});
