// The least that any preview has to do: load the SDK packages and register so many resources under mocks.
const pulumi = require("@pulumi/pulumi");
require("@pulumi/kubernetes");
require("@pulumi/random");
require("@pulumi/aws");

const count = Number(process.argv[2]);
const mocks = { newResource: ({ name, inputs }) => ({ id: name, state: inputs }), call: () => ({}) };

async function main() {
    await pulumi.runtime.setMocks(mocks, "floor", "bench", true);
    await pulumi.runtime.runInPulumiStack(async () => {
        for (let index = 0; index < count; index++) {
            new pulumi.CustomResource("bench:index:Bare", `resource-${index}`, {});
        }
    });
    await pulumi.runtime.disconnect();
}

void main();
