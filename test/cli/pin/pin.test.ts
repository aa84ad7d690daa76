import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pin } from "../../../cli/pin/pin";
import { digest, RegistryDouble } from "./registry-double";

const repository = join(__dirname, "..", "..", "..");

/** A program with one pod for each image, and a chart with values. */
function program(images: readonly string[], values: object): string {
    return `import { Pod } from "@pulumi/kubernetes/core/v1";
import { Release } from "@pulumi/kubernetes/helm/v3/release";
import { Provider } from "@pulumi/kubernetes/provider";
const provider = new Provider("cluster", { context: "test" });
for (const [index, image] of ${JSON.stringify(images)}.entries()) {
    new Pod("pod-" + index, { spec: { containers: [{ name: "a", image }] } }, { provider });
}
new Release("chart", { chart: "c", values: ${JSON.stringify(values)} }, { provider });
export const connections = [];
`;
}

describe("npm run pin", function () {
    this.timeout(60_000);
    let registry: RegistryDouble;
    let root: string;
    let written: { out: string; err: string };

    beforeEach(async () => {
        registry = await RegistryDouble.start({ "acme/kato:3.0.0": "kato", "acme/redis:8": "redis" });
        root = mkdtempSync(join(tmpdir(), "pin-"));
        values = {};
        written = { out: "", err: "" };
        mkdirSync(join(root, "components", "workload"), { recursive: true });
        symlinkSync(join(repository, "node_modules"), join(root, "node_modules"));
        writeFileSync(join(root, "Pulumi.dev.yaml"), "config:\n");
    });

    afterEach(async () => {
        await registry.stop();
        rmSync(root, { recursive: true });
    });

    let values: object;

    function run(images: readonly string[], known: Readonly<Record<string, string>>, ...argv: string[]) {
        writeFileSync(join(root, "index.ts"), program(images, values));
        writeFileSync(join(root, "components/workload/digests.json"), JSON.stringify(known));
        const out = { write: (text: string) => (written.out += text) !== "" };
        const err = { write: (text: string) => (written.err += text) !== "" };
        return pin(argv, root, { stdout: out, stderr: err });
    }

    const digests = (): unknown => JSON.parse(readFileSync(join(root, "components/workload/digests.json"), "utf8"));

    it("writes down what each tag stands for, and says what is new and what was moved", async () => {
        const [kato, redis] = [`${registry.host}/acme/kato:3.0.0`, `${registry.host}/acme/redis:8`];
        // As the program names it once it is pinned.
        const before = { [redis]: digest("redis of last month"), "gone:1": digest("gone") };
        assert.equal(await run([kato, `${redis}@${digest("redis of last month")}`], before), 0);
        assert.deepEqual(digests(), { [kato]: digest("kato"), [redis]: digest("redis") });
        assert.deepEqual(written.out.split("\n"), [
            `new       ${kato}  ${digest("kato")}`,
            `moved     ${redis}  ${digest("redis")}`,
            "",
        ]);
    });

    it("pins what charts are told to run, at any depth, new or known", async () => {
        const [kato, redis] = [`${registry.host}/acme/kato:3.0.0`, `${registry.host}/acme/redis:8`];
        values = {
            image: { repository: `${registry.host}/acme/kato`, tag: "3.0.0" },
            webhook: { image: { repository: `${registry.host}/acme/redis`, tag: "8", digest: digest("before") } },
        };
        assert.equal(await run([], { [redis]: digest("before") }), 0);
        assert.deepEqual(digests(), { [kato]: digest("kato"), [redis]: digest("redis") });
        assert.match(written.out, /^new .*kato:3[^]*moved .*redis:8/);
    });

    it("leaves placeholders and digests written by hand alone", async () => {
        const byHand = `${registry.host}/private/kato:1@${digest("by hand")}`;
        assert.equal(await run([byHand, "ghcr.io/your-org/kato:3.0.0"], {}), 0);
        assert.deepEqual(digests(), {});
        assert.match(written.err, /^ghcr\.io\/your-org\/kato:3\.0\.0 is a placeholder/);
    });

    it("keeps the digests of other stacks where one is named", async () => {
        const kato = `${registry.host}/acme/kato:3.0.0`;
        assert.equal(await run([kato], { "other:1": digest("other") }, "--stack", "dev"), 0);
        assert.deepEqual(digests(), { [kato]: digest("kato"), "other:1": digest("other") });
    });

    it("writes nothing if one cannot be found, and names every one", async () => {
        const images = ["kato:3.0.0", "lost:1", "lost:2"].map((name) => `${registry.host}/acme/${name}`);
        assert.equal(await run(images, {}), 3);
        assert.deepEqual(digests(), {});
        assert.match(written.err, /lost:1: .*404[^]*lost:2: .*404[^]*Nothing was written\.\n$/);
    });
});
