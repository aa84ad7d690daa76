import assert from "node:assert/strict";
import { node, REPOSITORY, SPAWN_TIMEOUT } from "../preview/support";

const register = ["--require", "./cli/shared/register.cjs"];

async function evaluate(code: string): Promise<string> {
    const { stdout, stderr, status } = await node([...register, "--eval", code], REPOSITORY);
    assert.equal(status, 0, stderr);
    return stdout;
}

describe("register.cjs", function () {
    this.timeout(SPAWN_TIMEOUT);

    it("loads the SDK without the TypeScript compiler and npm's dependency solver", async () => {
        const loaded = await evaluate(`
            require("@pulumi/pulumi");
            const loaded = (name) => Object.keys(require.cache).some((file) => file.includes("/node_modules/" + name + "/"));
            console.log(["@pulumi/pulumi", "typescript", "@npmcli/arborist"].map(loaded).join());
        `);
        assert.equal(loaded, "true,false,false\n");
    });

    it("loads the compiler when the SDK uses it", async () => {
        const text = await evaluate(`
            const { runtime } = require("@pulumi/pulumi");
            const offset = 40;
            runtime.serializeFunction((value) => value + offset).then(({ text }) => console.log(text.includes("offset: 40")));
        `);
        assert.equal(text, "true\n");
    });

    it("runs TypeScript sources that import each other without extensions", async () => {
        const text = await evaluate(`console.log(require("./config/suggest.ts").closest("stak", ["stack", "out"]))`);
        assert.equal(text, "stack\n");
    });
});
