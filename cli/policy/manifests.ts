import * as fs from "node:fs";
import * as path from "node:path";
import { isRecord } from "../../kubernetes/field";
import { typeToken } from "../../kubernetes/kinds";
import { parseText } from "../../kubernetes/manifest-text";
import type { PolicyResource } from "../../kubernetes/resource";
import { messageOf, UsageError } from "../shared/exit";

/** Where an object stands. */
export interface Place {
    /** As the caller would open it. */
    readonly file: string;
    /** The first of its document, from 1. */
    readonly line: number;
}

/** A folder of Kubernetes YAML, read. */
export interface Manifests {
    readonly objects: ReadonlyMap<PolicyResource, Place>;
    /** What was not read as objects, and why, each a sentence. */
    readonly notes: readonly string[];
    /** What could not be read, with its place. Whoever has some has not judged everything. */
    readonly problems: readonly string[];
}

/** More than any bundle of manifests; the API server takes an object of 1.5 MiB. */
const LARGEST_FILE = 64 * 2 ** 20;

/**
 * Reads every `.yaml`, `.yml` and `.json` file below a folder.
 *
 * @throws UsageError if there is no such folder, no such file or no object in it that could be read
 */
export function readManifests(folder: string): Manifests {
    if (fs.statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) {
        throw new UsageError(`There is no folder ${folder}.`);
    }
    const reader = new Reader();
    reader.readFolder(folder);
    const { problems, objects, files } = reader;
    if (objects.size > 0) {
        return { objects, notes: reader.notes(), problems };
    }
    if (problems.length > 0) {
        throw new UsageError(problems.join("\n"));
    }
    const what = files === 0 ? ".yaml, .yml or .json file" : "Kubernetes object";
    throw new UsageError(`There is no ${what} in ${folder}.`);
}

class Reader {
    readonly objects = new Map<PolicyResource, Place>();
    readonly problems: string[] = [];
    files = 0;
    readonly #linkedFolders: string[] = [];
    readonly #kustomizations: string[] = [];
    #others = 0;

    readFolder(folder: string): void {
        const names = this.#attempt(folder, () => fs.readdirSync(folder)) ?? [];
        for (const name of names.sort()) {
            const entry = path.join(folder, name);
            const isManifest = /\.(ya?ml|json)$/i.test(name);
            // What is none may as well be a link to nothing.
            const stats = this.#attempt(entry, () => fs.statSync(entry, { throwIfNoEntry: isManifest }));
            if (stats?.isDirectory() === true) {
                // A link may lead to the whole disk, or back here.
                if (fs.lstatSync(entry).isSymbolicLink()) {
                    this.#linkedFolders.push(entry);
                } else {
                    this.readFolder(entry);
                }
            } else if (stats !== undefined && isManifest) {
                this.files++;
                this.#readFile(entry, stats);
            }
        }
    }

    notes(): string[] {
        const others = this.#others === 1 ? "1 document" : `${this.#others} documents`;
        return [
            ...this.#linkedFolders.map((folder) => `${folder} is a link to a folder and not followed.`),
            ...this.#kustomizations.map(
                (file) => `${file} is not applied: give what 'kubectl kustomize ${path.dirname(file)}' writes.`,
            ),
            ...(this.#others === 0 ? [] : [`${others} without apiVersion and kind skipped.`]),
        ];
    }

    #readFile(file: string, stats: fs.Stats): void {
        if (!stats.isFile()) {
            this.problems.push(`${file}: not a file`);
        } else if (stats.size > LARGEST_FILE) {
            this.problems.push(`${file}: larger than ${LARGEST_FILE / 2 ** 20} MiB, which no manifest is`);
        } else {
            const bytes = this.#attempt(file, () => fs.readFileSync(file));
            if (bytes !== undefined) {
                this.#readBytes(file, bytes);
            }
        }
    }

    #readBytes(file: string, bytes: Buffer): void {
        const text = bytes.toString("utf8");
        const binary = text.search(NOT_TEXT);
        if (binary >= 0) {
            const line = text.slice(0, binary).split("\n");
            this.problems.push(`${file}:${line.length}:${(line.at(-1) ?? "").length + 1}: not a text in UTF-8`);
            return;
        }
        const { documents, problems } = parseText(text);
        // In a template, the first problem is the first placeholder, and the rest follows from it.
        const isTemplate = problems.length > 0 && text.includes("{{");
        const hint = isTemplate ? " (a template? Give what 'helm template' writes.)" : "";
        for (const { line, column, message } of isTemplate ? problems.slice(0, 1) : problems) {
            this.problems.push(`${file}:${line}:${column}: ${message}${hint}`);
        }
        documents.forEach(({ value, line }) => this.#add(value, { file, line }));
    }

    #add(value: unknown, place: Place): void {
        const resource = asResource(value);
        if (resource === undefined) {
            this.#others++;
        } else if (resource.type.startsWith("kubernetes:kustomize.config.k8s.io/")) {
            this.#kustomizations.push(place.file);
        } else {
            this.objects.set(resource, place);
        }
    }

    /** What a file system refuses is a problem with its place. */
    #attempt<T>(file: string, read: () => T): T | undefined {
        try {
            return read();
        } catch (error) {
            this.problems.push(`${file}: ${messageOf(error)}`);
            return undefined;
        }
    }
}

/** Control characters that no YAML may have, and what stands for bytes that are not UTF-8. */
const NOT_TEXT = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f\ufffd]/;

/** A Kubernetes object as the provider would register it. */
function asResource(value: unknown): PolicyResource | undefined {
    if (!isRecord(value) || typeof value["apiVersion"] !== "string" || typeof value["kind"] !== "string") {
        return undefined;
    }
    const { apiVersion, kind, metadata } = value;
    const name = isRecord(metadata) ? (metadata["name"] ?? metadata["generateName"]) : undefined;
    return { type: typeToken(apiVersion, kind), name: typeof name === "string" ? name : "(unnamed)", props: value };
}
