import assert from "node:assert/strict";
import { describe, it } from "mocha";
import type { Project, StateResource } from "../support/project";
import { generated, generatedCount, inDevelopment, inProduction, nameOf, succeeded, up } from "../support/scenario";

const passwordType = "random:index/randomPassword:RandomPassword";

describe("the day on which a credential was made", () => {
    it("is kept from the first deployment, is never asked of an older stack, and replaces nothing", () =>
        inDevelopment(async (project) => {
            // As the program was before it stored the day.
            changeCredential(project, (code) =>
                code.replace(/, keepers: \{.*?\} \}/, " }").replace('ignoreChanges: ["keepers"], ', ""),
            );
            await up(project);
            const before = generated(await project.state("dev"));
            assert.equal(Object.keys(before).length, generatedCount.development);
            assert.deepEqual(daysIn(await project.state("dev")), {});

            onDay(project, "2026-01-01");
            await up(project, "dev", "--expect-no-changes");
            assert.deepEqual(generated(await project.state("dev")), before);
            assert.deepEqual(daysIn(await project.state("dev")), {});

            // What is new from now on has a day, which another day does not change.
            project.configure("dev", { "kato-platform:secrets.generations": { kratosCookie: 2 } });
            await up(project);
            const raised = generated(await project.state("dev"));
            assert.deepEqual(
                Object.keys(raised).filter((name) => before[name] === undefined),
                ["kratos-cookie-g2"],
            );
            assert.deepEqual({ ...raised, ...before }, raised);
            assert.deepEqual(daysIn(await project.state("dev")), { "kratos-cookie-g2": "2026-01-01" });
            onDay(project, "2026-01-02");
            await up(project, "dev", "--refresh", "--expect-no-changes");
            assert.deepEqual(generated(await project.state("dev")), raised);
            assert.deepEqual(daysIn(await project.state("dev")), { "kratos-cookie-g2": "2026-01-01" });

            // It is that option alone: the provider would make all of them anew, as the real one does.
            changeCredential(project, (code) => code.replace('ignoreChanges: ["keepers"], ', ""));
            const { output } = succeeded(await project.pulumi("preview", "--stack", "dev", "--json"));
            const { steps } = JSON.parse(output) as { steps: readonly { op: string; urn: string }[] };
            const replaced = steps.filter(({ op, urn }) => op === "replace" && urn.includes(passwordType));
            assert.deepEqual(
                replaced.map(({ urn }) => nameOf(urn)).sort(),
                Object.keys(raised)
                    .filter((name) => /-g\d+$/.test(name))
                    .sort(),
            );
        }));

    it("stops an up of production before anything changes when it is too long ago, and a raise lets it pass", () =>
        inProduction(async (project) => {
            onDay(project, daysAgo(91));
            await up(project, "prod");
            const before = generated(await project.state("prod"));
            project.operations();

            onDay(project, daysAgo(0));
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

            project.configure("prod", { "kato-platform:secrets.generations": { katoApiKeys: 2 } });
            succeeded(await project.pulumi("up", "--yes", "--stack", "prod", "--policy-pack", "policies"));
            const after = generated(await project.state("prod"));
            assert.deepEqual({ ...after, ...before }, after);
            assert.equal(Object.keys(after).length, generatedCount.production + 5);
        }));
});

/** From now on, the program believes that it is this day. */
function onDay(project: Project, day: string): void {
    changeCredential(project, (code) => code.replace("new Date()", `new Date("${day}")`));
}

function changeCredential(project: Project, change: (code: string) => string): void {
    project.changeProgram("components/secrets/credential.ts", (code) => {
        const changed = change(code);
        assert.notEqual(changed, code);
        return changed;
    });
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
