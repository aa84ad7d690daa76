import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { policy } from "../../../cli/policy/policy";
import { statusOf } from "../../../cli/shared/exit";
import type { Exception } from "../../../policies/engine/exception";

/** What a run of the command did. */
export interface Ended {
    readonly status: number;
    readonly stdout: string;
    readonly stderr: string;
}

/** A temporary folder of files. */
export class Folder {
    readonly path = mkdtempSync(join(tmpdir(), "policy-"));

    /** Writes a file, given by its path in the folder. */
    write(name: string, content: string | Buffer): void {
        const file = join(this.path, name);
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(file, content);
    }

    remove(): void {
        rmSync(this.path, { recursive: true });
    }
}

/** Runs the command over a folder, in this process and without exceptions. */
export function run(folder: string, ...flags: string[]): Ended {
    return runWith([], folder, ...flags);
}

/** The same with exceptions. */
export function runWith(exceptions: readonly Exception[], folder: string, ...flags: string[]): Ended {
    const output = { stdout: "", stderr: "" };
    const terminal = {
        stdout: { write: (text: string) => (output.stdout += text) },
        stderr: { write: (text: string) => (output.stderr += text) },
    };
    try {
        return { status: policy(["--manifests", folder, ...flags], terminal, exceptions), ...output };
    } catch (error) {
        const message = error instanceof Error ? error.message : String(error);
        return { status: statusOf(error), stdout: output.stdout, stderr: message };
    }
}

/** Violations as `--json` lists them. */
export interface Entry {
    readonly rule: string;
    readonly level: string;
    readonly severity: string;
    readonly resource: string;
    readonly message: string;
    readonly file: string;
    readonly line: number;
}

export function entries({ stdout }: Ended): readonly Entry[] {
    return JSON.parse(stdout) as Entry[];
}
