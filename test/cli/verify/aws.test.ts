import assert from "node:assert/strict";
import { awsStore } from "../../../cli/verify/aws";
import { ownAws } from "../shared/aws-double";

describe("npm run verify, AWS Secrets Manager", () => {
    const aws = ownAws();
    const read = awsStore("us-east-1");

    it("is read with the AWS CLI", async () => {
        aws({ secrets: { "kato/production/credentials": { value: '{"api_keys":"a,b"}' } } });
        assert.deepEqual(await read("kato/production/credentials"), { api_keys: "a,b" });
    });

    it("says why it cannot be read", async () => {
        await assert.rejects(read("kato/production/credentials"), /the AWS CLI \(`aws`\) is not installed/);
        aws({});
        await assert.rejects(read("kato/production/credentials"), {
            name: "AwsError",
            code: "ResourceNotFoundException",
            message: /^AWS: An error occurred \(ResourceNotFoundException\) when calling the GetSecretValue operation/,
        });
    });
});
