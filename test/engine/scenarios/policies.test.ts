import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Exception } from "../../../policies/engine/exception";
import type { Outcome, Project } from "../support/project";
import { asUser, inProduction, inProject, succeeded } from "../support/scenario";

/** Something for each way in which the pack stops a stack. */
const parts = {
    forbidden: `new core.Pod("forbidden", pod("forbidden", { privileged: true }), on);`,
    unknown: `
        const number = new RandomString("number", { length: 2 });
        const privileged = number.result.apply((digits) => digits === "42");
        new core.Pod("unknown", pod("unknown", { privileged }), on);`,
    marked: `
        const settings = { metadata: { name: "marked", namespace: "kratos" }, data: { motto: pulumi.secret("hush") } };
        new core.ConfigMap("marked", settings, on);`,
    example: `
        const contact = { metadata: { name: "example", namespace: "kratos" }, data: { contact: "admin@yourdomain.com" } };
        new core.ConfigMap("example", contact, on);`,
    open: `
        const labels = { "pod-security.kubernetes.io/enforce": "restricted" };
        new core.Namespace("open", { metadata: { name: "open", labels } }, on);`,
};

/** A program of these parts, after the platform or instead of it. */
function program(...names: (keyof typeof parts)[]): string {
    return `
import * as pulumi from "@pulumi/pulumi";
import * as core from "@pulumi/kubernetes/core/v1";
import { Provider as AnyProvider } from "@pulumi/kubernetes/provider";
import { RandomString } from "@pulumi/random/randomString";

const on = { provider: new AnyProvider("any", { context: "kind-test" }) };
const pod = (name: string, securityContext: object) => ({
    metadata: { name, namespace: "kratos" },
    spec: { containers: [{ name: "shell", image: "docker.io/library/busybox:1.37.0", securityContext }] },
});
${names.map((name) => `{${parts[name]}}`).join("\n")}
`;
}

/** What a run says is violated: `[mandatory] pss-privileged forbidden`, by level, rule and logical name. */
function violations(output: string): ReadonlySet<string> {
    const lines = output.matchAll(/(\[\w+\]) +(?:\[severity: \w+\] +)?([\w-]+) +\(\S+ ([\w-]+)\)/g);
    return new Set([...lines].map(([, level = "", rule = "", resource = ""]) => `${level} ${rule} ${resource}`));
}

/** `pulumi <command>` of the development stack, with the pack. */
type WithPack = (command: string, ...args: string[]) => Promise<Outcome>;

/** A new stack, for programs without the platform. */
function inStack(scenario: (project: Project, pulumi: WithPack) => Promise<void>): Promise<void> {
    return inProject(async (project) => {
        succeeded(await project.pulumi("stack", "init", "dev", "--no-select"));
        const pack = ["--stack", "dev", "--policy-pack", "policies"];
        await scenario(project, (command, ...args) => project.pulumi(command, ...pack, ...args));
    });
}

