import * as fs from "node:fs";
import * as path from "node:path";
import { LineCounter, parseAllDocuments } from "yaml";
import { isRecord } from "../../policies/field";
import { typeToken } from "../../policies/kinds";
import type { PolicyResource } from "../../policies/resource";
import { messageOf, UsageError } from "../shared/exit";

/** A folder of Kubernetes YAML, read. */
export interface Manifests {
    /** The objects, each with the file that it stands in, as the caller would open it. */
    readonly files: ReadonlyMap<PolicyResource, string>;
    /** Documents that are no Kubernetes objects, such as a chart's values. */
    readonly skipped: number;
}

/**
 * Reads every `.yaml`, `.yml` and `.json` file below a folder.
 *
 * @throws UsageError if there is no such folder or no such file in it, or, with every place, if a file cannot be parsed
 */
export function readManifests(folder: string): Manifests {
    const stats = fs.statSync(folder, { throwIfNoEntry: false });
    if (stats?.isDirectory() !== true) {
        throw new UsageError(`There is no folder ${folder}.`);
    }
    const names = fs
        .readdirSync(folder, { recursive: true, encoding: "utf8" })
        .filter((name) => /\.(ya?ml|json)$/i.test(name))
        .map((name) => path.join(folder, name))
        .filter((name) => fs.statSync(name).isFile())
        .sort();
    if (names.length === 0) {
        throw new UsageError(`There is no .yaml, .yml or .json file in ${folder}.`);
    }
    const files = new Map<PolicyResource, string>();
    const problems: string[] = [];
    let skipped = 0;
    for (const name of names) {
        const { values, errors } = parse(fs.readFileSync(name, "utf8"), name);
        problems.push(...errors);
        for (const value of values) {
            const resource = asResource(value);
            if (resource === undefined) {
                skipped++;
            } else {
                files.set(resource, name);
            }
        }
    }
    if (problems.length > 0) {
        throw new UsageError(problems.join("\n"));
    }
    return { files, skipped };
}

/** The values of a file's documents, or `file:line: what is wrong`. */
function parse(text: string, file: string): { readonly values: unknown[]; readonly errors: string[] } {
    const lineCounter = new LineCounter();
    // What the API server's own parser reads: YAML 1.1, in which `yes` is true.
    const documents = parseAllDocuments(text, { version: "1.1", lineCounter, prettyErrors: false });
    const values: unknown[] = [];
    const errors: string[] = [];
    for (const document of documents) {
        const failed = document.errors.map(({ pos, message }) => problem(pos[0], message));
        errors.push(...failed);
        try {
            const value: unknown = failed.length > 0 ? undefined : document.toJS();
            // An empty document is what stands between two separators.
            values.push(...(value === undefined || value === null ? [] : [value]));
        } catch (error) {
            errors.push(problem(document.range[0], messageOf(error)));
        }
    }
    return { values, errors };

    function problem(offset: number, message: string): string {
        const { line, col } = lineCounter.linePos(offset);
        return `${file}:${line}:${col}: ${message}`;
    }
}

/** A Kubernetes object as the provider would register it. */
function asResource(value: unknown): PolicyResource | undefined {
    if (!isRecord(value) || typeof value["apiVersion"] !== "string" || typeof value["kind"] !== "string") {
        return undefined;
    }
    const { apiVersion, kind, metadata } = value;
    const name = isRecord(metadata) ? (metadata["name"] ?? metadata["generateName"]) : undefined;
    return { type: typeToken(apiVersion, kind), name: typeof name === "string" ? name : "(unnamed)", props: value };
}
