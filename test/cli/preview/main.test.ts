import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import type { Changes } from "../../../cli/preview/compare/changes";
import {
    assertNoTrace,
    cleanUp,
    FIXTURE,
    preview,
    project,
    readTree,
    REPOSITORY,
    SPAWN_TIMEOUT,
    temporaryFolder,
} from "./support";
import { stackFile } from "../../support/stacks/files";

const OK = 0;
const POLICY = 1;
const INVALID = 2;

/** Must be seen nowhere. */
const SENTINEL = "must-not-appear-anywhere";

function assertNowhere(text: string, places: Iterable<string>): void {
    const forms = [text, Buffer.from(text).toString("base64").replace(/=+$/, ""), encodeURIComponent(text)];
    for (const place of places) {
        forms.forEach((form) => {
            assert(!place.includes(form), `found ${form}`);
        });
    }
}

/** One of the stacks that tests know. */
function stack(name: "dev" | "prod"): string[] {
    return ["--stack", name, "--stack-file", stackFile(name)];
}

describe("npm run preview", function () {
    this.timeout(SPAWN_TIMEOUT);
    after(cleanUp);

    describe("of the platform", () => {
        it("ends with 0 and a summary, progress apart from it", async () => {
            const out = temporaryFolder();
            const ended = await preview(REPOSITORY, "--stack", "prod", "--out", out);
            assert.equal(ended.status, OK, ended.stderr);
            assert.match(
                ended.stdout,
                /^kato-platform, stack prod - previewed in this process, nothing was deployed\n/,
            );
            assert.match(ended.stdout, /\n {2}Resources +\d+: \d+ NetworkPolicy, /);
            assert.match(ended.stdout, /\n {2}Policies +\d+ rules, 0 mandatory, \d+ advisory\n/);
            assert.match(ended.stdout, /\n {2}Next +pulumi up --stack prod --policy-pack policies\n$/);
            assert.match(
                ended.stderr,
                /^Reading Pulumi\.prod\.yaml\nRunning the program\nChecking \d+ resources\nWriting .+\n$/,
            );
            assert.deepEqual(fs.readdirSync(out).sort(), [
                "connections.json",
                "manifests",
                "policy.json",
                "policy.sarif",
                "report.html",
                "resources.json",
            ]);
        });

        it("writes the same bytes twice, whoever runs it", async () => {
            const [first, second] = [temporaryFolder(), temporaryFolder()];
            await preview(REPOSITORY, ...stack("dev"), "--out", first);
            await preview(REPOSITORY, ...stack("dev"), "--out", second, "--json");
            assert(readTree(first).size > 20);
            assert.deepEqual([...readTree(second)], [...readTree(first)]);
        });

        it("shows smaller claims, older engines and other engines as dangerous with --against, and refuses nothing", async () => {
            const out = temporaryFolder();
            const prod = [...stack("prod"), "--json", "--out", out];
            await preview(
                REPOSITORY,
                ...prod,
                "--config",
                "mongodb.edition=community",
                "--config",
                "redis.storage=3Gi",
            );
            const smaller = ["--config", "redis.storage=2Gi", "--config", "mongodb.edition=percona"];
            const ended = await preview(REPOSITORY, ...prod, ...smaller, "--against", out);
            const older = await preview(REPOSITORY, ...prod, "--config", "mongodb.version=7.0", "--against", out);
            const found = ({ stdout }: typeof ended) => {
                const { changes } = JSON.parse(stdout) as { changes: Changes };
                return changes.dangers.map(({ what, subject, runbook }) => [what, subject, runbook]);
            };
            assert.deepEqual([ended.status, older.status], [OK, OK], ended.stderr);
            assert.deepEqual(found(ended), [
                ["other engine", "StatefulSet mongo-kb", "docs/runbooks/mongodb.md"],
                ["shrunk", "PersistentVolumeClaim redis-kb-data", "docs/runbooks/redis.md"],
                // Percona's build comes with one more container, and no image has a digest yet.
                [
                    "policy violated",
                    "kato/StatefulSet/mongo-kb (image-digest, advisory)",
                    "docs/policies.md#image-digest",
                ],
            ]);
            assert.deepEqual(found(older), [["downgraded", "StatefulSet mongo-kb", "docs/runbooks/mongodb.md"]]);
        });

        it("keeps a secret from --config out of every file and stream", async () => {
            const out = temporaryFolder();
            const ended = await preview(
                REPOSITORY,
                ...stack("prod"),
                "--out",
                out,
                "--config",
                `smtpPassword=${SENTINEL}`,
            );
            assert.equal(ended.status, OK, ended.stderr);
            assertNowhere(SENTINEL, [ended.stdout, ended.stderr, ...readTree(out).values()]);
        });

        it("ends with 2 for a configuration that is invalid, and says what to do", async () => {
            const ended = await preview(
                REPOSITORY,
                ...stack("prod"),
                "--out",
                temporaryFolder(),
                "--config",
                "kratos.replicas=1",
            );
            assert.equal(ended.status, INVALID);
            assert.equal(ended.stdout, "");
            assert.match(ended.stderr, /kratos\.replicas\n.*\n.*at least 2/);
            assertNoTrace(ended);
        });
    });

    describe("of a program", () => {
        it("ends with 1 when a mandatory policy is violated, and writes the files", async () => {
            const out = temporaryFolder();
            const ended = await preview(FIXTURE, "--stack", "dev", "--out", out);
            assert.equal(ended.status, POLICY, ended.stderr);
            assert.match(ended.stdout, /pss-run-as-non-root {2}shop\/Deployment\/app/);
            assert.match(ended.stdout, /\n {2}Warning +images are not pinned by digest\n {2}Note +two replicas\n/);
            assert.match(ended.stdout, /\n {2}Next +fix the mandatory violations/);
            assert(fs.existsSync(path.join(out, "report.html")));
        });

        it("writes to out/<stack> of the project unless told otherwise", async () => {
            const folder = project("export const connections = [];");
            assert.equal((await preview(folder, "--stack", "dev")).status, OK);
            assert(fs.existsSync(path.join(folder, "out", "dev", "resources.json")));
        });

        it("takes a stack file from anywhere and overrides on top", async () => {
            const file = path.join(temporaryFolder(), "Pulumi.trial.yaml");
            fs.writeFileSync(file, "config:\n  kato-platform:replicas: 2\n");
            const out = temporaryFolder();
            await preview(FIXTURE, "--stack-file", file, "--out", out, "--config", "replicas=5");
            const deployment = readTree(out).get("manifests/shop/deployment-app.yaml") ?? "";
            assert.match(deployment, /replicas: 5/);
            assert.match(readTree(out).get("resources.json") ?? "", /urn:pulumi:trial::/);
        });

        it("prints one JSON summary and nothing else with --json", async () => {
            const out = temporaryFolder();
            const { status, stdout } = await preview(FIXTURE, "--stack", "dev", "--out", out, "--json");
            const summary = JSON.parse(stdout) as Record<string, unknown>;
            assert.equal(status, POLICY);
            assert.equal(stdout.trimEnd().split("\n").length, 1);
            assert.equal(summary["exitCode"], POLICY);
            assert.equal(summary["stack"], "dev");
            assert.equal(summary["out"], out);
            assert.equal(summary["resources"], 14);
            assert.equal(summary["connections"], 1);
            assert.deepEqual(summary["requests"], { cpu: 0.5, memory: 536870912, storage: 10737418240 });
            assert.deepEqual(summary["releases"], [
                {
                    name: (summary["releases"] as { name: string }[])[0]?.name,
                    namespace: "shop",
                    chart: "controller",
                    version: "1.2.3",
                },
            ]);
        });

        it("keeps secrets of the stack file out of every file and stream, in plain text or encrypted", async () => {
            for (const value of [SENTINEL, `{ secure: "v1:${SENTINEL}:x" }`]) {
                const file = path.join(temporaryFolder(), "Pulumi.dev.yaml");
                fs.writeFileSync(
                    file,
                    `config:\n  kato-platform:replicas: 2\n  kato-platform:smtpPassword: ${value}\n`,
                );
                const out = temporaryFolder();
                const ended = await preview(FIXTURE, "--stack-file", file, "--out", out);
                assert.equal(ended.status, POLICY, ended.stderr);
                assertNowhere(SENTINEL, [ended.stdout, ended.stderr, ...readTree(out).values()]);
                assert([...readTree(out).values()].some((text) => text.includes("placeholder-smtpPassword")));
            }
        });

        it("prints what changes from an earlier preview, even of the folder it writes to", async () => {
            const out = temporaryFolder();
            await preview(FIXTURE, "--stack", "dev", "--out", out);
            const changed = ["--config", "replicas=3", "--out", out, "--against", out];
            const ended = await preview(FIXTURE, "--stack", "dev", ...changed);
            assert.match(ended.stdout, /^Changes against .+\n {2}± ConfigMap app-config \(replaced\)\n/);
            assert.match(ended.stdout, /\n {2}~ Deployment app\n {6}spec\.replicas: 2 → 3\n/);
            const again = await preview(FIXTURE, "--stack", "dev", ...changed, "--json");
            assert.deepEqual((JSON.parse(again.stdout) as { changes: unknown }).changes, {
                dangers: [],
                resources: [],
                opened: [],
                closed: [],
                violated: [],
                fixed: [],
            });
        });
    });

    describe("with a command line that is wrong", () => {
        it("ends with 2, the usage and no stack trace", async () => {
            const ended = await preview(FIXTURE, "--stak", "dev");
            assert.equal(ended.status, INVALID);
            assert.equal(ended.stdout, "");
            assert.match(
                ended.stderr,
                /^Unknown flag '--stak'\. Did you mean '--stack'\?\n\n.+\n\nUsage: npm run preview -- /,
            );
            assertNoTrace(ended);
        });

        it("ends with 2 when it turns out late", async () => {
            for (const [args, message] of [
                [["--out", "index.ts"], /this is a file/],
                [["--against", "no-such-ref"], /neither a folder with an earlier preview/],
            ] as const) {
                const ended = await preview(FIXTURE, "--stack", "dev", ...args);
                assert.equal(ended.status, INVALID, ended.stderr);
                assert.equal(ended.stdout, "");
                assert.match(ended.stderr, message);
                assertNoTrace(ended);
            }
        });

        it("ends with 2 outside a project", async () => {
            const ended = await preview(temporaryFolder(), "--stack", "dev");
            assert.equal(ended.status, INVALID);
            assert.match(ended.stderr, /^There is no Pulumi\.yaml in /);
        });

        it("says so in JSON with --json", async () => {
            const { stdout, status } = await preview(FIXTURE, "--json");
            assert.equal(status, INVALID);
            assert.equal((JSON.parse(stdout) as { exitCode: number }).exitCode, INVALID);
        });

        it("prints the usage with --help and ends with 0", async () => {
            const { stdout, status } = await preview(FIXTURE, "--help");
            assert.equal(status, OK);
            assert.match(stdout, /--against DIR\|REF/);
        });
    });
});
