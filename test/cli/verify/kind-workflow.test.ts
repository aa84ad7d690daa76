import assert from "node:assert/strict";
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";

const root = join(__dirname, "../../..");

interface Workflow {
    readonly on: Record<string, unknown>;
    readonly jobs: Record<string, { readonly steps: readonly Step[] }>;
}

interface Step {
    readonly uses?: string;
    readonly run?: string;
    readonly env?: Record<string, string>;
    readonly with?: Record<string, unknown>;
}

describe("the kind workflow", () => {
    const text = readFileSync(join(root, ".github/workflows/kind.yml"), "utf8");
    const { on, jobs } = parse(text) as Workflow;
    const job = jobs["kind"]!;

    it("runs for every release and by hand, and needs no secret", () => {
        assert.deepEqual(Object.keys(on), ["release", "workflow_dispatch"]);
        assert.doesNotMatch(text, /secrets\./);
    });

    it("does nothing that cannot be done on one's own machine", () => {
        const commands = job.steps.flatMap(({ run }) => run ?? []);
        assert.deepEqual(commands, ["npm run test:live", ".github/scripts/cluster-state.sh"]);
        const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
            scripts: Record<string, string>;
        };
        assert.ok(["test:live", "up", "verify", "drift", "down"].every((name) => name in scripts));
        const kind = job.steps.find(({ uses }) => uses?.includes("kind-action"));
        const live = job.steps.find(({ run }) => run === "npm run test:live");
        assert.equal(live?.env?.["LIVE_CONTEXT"], `kind-${String(kind?.with?.["cluster_name"])}`);
        // Executable by its owner.
        assert.ok((statSync(join(root, ".github/scripts/cluster-state.sh")).mode & 0o100) !== 0);
    });

    it("takes a kind whose network enforces policies", () => {
        const version = job.steps.find(({ uses }) => uses?.includes("kind-action"))?.with?.["version"];
        assert.equal(version, "v0.33.0");
    });
});
