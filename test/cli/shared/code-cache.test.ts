import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { cleanUp, node, REPOSITORY, SPAWN_TIMEOUT, temporaryFolder } from "../preview/support";

describe("compiled sources", function () {
    this.timeout(SPAWN_TIMEOUT);
    let root = "";
    let cache = "";
    let clock = 1_000_000;

    /** A project of its own, because the cache is the project's. */
    beforeEach(() => {
        root = temporaryFolder();
        cache = path.join(root, "node_modules", ".cache", "kato-platform");
        fs.cpSync(path.join(REPOSITORY, "cli", "shared"), path.join(root, "cli", "shared"), { recursive: true });
        fs.mkdirSync(path.join(root, "node_modules"));
        fs.symlinkSync(path.join(REPOSITORY, "node_modules", "tsx"), path.join(root, "node_modules", "tsx"));
        fs.cpSync(path.join(REPOSITORY, "tsconfig.json"), path.join(root, "tsconfig.json"));
        source(
            "main.ts",
            'import { word } from "./word";\nconsole.log(word satisfies string, require("./word.ts").word);',
        );
        source("word.ts", 'export const word: string = "one";');
    });
    after(cleanUp);

    function source(name: string, text: string): void {
        fs.writeFileSync(path.join(root, name), text);
        // As if written at another time, without waiting for one.
        clock += 10;
        fs.utimesSync(path.join(root, name), clock, clock);
    }

    async function run(...args: string[]): Promise<string> {
        const { stdout, stderr, status } = await node(
            ["--require", path.join(root, "cli/shared/register.cjs"), "main.ts", ...args],
            root,
        );
        assert.equal(status, 0, stderr);
        return stdout;
    }

    const kept = (): string[] => (fs.existsSync(cache) ? fs.readdirSync(cache).sort() : []);

    it("are kept, code and compiled code of each, and used the next time", async () => {
        assert.equal(await run(), "one one\n");
        const files = kept();
        assert.deepEqual(
            files.map((file) => path.extname(file)),
            [".bin", ".js", ".bin", ".js"],
        );
        // What is kept is what runs: a word of the same length, so that V8 takes its part as well.
        const ours = (file: string): boolean => fs.readFileSync(path.join(cache, file), "utf8").includes('"one"');
        const entry = files.find((file) => file.endsWith(".js") && ours(file)) ?? "";
        fs.rmSync(path.join(cache, entry.replace(".js", ".bin")));
        fs.writeFileSync(
            path.join(cache, entry),
            fs.readFileSync(path.join(cache, entry), "utf8").replace("one", "own"),
        );
        assert.equal(await run(), "own own\n");
        assert.deepEqual(kept(), files);
    });

    it("import what they need later, the next time as well", async () => {
        source("main.ts", 'void import("node:path").then(({ sep }) => console.log(sep));');
        assert.equal(await run(), "/\n");
        assert.equal(await run(), "/\n");
        assert.equal(await run(), "/\n");
    });

    it("are made anew when the source changes, even to as many characters", async () => {
        await run();
        source("word.ts", 'export const word: string = "two";');
        assert.equal(await run(), "two two\n");
    });

    it("are made anew where what is kept is damaged, or of another version of V8", async () => {
        await run();
        kept()
            .filter((file) => file.endsWith(".bin"))
            .forEach((file) => {
                fs.writeFileSync(path.join(cache, file), "damaged");
            });
        assert.equal(await run(), "one one\n");
        assert.ok(kept().every((file) => fs.statSync(path.join(cache, file)).size > "damaged".length));
    });

    it("are not kept where stack traces are asked for, nor where nothing can be written", async () => {
        assert.equal(await run("--verbose"), "one one\n");
        assert.deepEqual(kept(), []);
        fs.writeFileSync(path.join(root, "node_modules", ".cache"), "a file in its place");
        assert.equal(await run(), "one one\n");
    });
});
