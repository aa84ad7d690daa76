import assert from "node:assert/strict";
import { assertNoTrace, cleanUp, type Ended, preview, project, SPAWN_TIMEOUT } from "../support";

const INVALID = 2;
const UNEXPECTED = 3;

/** Two at a time, for two cores. */
async function inPairs<T, R>(items: readonly T[], run: (item: T) => Promise<R>): Promise<R[]> {
    const results: R[] = [];
    for (let index = 0; index < items.length; index += 2) {
        results.push(...(await Promise.all(items.slice(index, index + 2).map(run))));
    }
    return results;
}

describe("npm run preview of a program that fails", function () {
    this.timeout(SPAWN_TIMEOUT);
    after(cleanUp);

    const imports = `
            import * as pulumi from "@pulumi/pulumi";
            import { ConfigMap } from "@pulumi/kubernetes/core/v1";
        `;
    const failing: [string, string, RegExp][] = [
        ["it throws", `throw new Error("out of order");`, /^out of order\n/m],
        ["it throws no error", `throw "out of order";`, /^out of order\n/m],
        [
            "its main function rejects",
            `module.exports = async () => { throw new Error("out of order"); };`,
            /^out of order\n/m,
        ],
        ["it cannot be loaded", `import "./nowhere";`, /Cannot find module '\.\/nowhere'/],
        [
            "an apply throws",
            `${imports} pulumi.output(1).apply(() => { throw new Error("too late"); });`,
            /^too late\n/m,
        ],
        [
            "an apply of an input throws",
            `${imports} new ConfigMap("a", { data: { k: pulumi.output("v").apply(() => { throw new Error("too late"); }) } });`,
            /"data": too late\n/,
        ],
        [
            "an apply after a resource throws",
            `${imports} new ConfigMap("a", {}).metadata.name.apply((name) => { throw new Error("no " + name.slice(0, 2)); });`,
            /^no a-\n/m,
        ],
        ["it leaves a promise rejected", `void Promise.reject(new Error("too late"));`, /^too late\n/m],
        ["it throws in a timer", `setTimeout(() => { throw new Error("too late"); }, 0);`, /^too late\n/m],
        ["it logs an error", `${imports} void pulumi.log.error("this cannot be");`, /^this cannot be\n/m],
        ["it exits by itself", `process.exit(0);`, /ended before it was done/],
        ["it waits forever", `module.exports = () => new Promise(() => {});`, /ended before it was done/],
        [
            "a resource waits forever",
            `${imports} new ConfigMap("a", { data: { k: pulumi.output(new Promise<string>(() => {})) } });`,
            /ended before it was done/,
        ],
        [
            "two resources have one identity",
            `${imports} new ConfigMap("a", {}); new ConfigMap("a", {});`,
            /same identity, urn:pulumi:dev::kato-platform::kubernetes:core\/v1:ConfigMap::a/,
        ],
        [
            "two resources make one object",
            `${imports} const metadata = { name: "x" }; new ConfigMap("a", { metadata }); new ConfigMap("b", { metadata });`,
            /same object, default\/ConfigMap\/x/,
        ],
        [
            "it asks a provider",
            `${imports} export const account = pulumi.runtime.invoke("aws:index/getCallerIdentity:getCallerIdentity", {});`,
            /has no provider to ask/,
        ],
        ["its table is no table", `export const connections = "all";`, /output 'connections' is not a list/],
    ];
    let ends: Ended[];

    before(async () => {
        ends = await inPairs(failing, ([, program]) => preview(project(program), "--stack", "dev"));
    });

    failing.forEach(([what, , message], index) => {
        it(`ends with 3: ${what}`, () => {
            const ended = ends[index] ?? assert.fail("it was not started");
            assert.equal(ended.status, UNEXPECTED, `${ended.stdout}${ended.stderr}`);
            assert.equal(ended.stdout, "");
            assert.match(ended.stderr, message);
            assertNoTrace(ended);
        });
    });

    it("ends with 3: a resource uses a default provider that the stack disables", async () => {
        const folder = project(
            `${imports} new ConfigMap("a", {});`,
            "config:\n  pulumi:disable-default-providers: [kubernetes]\n",
        );
        const ended = await preview(folder, "--stack", "dev");
        assert.equal(ended.status, UNEXPECTED);
        assert.match(ended.stderr, /ConfigMap::a has no provider of its own/);
    });

    it("ends with 2: it refuses its configuration", async () => {
        const program = `class ConfigError extends Error { override name = "ConfigError"; } throw new ConfigError("replicas: at least 2");`;
        const ended = await preview(project(program), "--stack", "dev");
        assert.equal(ended.status, INVALID);
        assert.match(ended.stderr, /^replicas: at least 2\n$/m);
    });

    it("prints the stack trace with --verbose, with the source's lines", async () => {
        const program = `interface Nothing {\n    a: string;\n}\n\nthrow new Error("out of order");\nexport type { Nothing };`;
        const ended = await preview(project(program), "--stack", "dev", "--verbose");
        assert.equal(ended.status, UNEXPECTED);
        assert.match(ended.stderr, /at .*index\.ts:5:\d+/);
    });

    it("ends with 3: it throws when all is written", async () => {
        const program = `setTimeout(() => { throw new Error("too late"); }, 3000);`;
        const ended = await preview(project(program), "--stack", "dev");
        assert.equal(ended.status, UNEXPECTED);
        assert.match(ended.stderr, /^too late$/m);
        assertNoTrace(ended);
    });

    it("says so in JSON with --json, and nothing else on stdout", async () => {
        const { stdout } = await preview(project(`console.log("hello"); process.exit(0);`), "--stack", "dev", "--json");
        const { exitCode, error } = JSON.parse(stdout) as { exitCode: number; error: string };
        assert.equal(exitCode, UNEXPECTED);
        assert.match(error, /ended before it was done/);
    });
});
