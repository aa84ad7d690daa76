import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import type { Project } from "../support/project";
import { inDevelopment, succeeded, up } from "../support/scenario";

interface Preview {
    readonly steps: readonly { readonly op: string; readonly urn: string }[];
    readonly changeSummary: Readonly<Record<string, number>>;
}

describe("the kubeconfig", () => {
    it("may be a list of files, and is nothing to the state: another machine's is no change", () =>
        inDevelopment(async (project) => {
            project.export({
                KUBECONFIG: [kubeConfig(project, "first-file"), kubeConfig(project, "second-file")].join(delimiter),
            });
            await up(project);
            const state = JSON.stringify(await project.state("dev"));
            for (const trace of ["first-file", "second-file", "api.example.com", "token-of-"]) {
                assert.ok(!state.includes(trace), `the state has "${trace}"`);
            }

            project.export({ KUBECONFIG: kubeConfig(project, "elsewhere") });
            const { output } = succeeded(await project.pulumi("preview", "--json", "--stack", "dev"));
            const { steps, changeSummary } = JSON.parse(output) as Preview;
            assert.deepEqual(
                steps.filter(({ op }) => op !== "same").map(({ op, urn }) => `${op} ${urn}`),
                [],
            );
            assert.deepEqual(Object.keys(changeSummary), ["same"]);
        }));
});

function kubeConfig(project: Project, name: string): string {
    const folder = join(project.folder, "..", name);
    mkdirSync(folder);
    const file = join(folder, "config");
    const cluster = { server: `https://${name}.api.example.com` };
    const user = { token: `token-of-${name}` };
    const clusters = [{ name, cluster }];
    writeFileSync(file, JSON.stringify({ apiVersion: "v1", kind: "Config", clusters, users: [{ name, user }] }));
    return file;
}
