import { spawnSync } from "node:child_process";
import {
    chmodSync,
    copyFileSync,
    existsSync,
    mkdirSync,
    mkdtempSync,
    readdirSync,
    readFileSync,
    rmSync,
    symlinkSync,
    writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { REPOSITORY } from "../cli/preview/support";
import { stackFile } from "../support/stacks/files";

/** Commands that no test may reach for real: those of a cloud, of GitHub, and those that need a network. */
const outside = ["pulumi", "aws", "gh", "trivy", "helm", "npm", "pip-audit", "detect-secrets", "detect-secrets-hook"];

/** All else that scripts use, from wherever this machine has it. */
const machine = mkdtempSync(join(tmpdir(), "pipeline-path-"));
for (const folder of (process.env["PATH"] ?? "").split(":").filter((each) => existsSync(each))) {
    for (const name of readdirSync(folder)) {
        if (!outside.includes(name) && !existsSync(join(machine, name))) {
            rmSync(join(machine, name), { force: true });
            symlinkSync(join(folder, name), join(machine, name));
        }
    }
}
process.on("exit", () => rmSync(machine, { recursive: true, force: true }));

export interface Outcome {
    readonly status: number | null;
    readonly stdout: string;
    readonly stderr: string;
    /** What the script has written to GITHUB_OUTPUT, if it was told to. */
    readonly outputs: string;
    /** The same of GITHUB_STEP_SUMMARY. */
    readonly summary: string;
}

/**
 * The repository as a job has it, through links, with a folder of commands that stand for the real ones. Each of them notes
 * how it was called and then does what the test says; one that a test has not given is not there.
 */
export class Job {
    readonly folder: string;
    readonly #bin: string;
    readonly #root: string;

    constructor() {
        this.#root = mkdtempSync(join(tmpdir(), "pipeline-"));
        this.folder = join(this.#root, "project");
        this.#bin = join(this.#root, "bin");
        mkdirSync(this.folder);
        mkdirSync(this.#bin);
        for (const name of readdirSync(REPOSITORY)) {
            if (name === "Pulumi.yaml") {
                copyFileSync(join(REPOSITORY, name), join(this.folder, name));
            } else if (!/^Pulumi\..*yaml$/.test(name) && ![".git", ".local", "out"].includes(name)) {
                symlinkSync(join(REPOSITORY, name), join(this.folder, name));
            }
        }
        for (const stack of ["dev", "prod"] as const) {
            copyFileSync(stackFile(stack), join(this.folder, `Pulumi.${stack}.yaml`));
        }
    }

    /** Makes a command that stands for the real one: a note of its arguments, then this piece of shell. */
    give(command: string, body = ""): this {
        const note = `printf '%s\\n' "$*" >>'${this.log(command)}'`;
        // Scripts start the CLI by its npm launcher, which looks for the version that it has installed.
        const folder = command === "pulumi" ? this.#launched() : this.#bin;
        const file = join(folder, command);
        writeFileSync(file, `#!/usr/bin/env bash\n${note}\n${body}\n`);
        chmodSync(file, 0o755);
        return this;
    }

    /** How a command was called, in order. */
    calls(command: string): readonly string[] {
        const file = this.log(command);
        return existsSync(file) ? readFileSync(file, "utf8").split("\n").filter(Boolean) : [];
    }

    /** Where that is noted; what a test writes there itself is noted too. */
    log(command: string): string {
        return this.path(`${command}.log`);
    }

    /** A path beside the project. */
    path(name: string): string {
        return join(this.#root, name);
    }

    /** Writes a file there and says where it is. */
    file(name: string, content: string): string {
        const file = this.path(name);
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(file, content);
        return file;
    }

    /** Reads such a file. */
    read(name: string): string {
        return readFileSync(this.path(name), "utf8");
    }

    /** Runs a script of `.github/scripts`. */
    run(script: string, args: readonly string[] = [], env: NodeJS.ProcessEnv = {}): Outcome {
        const outputs = this.file("outputs", "");
        const summary = this.file("summary", "");
        const { status, stdout, stderr } = spawnSync(join(this.folder, ".github/scripts", script), args, {
            cwd: this.#root,
            encoding: "utf8",
            env: {
                PATH: `${this.#bin}:${machine}`,
                HOME: this.#root,
                PULUMI_HOME: join(this.#root, "pulumi-home"),
                GITHUB_REPOSITORY: "owner/name",
                GITHUB_OUTPUT: outputs,
                GITHUB_STEP_SUMMARY: summary,
                ...env,
            },
        });
        return {
            status,
            stdout,
            stderr,
            outputs: this.read("outputs"),
            summary: this.read("summary"),
        };
    }

    remove(): void {
        rmSync(this.#root, { recursive: true, force: true });
    }

    #launched(): string {
        const { version } = JSON.parse(readFileSync(join(REPOSITORY, "node_modules/pulumi/package.json"), "utf8")) as {
            version: string;
        };
        const folder = join(this.#root, "pulumi-home/versions", version, "bin");
        mkdirSync(folder, { recursive: true });
        return folder;
    }
}

/** One event of the engine, as it writes it to an event log. The old and the new state hold values. */
export function change(op: string, type: string, name: string, fields: readonly string[] = [], value = ""): string {
    const urn = `urn:pulumi:prod::kato-platform::${type}::${name}`;
    const detailedDiff = Object.fromEntries(fields.map((field) => [field, { diffKind: "update", inputDiff: false }]));
    const state = { type, urn, inputs: { value }, outputs: { value } };
    return JSON.stringify({
        sequence: 1,
        resourcePreEvent: { metadata: { op, urn, type, old: state, new: state, detailedDiff } },
    });
}

export function violation(policyName: string, message: string, enforcementLevel = "mandatory"): string {
    const resourceUrn = "urn:pulumi:prod::kato-platform::kubernetes:core/v1:Pod::shell";
    return JSON.stringify({ sequence: 2, policyEvent: { policyName, message, enforcementLevel, resourceUrn } });
}
