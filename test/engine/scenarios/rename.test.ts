import assert from "node:assert/strict";
import type { Project } from "../support/project";
import { generated, generatedCount, inDevelopment, nameOf, succeeded, up } from "../support/scenario";

/** Class, old name and new name, as code. Namespaces and stores are not among them: theirs is the name of objects as well. */
const renamed = [
    ["InternalCa", '"internal-ca"', '"authority"'],
    ["NetworkPolicies", "`${namespace}-network`", "`${namespace}-connections`"],
    ["Kratos", '"kratos"', '"identity"'],
    ["Kato", '"kato"', '"api"'],
] as const;

describe("a renamed component", () => {
    it("replaces nothing with an alias of its old name, and its children without one", () =>
        inDevelopment(async (project) => {
            await up(project);
            const before = generated(await project.state("dev"));
            const world = project.world("kubernetes");
            project.operations();

            rename(project, (here) => here);
            const lost = (await plan(project)).steps;
            for (const step of [
                "create identity-cookie-g1",
                "delete kratos-cookie-g1",
                "create api-jwt-g1",
                "delete kato-jwt-g1",
                "create kato-connections-kato-to-databases",
                "delete kato-network-kato-to-databases",
            ]) {
                assert.ok(lost.includes(step), `${step} is not planned: ${lost.join(", ")}`);
            }

            rename(project, (here, old) => `{ ...${here}, aliases: [{ name: ${old} }] }`);
            const kept = await plan(project);
            assert.deepEqual(kept.steps, []);
            assert.ok(kept.unchanged > 100, `only ${String(kept.unchanged)} resources are unchanged`);
            await up(project, "dev", "--expect-no-changes");
            assert.deepEqual(project.operations(), []);
            assert.deepEqual(project.world("kubernetes"), world);
            // The state has the new names and the old values.
            const after = generated(await project.state("dev"));
            assert.equal(after["kratos-cookie-g1"], undefined);
            assert.equal(after["identity-cookie-g1"], before["kratos-cookie-g1"]);
            assert.equal(after["kato-jwt-g1"], undefined);
            assert.equal(after["api-jwt-g1"], before["kato-jwt-g1"]);
            assert.equal(Object.keys(after).length, generatedCount.development);
        }));
});

/** What a preview would do, and to how many resources nothing. */
async function plan(project: Project): Promise<{ steps: readonly string[]; unchanged: number }> {
    const { output } = succeeded(await project.pulumi("preview", "--json", "--stack", "dev"));
    const { steps, changeSummary } = JSON.parse(output) as {
        steps: readonly { readonly op: string; readonly urn: string }[];
        changeSummary: Readonly<Record<string, number>>;
    };
    const changing = steps.filter(({ op }) => op !== "same");
    return { steps: changing.map(({ op, urn }) => `${op} ${nameOf(urn)}`), unchanged: changeSummary["same"] ?? 0 };
}

/** @param options what becomes of a component's options, as code */
function rename(project: Project, options: (here: string, old: string) => string): void {
    project.changeProgram("components/platform.ts", (program) =>
        renamed.reduce((code, [component, from, to]) => {
            const name = from.replace(/[$]/g, "\\$&");
            const instance = new RegExp(`(new ${component}\\(\\s*)${name}([^;]*?)(here\\([^)]*\\))`);
            assert.match(code, instance);
            return code.replace(
                instance,
                (_, begin: string, args: string, here: string) => `${begin}${to}${args}${options(here, from)}`,
            );
        }, program),
    );
}
