import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { REPOSITORY } from "../cli/preview/support";

export interface Step {
    readonly uses?: string;
    readonly run?: string;
    readonly shell?: string;
    readonly if?: string;
    readonly with?: Readonly<Record<string, unknown>>;
    readonly env?: Readonly<Record<string, string>>;
}

export interface Job {
    readonly if?: string;
    readonly needs?: string | readonly string[];
    readonly permissions?: Readonly<Record<string, string>>;
    readonly environment?: string | { readonly name: string };
    readonly "timeout-minutes"?: number;
    readonly concurrency?: unknown;
    /** A workflow that the job is. */
    readonly uses?: string;
    readonly steps?: readonly Step[];
}

export interface Workflow {
    readonly file: string;
    readonly text: string;
    readonly on: Readonly<Record<string, unknown>>;
    readonly permissions: unknown;
    readonly concurrency?: unknown;
    readonly jobs: Readonly<Record<string, Job>>;
}

/** The workflows of this repository, by file name. */
export const WORKFLOWS: readonly Workflow[] = readdirSync(join(REPOSITORY, ".github/workflows"))
    .filter((name) => name.endsWith(".yml"))
    .sort()
    .map((file) => {
        const text = readFileSync(join(REPOSITORY, ".github/workflows", file), "utf8");
        return { ...(parse(text) as Omit<Workflow, "file" | "text">), file, text };
    });

/** One of them. */
export function workflow(file: string): Workflow {
    return WORKFLOWS.find((each) => each.file === file)!;
}

/** The files with steps: workflows and the repository's own actions. */
export function stepFiles(): { readonly file: string; readonly text: string }[] {
    const actions = readdirSync(join(REPOSITORY, ".github/actions")).map(
        (name) => `.github/actions/${name}/action.yml`,
    );
    return [
        ...WORKFLOWS.map(({ file, text }) => ({ file, text })),
        ...actions.map((file) => ({ file, text: readFileSync(join(REPOSITORY, file), "utf8") })),
    ];
}

/** All steps of a workflow. */
export function steps({ jobs }: Workflow): readonly Step[] {
    return Object.values(jobs).flatMap((job) => job.steps ?? []);
}
