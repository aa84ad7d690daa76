import assert from "node:assert/strict";
import type { Project } from "../support/project";
import { generated, inDevelopment, nameOf, succeeded, up } from "../support/scenario";

/** Class, old name and new name. Namespaces and Postgres are not among them: theirs is the name of objects as well. */
const renamed = [
    ["InternalCa", "internal-ca", "authority"],
    ["NetworkPolicies", "kratos-network", "identity-network"],
    ["Kratos", "kratos", "identity"],
] as const;

describe("a renamed component", () => {
    it("replaces nothing with an alias of its old name, and its children without one", () =>
        inDevelopment(async (project) => {
            await up(project);
            const before = generated(await project.state("dev"));
            const world = project.world("kubernetes");
            project.operations();

            rename(project, () => "");
            const lost = (await plan(project)).steps;
            for (const step of ["create identity-cookie-g1", "delete kratos-cookie-g1"]) {
                assert.ok(lost.includes(step), `${step} is not planned: ${lost.join(", ")}`);
            }

            rename(project, (old) => `, aliases: [{ name: "${old}" }]`);
            const kept = await plan(project);
            assert.deepEqual(kept.steps, []);
            assert.ok(kept.unchanged > 40, `only ${String(kept.unchanged)} resources are unchanged`);
            await up(project, "dev", "--expect-no-changes");
            assert.deepEqual(project.operations(), []);
            assert.deepEqual(project.world("kubernetes"), world);
            // The state has the new names and the old values.
            const after = generated(await project.state("dev"));
            assert.equal(after["kratos-cookie-g1"], undefined);
            assert.equal(after["identity-cookie-g1"], before["kratos-cookie-g1"]);
            assert.equal(Object.keys(after).length, 5);
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

function rename(project: Project, options: (old: string) => string): void {
    project.changeProgram("components/platform.ts", (program) =>
        renamed.reduce((code, [component, from, to]) => {
            const instance = new RegExp(`(new ${component}\\(\\s*)"${from}"([^;]*?\\.\\.\\.here)`);
            assert.match(code, instance);
            return code.replace(instance, `$1"${to}"$2${options(from)}`);
        }, program),
    );
}