describe("the policy pack", () => {
    it("stops an up before anything is created", () =>
        asUser(async (project, npm) => {
            const mistake = `\nObject.assign(pssHostPorts, { check: () => { throw new Error("a mistake"); } });\n`;
            project.changeProgram("policies/rules/pod-security/pss-host-ports.ts", (rule) => rule + mistake);
            project.changeProgram("index.ts", (main) => main + program("forbidden", "unknown", "marked", "open"));
            const { code, output } = await npm("up", "--yes");
            assert.equal(code, 1, output);
            assert.match(output, /mandatory policy is violated/);
            const found = violations(output);
            for (const violation of [
                "pss-privileged forbidden",
                "pss-privileged unknown",
                "pss-host-ports forbidden",
                "secret-placement marked",
                // Relates objects: judged at the end of the preview.
                "namespace-default-deny open",
            ]) {
                assert.ok(found.has(`[mandatory] ${violation}`), `${violation}\n${output}`);
            }
            assert.match(output, /unknown-value: kratos\/Pod\/unknown: \S+\.privileged: not known before deployment/);
            assert.match(output, /rule-error: kratos\/Pod\/forbidden: pss-host-ports could not be decided: a mistake/);
            assert.doesNotMatch(output, /hush/);
            assert.deepEqual(project.operations(), []);
        }));

    it("lets an example be previewed, and stops its deployment before anything is made", () =>
        inStack(async (project, pulumi) => {
            project.changeProgram("index.ts", () => program("example"));
            succeeded(await pulumi("preview"));
            const { code, output } = await pulumi("up", "--yes");
            assert.notEqual(code, 0, output);
            assert.ok(violations(output).has("[mandatory] placeholder example"), output);
            assert.match(output, /data\.contact: found "yourdomain", expected a value of your own/);
            assert.ok(!project.operations().some((operation) => operation.includes("ConfigMap")));
        }));

    it("has nothing against the production stack, of which nothing exists yet", () =>
        inProduction(async (project) => {
            const { output } = succeeded(
                await project.pulumi("preview", "--stack", "prod", "--policy-pack", "policies"),
            );
            const found = [...violations(output)].filter((violation) => !violation.includes("image-digest"));
            assert.deepEqual(found, []);
        }));

    it("objects to production below the guides' norms, and the loader to what nobody can have a reason for", () =>
        inProduction(async (project) => {
            const preview = () => project.pulumi("preview", "--stack", "prod", "--policy-pack", "policies");
            project.configure("prod", {
                "kato-platform:kratos.cookies.sameSite": "Lax",
                "kato-platform:kratos.sessionLifespan": "87600h",
                "kato-platform:kato.cors.enabled": false,
                "kato-platform:kato.jwt": { expireMinutes: 525600 },
                "kato-platform:mongodb.edition": "community",
                "kato-platform:retention.days": 3650,
            });
            const weak = await preview();
            assert.notEqual(weak.code, 0, weak.output);
            const found = [...violations(weak.output)].filter((violation) => violation.startsWith("[mandatory]"));
            assert.deepEqual(found.sort(), [
                "[mandatory] cors-enabled kato-config",
                "[mandatory] data-retention kato-retention",
                "[mandatory] data-retention kratos-cleanup",
                "[mandatory] kratos-cookies kratos-config",
                "[mandatory] mongodb-audit mongo-kb",
                "[mandatory] mongodb-encryption mongo-kb",
                "[mandatory] session-lifespan kratos-config",
                "[mandatory] token-lifetime kato-config",
            ]);
            project.configure("prod", { "kato-platform:kratos.log": { level: "error", format: "text" } });
            const refused = await preview();
            assert.notEqual(refused.code, 0, refused.output);
            assert.match(refused.output, /kratos\.log\.level[\s\S]*kratos\.log\.format/);
        }));

    it("lets through what an exception covers, and stops at one that is over or not needed", () =>
        inStack(async (project, pulumi) => {
            const accepted: Exception = {
                resource: "kratos/ConfigMap/marked",
                rule: "secret-placement",
                reason: "A motto, which may be known",
                owner: "platform@example.com",
                expiry: new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, "2026-11-22".length),
            };
            const except = (exception: Exception) =>
                project.changeProgram(
                    "policies/exceptions.ts",
                    () => `export const exceptions = ${JSON.stringify([exception])};`,
                );

            except(accepted);
            project.changeProgram("index.ts", () => program("marked"));
            assert.match(succeeded(await pulumi("preview")).output, /kubernetes:core\/v1:ConfigMap marked create/);

            except({ ...accepted, expiry: "2026-11-01" });
            project.changeProgram("index.ts", () => program("marked", "forbidden"));
            const over = await pulumi("up", "--yes");
            assert.notEqual(over.code, 0, over.output);
            const found = violations(over.output);
            assert.ok(found.has("[mandatory] secret-placement marked"), over.output);
            assert.ok(found.has("[mandatory] exception-expired kato-platform-dev"), over.output);
            assert.ok(!found.has("[advisory] image-digest forbidden"), "this is asked of production alone");
            assert.deepEqual(project.operations(), []);

            except(accepted);
            project.changeProgram("index.ts", () => program("forbidden"));
            project.configure("dev", { "kato-platform:environment": "production" });
            const unused = await pulumi("preview");
            assert.notEqual(unused.code, 0, unused.output);
            assert.ok(violations(unused.output).has("[mandatory] exception-unused kato-platform-dev"), unused.output);
            assert.ok(violations(unused.output).has("[advisory] image-digest forbidden"), unused.output);
        }));

    it("refuses a configuration that lowers what is mandatory", () =>
        inStack(async (project, pulumi) => {
            project.changeProgram("index.ts", () => program("forbidden"));
            const levels = JSON.stringify({ "pss-privileged": "advisory", "image-digest": "disabled" });
            writeFileSync(join(project.folder, "levels.json"), levels);
            const { code, output } = await pulumi("up", "--yes", "--policy-pack-config", "levels.json");
            assert.notEqual(code, 0, output);
            assert.match(output, /lowers what is mandatory and stays so: pss-privileged \(advisory\)\./);
            assert.deepEqual(project.operations(), []);
        }));
});
