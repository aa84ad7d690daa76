import { readFileSync } from "node:fs";
import { join } from "node:path";
import { placeholders } from "../../config";
import { isObject } from "../../config/path";
import { HELM_RELEASE } from "../../kubernetes/kinds";
import type { ResourceEntry } from "../preview/model/entries";
import { parseArguments } from "../shared/arguments";
import { help, type PipelineCommand, required, stack, start } from "./command";
import { type Chart, rendered } from "./helm";
import { previewSettings } from "./settings";

const usage = {
    start: start("images"),
    purpose: "Prints every image that a stack runs, those of its charts included. Needs Helm.",
    flags: { stack, preview: { value: "DIR", help: "folder of the stack's preview" }, help },
} as const;

export const command: PipelineCommand = {
    usage,
    async run(argv, { root, terminal }) {
        const flags = parseArguments(usage, argv);
        const settings = previewSettings(root, required("stack", flags.stack));
        const file = join(required("preview", flags.preview), "resources.json");
        const entries = JSON.parse(readFileSync(file, "utf8")) as ResourceEntry[];
        const objects = await Promise.all(chartsIn(entries).map((chart) => rendered(chart)));
        const examples = new Set(placeholders(settings).map(({ value }) => value));
        for (const image of imagesIn([entries, objects])) {
            if (examples.has(image)) {
                terminal.stderr.write(`${image} stands for an image of yours: there is nothing to scan.\n`);
            } else {
                terminal.stdout.write(`${image}\n`);
            }
        }
    },
};

/**
 * Every image that Kubernetes objects run: of all containers, whatever the kind, and those that a controller is told to
 * start (cert-manager's `--acme-http01-solver-image=…`).
 */
export function imagesIn(objects: unknown): string[] {
    const found = new Set<string>();
    search(objects, found);
    return [...found].sort();
}

/** The charts among a preview's resources. */
export function chartsIn(entries: readonly Pick<ResourceEntry, "type" | "name" | "inputs">[]): Chart[] {
    return entries
        .filter(({ type }) => type === HELM_RELEASE)
        .map(({ name, inputs }) => {
            const repositoryOpts: unknown = inputs["repositoryOpts"];
            return {
                name: text(inputs["name"]) ?? name,
                namespace: text(inputs["namespace"]) ?? "default",
                chart: text(inputs["chart"]) ?? name,
                version: text(inputs["version"]) ?? "",
                repository: isObject(repositoryOpts) ? text(repositoryOpts["repo"]) : undefined,
                values: inputs["values"] ?? {},
            };
        });
}

function search(value: unknown, found: Set<string>): void {
    if (Array.isArray(value)) {
        value.forEach((item) => search(item, found));
    } else if (isObject(value)) {
        for (const [key, item] of Object.entries(value)) {
            if (/^(init|ephemeral)?containers$/i.test(key) && Array.isArray(item)) {
                add(item, found);
            }
            search(item, found);
        }
    }
}

function add(containers: readonly unknown[], found: Set<string>): void {
    for (const container of containers) {
        if (!isObject(container)) {
            continue;
        }
        const { image, args } = container;
        if (typeof image === "string" && image !== "") {
            found.add(image);
        }
        for (const argument of Array.isArray(args) ? (args as unknown[]) : []) {
            const started = typeof argument === "string" ? /^--[\w-]*image=(\S+)$/.exec(argument)?.[1] : undefined;
            if (started !== undefined) {
                found.add(started);
            }
        }
    }
}

function text(value: unknown): string | undefined {
    return typeof value === "string" && value !== "" ? value : undefined;
}
