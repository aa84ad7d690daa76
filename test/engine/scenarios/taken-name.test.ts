import assert from "node:assert/strict";
import { awsProgram } from "../../cli/shared/aws-double";
import { asUser, succeeded } from "../support/scenario";

const secretType = "aws:secretsmanager/secret:Secret";
const name = "kato/development/credentials";
const arn = `arn:aws:secretsmanager:us-east-1:123456789012:secret:${name}`;
const rename = "pulumi config set --path 'kato-platform:secrets.aws.name' NAME --stack dev";

describe("npm run up, into an account where another stack has its names", () => {
    it("is told so, before anything is made where AWS can be asked, and else by the error", () =>
        asUser(async (project, npm) => {
            const secrets = { store: "aws-secrets-manager", aws: { region: "us-east-1" } };
            project.configure("dev", { "kato-platform:secrets": secrets });
            project.plant("aws", arn, { type: secretType, object: { name } });

            const tags = { "part-of": "kato-platform", stack: "dev-of-anna", environment: "development" };
            project.install("aws", awsProgram({ secrets: { [name]: { tags } } }));
            const refused = await npm("up", "--yes");
            assert.equal(refused.code, 3, refused.output);
            assert.match(refused.output, /problem +kato\/development\/credentials +taken by stack dev-of-anna/);
            assert.ok(refused.output.includes(rename), refused.output);
            assert.match(refused.output, /Nothing was changed/);
            assert.deepEqual(project.operations(), []);

            project.install("aws", awsProgram({ loggedOut: true }));
            const stopped = await npm("up", "--yes");
            assert.equal(stopped.code, 3, stopped.output);
            assert.match(stopped.output, /warning +AWS +cannot tell whether its names are free: .*credentials/);
            assert.match(stopped.output, /ResourceExistsException: the secret kato\/development\/credentials already/);
            assert.match(
                stopped.output,
                /AWS has a secret or a key's alias of that name already\. It is another stack's/,
            );
            assert.ok(stopped.output.includes(rename), stopped.output);
            const [taken] = project.world("aws").filter(({ id }) => id === arn);
            assert.deepEqual(taken?.object, { name }, "what is the other stack's was touched");

            // The fix that is named.
            project.configure("dev", { "kato-platform:secrets.aws.name": "dev-of-ben" });
            succeeded(await npm("up", "--yes"));
            const names = project.world("aws").filter(({ type }) => type === secretType);
            const paths = names.map(({ object }) => object["name"]);
            assert.deepEqual(
                paths.sort(),
                [name, "kato/dev-of-ben/credentials", "kratos/dev-of-ben/credentials"].sort(),
            );
        }));
});
