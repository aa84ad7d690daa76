import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Project, StateResource } from "../support/project";
import { generated, generatedCount, inDevelopment, succeeded, testContext, up } from "../support/scenario";

/** Namespaces have fixed names, so that a cluster holds one stack: the second one has a cluster of its own. */
const otherContext = "kind-other";

const salt = /^encryptionsalt: .*$/m;

describe("two development stacks in one backend", () => {
    it("share no secret, no state and no object, and outlive each other", () =>
        inDevelopment(async (project) => {
            await makeOther(project);
            await up(project);
            const cluster = project.world("kubernetes", testContext);
            await up(project, "other");
            assert.deepEqual(project.world("kubernetes", testContext), cluster);

            const [dev, other] = [await project.state("dev"), await project.state("other")];
            assert.deepEqual(
                dev.map(urnOf).filter((urn) => other.map(urnOf).includes(urn)),
                [],
            );
            const [ours, theirs] = [generated(dev), generated(other)];
            assert.equal(Object.keys(ours).length, generatedCount.development);
            assert.deepEqual(Object.keys(theirs).sort(), Object.keys(ours).sort());
            const all = [...Object.values(ours), ...Object.values(theirs)];
            assert.equal(new Set(all).size, 2 * generatedCount.development);
            assert.deepEqual(valuesIn(project, otherContext, ours), []);
            assert.deepEqual(valuesIn(project, testContext, theirs), []);
            const found = valuesIn(project, testContext, ours);
            assert.equal(found.length, generatedCount.development, "looking for values does find them");

            succeeded(await project.pulumi("destroy", "--yes", "--skip-preview", "--stack", "other"));
            assert.deepEqual(project.world("kubernetes", otherContext), []);
            assert.deepEqual(project.world("kubernetes", testContext), cluster);
            assert.deepEqual(await project.state("dev"), dev);
            project.operations();
            await up(project, "dev", "--refresh", "--expect-no-changes");
            assert.deepEqual(project.operations(), []);
        }));
});

async function makeOther(project: Project): Promise<void> {
    // All but the salt of the other stack's key.
    const settings = stackFile(project, "dev").replace(salt, "");
    writeFileSync(join(project.folder, "Pulumi.other.yaml"), settings);
    project.configure("other", { "kato-platform:cluster.context": otherContext });
    succeeded(await project.pulumi("stack", "init", "other", "--no-select"));
    const [ours, theirs] = ["dev", "other"].map((stack) => salt.exec(stackFile(project, stack))?.[0]);
    assert.ok(ours !== undefined && theirs !== undefined && ours !== theirs, "each stack has a key of its own");
}

function stackFile(project: Project, stack: string): string {
    return readFileSync(join(project.folder, `Pulumi.${stack}.yaml`), "utf8");
}

function urnOf({ urn }: StateResource): string {
    return urn;
}

/** The names of the values that stand in a Secret of a cluster. */
function valuesIn(project: Project, context: string, values: Readonly<Record<string, string>>): readonly string[] {
    const secrets = project.world("kubernetes", context).filter(({ type }) => type === "kubernetes:core/v1:Secret");
    const text = secrets
        .flatMap(({ object }) => Object.values(object["data"] as Record<string, string>))
        .map((encoded) => Buffer.from(encoded, "base64").toString())
        .join("\n");
    return Object.keys(values).filter((name) => text.includes(values[name] ?? ""));
}
