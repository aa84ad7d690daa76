import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { FakeApiServer } from "../../cli/doctor/fake-api-server";
import { type Outcome, Project, type StateResource } from "./project";

/** The cluster that the development stack goes to in these tests; only the stand-in provider has it. */
export const testContext = "kind-test";

/** Runs a scenario in a project of its own. */
export async function inProject(scenario: (project: Project) => Promise<void>): Promise<void> {
    const project = new Project();
    try {
        await scenario(project);
    } finally {
        project.remove();
    }
}

/** A project with the development stack made, on a named kube-context, for scenarios that call `pulumi` themselves. */
export async function inDevelopment(scenario: (project: Project) => Promise<void>): Promise<void> {
    await inProject(async (project) => {
        project.configure("dev", { "kato-platform:cluster.context": testContext });
        succeeded(await project.pulumi("stack", "init", "dev", "--no-select"));
        await scenario(project);
    });
}

/** `npm run <script> -- <arguments>` in the project's folder. */
export type Npm = (script: string, ...args: string[]) => Promise<Outcome>;

/** A project and a fake API server behind its kubeconfig, for scenarios that run `npm run up` as a user does. */
export async function asUser(scenario: (project: Project, npm: Npm) => Promise<void>): Promise<void> {
    const server = await FakeApiServer.start({
        daemonSets: [{ name: "kindnet", image: "docker.io/kindest/kindnetd:v20250512-df8de77b" }],
    });
    try {
        await inProject(async (project) => {
            const home = join(project.folder, "..", ".kube");
            mkdirSync(home);
            writeFileSync(join(home, "config"), server.kubeConfig(testContext, "another-context"));
            await scenario(project, (script, ...args) =>
                project.run("npm", ["run", "--silent", script, "--", ...args]),
            );
        });
    } finally {
        await server.stop();
    }
}

/** `pulumi up` without asking; fails the scenario if it fails. */
export async function up(project: Project, stack = "dev", ...args: string[]): Promise<Outcome> {
    const quiet = ["--yes", "--skip-preview", "--suppress-outputs"];
    return succeeded(await project.pulumi("up", ...quiet, "--stack", stack, ...args));
}

export function succeeded(outcome: Outcome): Outcome {
    assert.equal(outcome.code, 0, outcome.output);
    return outcome;
}

/** The generated values in the state, by logical name. */
export function generated(state: readonly StateResource[]): Readonly<Record<string, string>> {
    return Object.fromEntries(
        state
            .filter(({ type }) => type.startsWith("random:index/"))
            .map(({ urn, outputs }) => {
                const { result, base64 } = outputs as Partial<
                    Record<"result" | "base64", string | { plaintext: string }>
                >;
                const value = result ?? base64 ?? "";
                return [nameOf(urn), typeof value === "string" ? value : (JSON.parse(value.plaintext) as string)];
            }),
    );
}

export function nameOf(urn: string): string {
    return urn.slice(urn.lastIndexOf("::") + 2);
}

/** One key of a Secret in the cluster, found by the beginning of its name. */
export function secretInCluster(project: Project, namespace: string, prefix: string, key: string): string | undefined {
    const secrets = project.world("kubernetes").filter(({ id }) => id.startsWith("kubernetes:core/v1:Secret "));
    const found = secrets.filter(({ id }) => id.startsWith(`kubernetes:core/v1:Secret ${namespace}/${prefix}`));
    assert.equal(found.length, 1, `one Secret ${namespace}/${prefix}… of: ${secrets.map(({ id }) => id).join(", ")}`);
    const data = found[0]?.object["data"] as Record<string, string> | undefined;
    const value = data?.[key];
    return value === undefined ? undefined : Buffer.from(value, "base64").toString();
}
