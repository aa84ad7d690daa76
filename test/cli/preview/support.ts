import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { buildPreview } from "../../../cli/preview/program/build";
import { Progress } from "../../../cli/shared/terminal";
import type { Preview } from "../../../cli/preview/model/preview";

export const REPOSITORY = path.resolve(__dirname, "../../..");
/** A program with one of everything the preview has to handle. */
export const FIXTURE = path.join(__dirname, "fixtures", "platform");
/** Spawned commands share two cores with whatever else is running. */
export const SPAWN_TIMEOUT = 300_000;

const folders: string[] = [];

/** A new temporary folder, removed by `cleanUp`. */
export function temporaryFolder(): string {
    const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "preview-test-")));
    folders.push(folder);
    return folder;
}

export function cleanUp(): void {
    folders.splice(0).forEach((folder) => {
        fs.rmSync(folder, { recursive: true, force: true });
    });
}

/** A project in a temporary folder whose `index.ts` is `program`. */
export function project(program: string, stackFile = "config:\n"): string {
    const folder = temporaryFolder();
    fs.symlinkSync(path.join(REPOSITORY, "node_modules"), path.join(folder, "node_modules"), "dir");
    fs.writeFileSync(path.join(folder, "Pulumi.yaml"), "name: kato-platform\nruntime: nodejs\n");
    fs.writeFileSync(path.join(folder, "Pulumi.dev.yaml"), stackFile);
    fs.writeFileSync(path.join(folder, "index.ts"), program);
    return folder;
}

/** Previews the fixture in this process, with the settings its stack file has. */
export function previewFixture(values: Record<string, string> = {}): Promise<Preview> {
    return buildPreview(
        {
            root: FIXTURE,
            project: "kato-platform",
            stack: "dev",
            values: {
                "pulumi:disable-default-providers": '["kubernetes","aws"]',
                "kato-platform:replicas": "2",
                "kato-platform:smtpPassword": "placeholder-smtpPassword",
                ...values,
            },
            secretKeys: ["kato-platform:smtpPassword"],
        },
        new Progress({ write: () => true }),
    );
}

export interface Ended {
    readonly status: number | null;
    readonly stdout: string;
    readonly stderr: string;
}

/** Runs the command as `npm run preview` does, in the folder `cwd`. */
export function preview(cwd: string, ...args: string[]): Promise<Ended> {
    const start = ["--require", path.join(REPOSITORY, "cli/shared/register.cjs")];
    return node([...start, path.join(REPOSITORY, "cli/main.ts"), "preview", ...args], cwd);
}

/** Runs node, without the environment that a test runner adds. */
export function node(args: readonly string[], cwd: string): Promise<Ended> {
    const env = { ...process.env, NODE_OPTIONS: "" };
    return new Promise((resolve, reject) => {
        const child = spawn(process.execPath, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
        let [stdout, stderr] = ["", ""];
        child.stdout.on("data", (data: Buffer) => (stdout += data.toString()));
        child.stderr.on("data", (data: Buffer) => (stderr += data.toString()));
        child.on("error", reject);
        child.on("close", (status) => {
            resolve({ status, stdout, stderr });
        });
    });
}

/** Every file below a folder, by relative path. */
export function readTree(folder: string): Map<string, string> {
    const entries = fs.readdirSync(folder, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
    return new Map(files.sort().map((file) => [path.relative(folder, file), fs.readFileSync(file, "utf8")]));
}

/** No stack trace is shown. */
export function assertNoTrace({ stdout, stderr }: Ended): void {
    assert.doesNotMatch(stdout + stderr, /^ +at /m);
}
