import assert from "node:assert/strict";
import { scripts } from "../../package.json";
import { type Ended, node, REPOSITORY, SPAWN_TIMEOUT } from "./preview/support";

function run(...args: string[]): Promise<Ended> {
    return node(["--require", "./cli/shared/register.cjs", "cli/main.ts", ...args], REPOSITORY);
}

describe("the command line", function () {
    this.timeout(SPAWN_TIMEOUT);

    it("knows every command that a script of package.json starts", async () => {
        const { stderr } = await run();
        const known = /The commands: (.*)\./.exec(stderr)?.[1]?.split(", ") ?? [];
        const started = Object.values(scripts).flatMap((script) => /cli\/main\.ts (\S+)/.exec(script)?.[1] ?? []);
        assert.equal(started.length, 11);
        assert.deepEqual(
            started.filter((name) => !known.includes(name)),
            [],
        );
    });

    it("refuses another, and says which one is meant", async () => {
        const { status, stdout, stderr } = await run("verfy");
        assert.deepEqual([status, stdout], [2, ""]);
        assert.match(stderr, /^There is no command 'verfy'\. Did you mean 'verify'\?/);
    });

    it("tells every command which of two it is", async () => {
        const { status, stdout } = await run("down", "--help");
        assert.equal(status, 0);
        assert.match(stdout, /^Removes what `npm run up` has created/);
    });
});
