import assert from "node:assert/strict";
import { asUser } from "../support/scenario";

describe("the policy pack", () => {
    it("stops a stack with a forbidden pod before anything is created", () =>
        asUser(async (project, npm) => {
            project.changeProgram(
                "index.ts",
                (program) => `${program}
import * as forbidden from "@pulumi/kubernetes/core/v1";
import { Provider as AnyProvider } from "@pulumi/kubernetes/provider";

new forbidden.Pod(
    "forbidden",
    {
        metadata: { name: "forbidden", namespace: "kratos" },
        spec: { containers: [{ name: "shell", image: "docker.io/library/busybox:1.37.0", securityContext: { privileged: true } }] },
    },
    { provider: new AnyProvider("any", { context: "kind-test" }) },
);
`,
            );
            const { code, output } = await npm("up", "--yes");
            assert.equal(code, 1, output);
            assert.match(output, /pss-privileged/);
            assert.match(output, /mandatory policy is violated/);
            assert.deepEqual(project.operations(), []);
        }));
});
