import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { FakeApiServer, type FakeCluster } from "../../cli/doctor/fake-api-server";
import { worldAnswer } from "./world-api";
import { type Outcome, Project, type StateResource } from "./project";

/**
 * How many values a stack generates. Kratos: database login; cookie, default, cipher and pagination secrets (5). MongoDB:
 * login, admin, key file (3). Redis: login, probe, keeper, operator (4). Qdrant: API key, read-only key (2). KATO: five API
 * keys and one for JWT (6). Where MongoDB encrypts its files, as in production, it has a key for that.
 */
export const generatedCount = { development: 22, production: 23 } as const;

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

/** A project with the production stack made, and the user's own values in the place of the file's examples. */
export async function inProduction(scenario: (project: Project) => Promise<void>): Promise<void> {
    await inProject(async (project) => {
        succeeded(await project.pulumi("stack", "init", "prod", "--no-select"));
        const password = randomBytes(12).toString("hex");
        succeeded(await project.pulumi("config", "set", "--secret", "smtpPassword", password, "--stack", "prod"));
        project.configure("prod", {
            "kato-platform:kratos.smtp.user": "mailer",
            "kato-platform:kato.image": "ghcr.io/karima/kato:3.0.0",
            "kato-platform:kato.cors.origins": ["https://app.karima.com", "https://admin.karima.com"],
            "kato-platform:edge.hosts.kato": "kato.karima.com",
            "kato-platform:edge.certificates.email": "admin@karima.com",
        });
        await scenario(project);
    });
}

/** `npm run <script> -- <arguments>` in the project's folder. */
export type Npm = (script: string, ...args: string[]) => Promise<Outcome>;

/** A project and a fake API server behind its kubeconfig, for scenarios that run `npm run up` as a user does. */
export async function asUser(
    scenario: (project: Project, npm: Npm) => Promise<void>,
    cluster: FakeCluster = {},
): Promise<void> {
    const run =
        (project: Project): Npm =>
        (script, ...args) =>
            project.run("npm", ["run", "--silent", script, "--", ...args]);
    await inProject((project) => withCluster(project, () => scenario(project, run(project)), cluster));
}

/** Puts an API server over what the stand-in provider has made behind the project's kubeconfig. */
export async function withCluster(
    project: Project,
    scenario: () => Promise<void>,
    cluster: FakeCluster = {},
): Promise<void> {
    const server = await FakeApiServer.start({
        ...cluster,
        daemonSets: [{ name: "kindnet", image: "docker.io/kindest/kindnetd:v20250512-df8de77b" }],
        others: (request) => worldAnswer(project, request),
    });
    try {
        const home = join(project.folder, "..", ".kube");
        mkdirSync(home);
        writeFileSync(join(home, "config"), server.kubeConfig(testContext, "another-context"));
        await scenario();
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

/** Everything in a cluster. */
export type Cluster = ReturnType<Project["world"]>;

/** The one object whose id, `<kind> <namespace>/<name>`, begins like this; `kind` as in `apps/v1:Deployment`. */
export function objectIn(cluster: Cluster, prefix: string): Cluster[number]["object"] {
    const [kind = ""] = prefix.split(" ");
    const all = cluster.filter(({ type }) => type === `kubernetes:${kind}`);
    const [one, ...others] = all.filter(({ id }) => id.startsWith(`kubernetes:${prefix}`));
    assert.ok(one !== undefined && others.length === 0, `one ${prefix}… of ${all.map(({ id }) => id).join(", ")}`);
    return one.object;
}

/** A Secret's values by key; its name may be the beginning of an automatic one. */
export function secretIn(cluster: Cluster, namespace: string, name: string): Readonly<Record<string, string>> {
    const { data } = objectIn(cluster, `core/v1:Secret ${namespace}/${name}`) as { data: Record<string, string> };
    return Object.fromEntries(
        Object.entries(data).map(([key, value]) => [key, Buffer.from(value, "base64").toString()]),
    );
}

/** The Secret that KATO's pods get their variables from: its name, and the variables. */
export function katoSecrets(cluster: Cluster): { name: string; variables: Readonly<Record<string, string>> } {
    const { spec } = objectIn(cluster, "apps/v1:Deployment kato/kato") as unknown as {
        spec: { template: { spec: { containers: { envFrom: { secretRef?: { name: string } }[] }[] } } };
    };
    const sources = spec.template.spec.containers.flatMap(({ envFrom }) => envFrom);
    const name = sources.find(({ secretRef }) => secretRef !== undefined)?.secretRef?.name ?? "";
    return { name, variables: secretIn(cluster, "kato", name) };
}
