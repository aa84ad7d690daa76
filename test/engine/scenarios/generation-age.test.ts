import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "mocha";
import type { Project, StateResource } from "../support/project";
import { generated, inProduction, inProject, katoSecrets, nameOf, succeeded, up } from "../support/scenario";

const passwordType = "random:index/randomPassword:RandomPassword";

describe("the day on which a credential was made", () => {
    it("is kept from the first deployment, is never asked of an older stack, and replaces nothing", () =>
        inProject(async (project) => {
            succeeded(await project.pulumi("stack", "init", "dev", "--no-select"));
            // As the program was before it stored the day.
            deployOnly(project, "jwt", 1, (code) =>
                code.replace(", keepers }", " }").replace('ignoreChanges: ["keepers"], ', ""),
            );
            await up(project);
            const before = generated(await project.state("dev"));
            assert.deepEqual(Object.keys(before), ["jwt-g1"]);
            assert.deepEqual(daysIn(await project.state("dev")), {});

            deployOnly(project, "jwt", 1, on("2026-01-01"));
            await up(project, "dev", "--expect-no-changes");
            assert.deepEqual(generated(await project.state("dev")), before);
            assert.deepEqual(daysIn(await project.state("dev")), {});

            // What is new from now on has a day, which another day does not change.
            deployOnly(project, "jwt", 2, on("2026-01-01"));
            await up(project);
            const raised = generated(await project.state("dev"));
            assert.deepEqual(Object.keys(raised).sort(), ["jwt-g1", "jwt-g2"]);
            assert.equal(raised["jwt-g1"], before["jwt-g1"]);
            assert.deepEqual(daysIn(await project.state("dev")), { "jwt-g2": "2026-01-01" });
            deployOnly(project, "jwt", 2, on("2026-01-02"));
            await up(project, "dev", "--refresh", "--expect-no-changes");
            assert.deepEqual(generated(await project.state("dev")), raised);
            assert.deepEqual(daysIn(await project.state("dev")), { "jwt-g2": "2026-01-01" });

            // It is that option alone: the provider makes both of them anew, as the real one would.
            deployOnly(project, "jwt", 2, (code) => code.replace('ignoreChanges: ["keepers"], ', ""));
            await up(project);
            const replaced = generated(await project.state("dev"));
            assert.notEqual(replaced["jwt-g1"], raised["jwt-g1"]);
            assert.notEqual(replaced["jwt-g2"], raised["jwt-g2"]);
        }));

    it("stops an up of production before anything changes when it is too long ago, and a raise lets it pass", () =>
        inProduction(async (project) => {
            changeCredential(project, on(daysAgo(91)));
            await up(project, "prod");
            project.operations();

            changeCredential(project, on(daysAgo(0)));
            // An urgent change, to have something that must not be made.
            project.configure("prod", { "kato-platform:kato.image": "ghcr.io/karima/kato:3.0.1" });
            const stopped = await project.pulumi("up", "--yes", "--stack", "prod", "--policy-pack", "policies");
            assert.notEqual(stopped.code, 0, stopped.output);
            assert.deepEqual(project.operations(), []);
            // Of all that are as old, the seed gives the API keys alone 90 days (security guide, "Security Checklist").
            const found = [...stopped.output.matchAll(/_cluster\/RandomPassword\/(\S+): (keepers\.generatedOn: .*)/g)];
            const names = [1, 2, 3, 4, 5].map((number) => `kato-api-key-${number}-g1`);
            assert.deepEqual([...new Set(found.map(([, name]) => name))].sort(), names, stopped.output);
            for (const [, , message] of found) {
                assert.match(
                    String(message),
                    /found \d{4}-\d\d-\d\d, which is 9[12] days ago, expected at most 90 days ago\. Write: secrets\.generations\.katoApiKeys: 2$/,
                );
            }

            // What the message says to write.
            project.configure("prod", { "kato-platform:secrets.generations": { katoApiKeys: 2 } });
            succeeded(await project.pulumi("preview", "--stack", "prod", "--policy-pack", "policies"));

            // The keys before end two weeks after the raise (the design's overlap), and the setting that the message names ends them.
            changeCredential(project, on(daysAgo(15)));
            await up(project, "prod");
            assert.equal(keysOf(project).length, 10);
            changeCredential(project, on(daysAgo(0)));
            const late = await project.pulumi("preview", "--stack", "prod", "--policy-pack", "policies");
            assert.notEqual(late.code, 0, late.output);
            const over = [
                ...late.output.matchAll(/_cluster\/RandomPassword\/(\S+): .*Write: kato\.apiKeys\.withdrawn: 1/g),
            ];
            assert.deepEqual([...new Set(over.map(([, name]) => name))].sort(), names, late.output);
            project.configure("prod", { "kato-platform:kato.apiKeys": { withdrawn: 1 } });
            await up(project, "prod", "--policy-pack", "policies");
            const now = generated(await project.state("prod"));
            assert.deepEqual(
                keysOf(project),
                [1, 2, 3, 4, 5].map((number) => now[`kato-api-key-${number}-g2`]),
            );
            assert.ok(!Object.keys(now).some((name) => /^kato-api-key-\d-g1$/.test(name)));
        }));
});

/** The API keys that KATO accepts. */
function keysOf(project: Project): readonly string[] {
    return katoSecrets(project.world("kubernetes")).variables["API_KEYS"]?.split(",") ?? [];
}

/** The program, of one credential and nothing else, with a change of how it is made. */
function deployOnly(project: Project, name: string, generation: number, change: (code: string) => string): void {
    changeCredential(project, change);
    const args = `{ length: 43, generation: ${generation}, production: false }`;
    writeFileSync(
        join(project.folder, "index.ts"),
        `import { generate } from "./components/secrets/credential";\ngenerate("${name}", ${args}, {});\n`,
    );
}

function changeCredential(project: Project, change: (code: string) => string): void {
    project.changeProgram("components/secrets/credential.ts", (code) => {
        const changed = change(code);
        assert.notEqual(changed, code);
        return changed;
    });
}

/** Makes the program believe that it is this day. */
function on(day: string): (code: string) => string {
    return (code) => code.replace("new Date()", `new Date("${day}")`);
}

/** The day in UTC. */
function daysAgo(days: number): string {
    return new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
}

/** The days that the state has, by the credential's logical name. */
function daysIn(state: readonly StateResource[]): Readonly<Record<string, unknown>> {
    const kept = state.flatMap(({ type, urn, inputs, outputs }) => {
        const [given, known] = [inputs, outputs].map(
            (values) => values?.["keepers"] as { generatedOn: string } | undefined,
        );
        assert.deepEqual(known, given, urn);
        return type === passwordType && given !== undefined ? [[nameOf(urn), given.generatedOn] as const] : [];
    });
    return Object.fromEntries(kept);
}
