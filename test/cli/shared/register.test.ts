import assert from "node:assert/strict";
import { utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { cleanUp, type Ended, node, project, REPOSITORY, SPAWN_TIMEOUT } from "../preview/support";

const register = ["--require", "./cli/shared/register.cjs"];

async function evaluate(code: string): Promise<string> {
    const { stdout, stderr, status } = await node([...register, "--eval", code], REPOSITORY);
    assert.equal(status, 0, stderr);
    return stdout;
}

/** Runs the `index.ts` of a project somewhere else. */
function run(folder: string): Promise<Ended> {
    return node(["--require", join(REPOSITORY, "cli/shared/register.cjs"), "index.ts"], folder);
}

describe("register.cjs", function () {
    this.timeout(SPAWN_TIMEOUT);
    after(cleanUp);

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

    it("prefers a source to a script of the same name", async () => {
        const folder = project(`import { page } from "./page"; console.log(page satisfies string);`);
        writeFileSync(join(folder, "page.ts"), `export const page: string = "source";`);
        writeFileSync(join(folder, "page.js"), `exports.page = "script";`);
        assert.equal((await run(folder)).stdout, "source\n");
    });

    it("keeps nothing: a source that looks the same and is another is what runs", async () => {
        const folder = project(`console.log(1 as number);`);
        const file = join(folder, "index.ts");
        const then = new Date(2026, 0);
        utimesSync(file, then, then);
        assert.equal((await run(folder)).stdout, "1\n");
        writeFileSync(file, `console.log(2 as number);`);
        utimesSync(file, then, then);
        assert.equal((await run(folder)).stdout, "2\n");
    });

    it("says where an error of syntax is", async () => {
        const { status, stderr } = await run(project(`const a: number = 1;\nconst = 2;\n`));
        assert.equal(status, 1);
        assert.match(stderr, /index\.ts:2:6: ERROR: Expected identifier/);
    });
});
