import * as fs from "node:fs";
import * as path from "node:path";
import { UsageError } from "../../shared/exit";
import type { ResourceEntry } from "../model/entries";
import { NETWORK_FILE, RESOURCES_FILE, VALUES_FILE } from "../model/file-names";

/** File names, relative to the output folder, to their contents. */
export type Files = ReadonlyMap<string, string>;

/**
 * Writes a preview's files. Of what is in the folder already, only what an earlier preview wrote and this one does not is removed.
 *
 * @throws UsageError if the folder cannot be one
 */
export function writeFolder(folder: string, files: Files): void {
    if (fs.statSync(folder, { throwIfNoEntry: false })?.isDirectory() === false) {
        throw new UsageError(`--out ${folder}: this is a file, and the preview needs a folder.`);
    }
    fs.mkdirSync(folder, { recursive: true });
    removeEarlier(folder);
    // The list of what belongs to the preview comes first: whatever is written after it can be removed by the next one.
    const { [RESOURCES_FILE]: resources = "[]", ...others } = Object.fromEntries(files);
    const list = path.join(folder, RESOURCES_FILE);
    fs.writeFileSync(`${list}.new`, resources);
    // Renamed, never written in part: an interrupted preview must not leave a list that the next one cannot read.
    fs.renameSync(`${list}.new`, list);
    const made = new Set<string>();
    for (const [name, content] of Object.entries(others)) {
        const file = path.join(folder, name);
        const parent = path.dirname(file);
        if (!made.has(parent)) {
            fs.mkdirSync(parent, { recursive: true });
            made.add(parent);
        }
        fs.writeFileSync(file, content);
    }
}

/** Removes what the earlier preview in this folder lists as its manifests, the folders that this leaves empty, and files that not every preview has. */
function removeEarlier(folder: string): void {
    const manifests = listedManifests(folder);
    if (manifests.length > 0) {
        [VALUES_FILE, NETWORK_FILE].forEach((file) => {
            fs.rmSync(path.join(folder, file), { force: true });
        });
    }
    const folders = new Set<string>();
    for (const manifest of manifests) {
        fs.rmSync(path.join(folder, manifest), { force: true });
        folders.add(path.dirname(manifest));
    }
    for (const name of [...folders, "manifests"]) {
        const directory = path.join(folder, name);
        if (manifests.length > 0 && fs.existsSync(directory) && fs.readdirSync(directory).length === 0) {
            fs.rmdirSync(directory);
        }
    }
}

function listedManifests(folder: string): string[] {
    const file = path.join(folder, RESOURCES_FILE);
    if (!fs.existsSync(file)) {
        return [];
    }
    let entries: unknown;
    try {
        entries = JSON.parse(fs.readFileSync(file, "utf8"));
    } catch {
        throw new UsageError(
            `--out ${folder}: ${RESOURCES_FILE} is there and no preview wrote it. Choose another folder.`,
        );
    }
    const listed = Array.isArray(entries) ? (entries as Partial<ResourceEntry>[]) : [];
    // Only the form that a preview writes: a listed path must not lead out of the folder.
    return listed.flatMap(({ manifest }) =>
        typeof manifest === "string" && /^manifests\/[\w.-]+\/[\w.-]+\.yaml$/.test(manifest) && !manifest.includes("..")
            ? [manifest]
            : [],
    );
}
