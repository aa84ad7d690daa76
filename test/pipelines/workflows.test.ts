import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { REPOSITORY } from "../cli/preview/support";
import { stepFiles, steps, WORKFLOWS } from "./workflows";

const SCRIPTS = join(REPOSITORY, ".github/scripts");
const { scripts: npmScripts } = JSON.parse(readFileSync(join(REPOSITORY, "package.json"), "utf8")) as {
    scripts: Record<string, string>;
};

describe("workflows", () => {
    for (const workflow of WORKFLOWS) {
        const { file, text, on, permissions, concurrency, jobs } = workflow;

        describe(file, () => {
            it("gives no right to all of its jobs but to read the sources, and each job only what it names", () => {
                if (JSON.stringify(permissions) !== '{"contents":"read"}') {
                    assert.deepEqual(permissions, {});
                    for (const [name, job] of Object.entries(jobs)) {
                        assert.ok(typeof job.permissions === "object", `${name} names its permissions`);
                    }
                }
            });

            it("ends, and has one run at a time", () => {
                for (const [name, job] of Object.entries(jobs)) {
                    // A job that is another workflow has that one's limits.
                    if (job.uses === undefined) {
                        assert.ok((job["timeout-minutes"] ?? Infinity) <= 90, `${name} has a time limit`);
                        // One that others call is in their groups.
                        const grouped = (concurrency ?? job.concurrency) !== undefined || "workflow_call" in on;
                        assert.ok(grouped, `${name} is in a group`);
                    }
                }
            });

            it("leaves no token in the checkout", () => {
                for (const { uses, with: inputs } of steps(workflow)) {
                    if (uses?.startsWith("actions/checkout@") === true) {
                        assert.equal(inputs?.["persist-credentials"], false);
                    }
                }
            });

            it("runs one command in a step, which runs on any machine", () => {
                for (const { run } of steps(workflow)) {
                    if (run === undefined) {
                        continue;
                    }
                    const [, script, npm] =
                        /^(?:(?:\.\/)?\.github\/scripts\/([\w"$-]+\.sh)|npm (?:run )?([\w:-]+))(?: [^|&;<>`\n]*)?$/.exec(
                            run,
                        ) ?? [];
                    assert.ok(script !== undefined || npm !== undefined, run);
                    // A variable in the name stands for any of those that there are.
                    const name = new RegExp(`^${(script ?? "").replace(/"\$\w+"/g, ".+").replace(".sh", "\\.sh")}$`);
                    assert.ok(script === undefined || readdirSync(SCRIPTS).some((each) => name.test(each)), run);
                    assert.ok(npm === undefined || npm === "ci" || npm in npmScripts, run);
                }
            });

            it("puts no expression into a command, where what it stands for would be run", () => {
                for (const { run } of steps(workflow)) {
                    assert.doesNotMatch(run ?? "", /\$\{\{/);
                }
            });

            it("never runs a pull request's code with the rights of the repository", () => {
                assert.ok(!("pull_request_target" in on));
                if ("workflow_run" in on) {
                    assert.doesNotMatch(text, /ref:.*(head|workflow_run)/);
                }
            });

            if ("pull_request" in on) {
                it("knows no secret, and no right to write that a fork's pull request could use", () => {
                    for (const [name, job] of Object.entries(jobs)) {
                        if (job.if?.includes("github.event_name != 'pull_request'") !== true) {
                            assert.doesNotMatch(JSON.stringify(job), /\bsecrets[.[]|"secrets":/);
                        }
                        const writes = Object.entries(job.permissions ?? {}).filter(([, level]) => level === "write");
                        // Code scanning takes results, and nothing else, from whoever may push a branch.
                        const others = writes.map(([right]) => right).filter((right) => right !== "security-events");
                        assert.ok(others.length === 0 || isForTrusted(name), `${name}: ${others.join(", ")}`);
                    }
                });
            }

            /** Whether a job, or one that it needs, asks whether the branch is of this repository. */
            function isForTrusted(name: string): boolean {
                const job = jobs[name];
                const needs = job?.needs ?? [];
                return (
                    job?.if?.includes("github.event.pull_request.head.repo.full_name == github.repository") === true ||
                    (typeof needs === "string" ? [needs] : needs).some(isForTrusted)
                );
            }
        });
    }

    it("use actions by commit with the version beside it, or by full version, and each the same everywhere", () => {
        const versions = new Map<string, Set<string>>();
        for (const { file, text } of stepFiles()) {
            for (const line of text.split("\n").filter((each) => /^\s*(- )?uses:/.test(each))) {
                const reference = line.replace(/^\s*(- )?uses:\s*/, "");
                if (reference.startsWith("./")) {
                    const called = reference.endsWith(".yml") ? reference : join(reference, "action.yml");
                    assert.ok(existsSync(join(REPOSITORY, called)), `${file}: ${reference}`);
                    continue;
                }
                assert.match(
                    reference,
                    /^[\w-]+\/[\w./-]+@([0-9a-f]{40} # v\d+\.\d+\.\d+|v\d+\.\d+\.\d+)$/,
                    `${file}: ${reference}`,
                );
                const [action = "", version = ""] = reference.split("@");
                versions.set(action, (versions.get(action) ?? new Set()).add(version));
            }
        }
        for (const [action, found] of versions) {
            assert.equal(found.size, 1, `${action}: ${[...found].join(", ")}`);
        }
    });
});

describe("scripts of workflows", () => {
    const names = readdirSync(SCRIPTS).filter((name) => name.endsWith(".sh"));
    for (const name of names) {
        const text = readFileSync(join(SCRIPTS, name), "utf8");
        const isSourced = !text.startsWith("#!");

        it(`${name} says what it does, stops at what goes wrong, and can be run`, () => {
            if (!isSourced) {
                assert.match(text, /^#!\/usr\/bin\/env bash\n# [A-Z]/);
                assert.match(text, /^set -e?uo pipefail$/m);
                // Executable by its owner.
                assert.ok((statSync(join(SCRIPTS, name)).mode & 0o100) !== 0);
            }
            assert.doesNotMatch(text, /\$\{\{/);
            execFileSync("bash", ["-n", join(SCRIPTS, name)]);
        });
    }
});
