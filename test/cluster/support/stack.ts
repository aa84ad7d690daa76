import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parse } from "yaml";
import type { KubernetesObject } from "./objects";

const REPOSITORY = resolve(__dirname, "../../..");

/** A Helm release. Its objects are rendered during a deployment and are not among the manifests. */
export interface Release {
    readonly chart: string;
    readonly version: string;
}

/** What a stack would create on a cluster, as `npm run preview` writes it. */
export interface Stack {
    readonly name: string;
    /** In the order in which a deployment may create them. */
    readonly objects: readonly KubernetesObject[];
    readonly releases: readonly Release[];
}

/** The stack files that are proved, from the project's folder. */
export const STACK_FILES = [
    "Pulumi.dev.yaml",
    "Pulumi.prod.yaml",
    "test/support/stacks/all-options.yaml",
    "test/support/stacks/external-stores.yaml",
] as const;

export type StackFile = (typeof STACK_FILES)[number];

const previewed = new Map<StackFile, Stack>();

/** Previews a stack file, once for all tests. */
export function previewOf(file: StackFile): Stack {
    const stack = previewed.get(file) ?? preview(file);
    previewed.set(file, stack);
    return stack;
}

function preview(file: StackFile): Stack {
    const folder = mkdtempSync(join(tmpdir(), "preview-"));
    try {
        const args = ["--import", "tsx", "cli/preview/main.ts", "--stack-file", file, "--out", folder];
        const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: REPOSITORY, encoding: "utf8" });
        if (status !== 0) {
            throw new Error(`The preview of ${file} ends with ${status ?? "a signal"}:\n${stdout}${stderr}`);
        }
        return read(file, folder);
    } finally {
        rmSync(folder, { recursive: true, force: true });
    }
}

interface Entry {
    readonly type: string;
    readonly inputs: Readonly<Record<string, unknown>>;
    readonly manifest?: string;
}

function read(file: StackFile, folder: string): Stack {
    const entries = JSON.parse(readFileSync(join(folder, "resources.json"), "utf8")) as Entry[];
    const objects = entries.flatMap(({ manifest }) =>
        manifest === undefined ? [] : [parse(readFileSync(join(folder, manifest), "utf8")) as KubernetesObject],
    );
    const releases = entries
        .filter(({ type }) => type === "kubernetes:helm.sh/v3:Release")
        .map(({ inputs }) => ({ chart: String(inputs["chart"]), version: String(inputs["version"]) }));
    return { name: file, objects, releases };
}
