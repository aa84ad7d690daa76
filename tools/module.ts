import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";

/** How a command is built: from a Go module of ours that requires the one it is part of. */
export interface Source {
    /** The folder with go.mod. */
    readonly folder: string;
    /** The package that `go build` is told. */
    readonly target: string;
    /** Of the module that the package is in; of what it is mostly made of, where it is a package of our own. */
    readonly version: string;
    /** Changes with any dependency, so that a changed go.mod is a new build. */
    readonly fingerprint: string;
}

/**
 * Where a command comes from: the folder of its name, or the one whose go.mod has several `tool` lines, one of them ending in
 * its name.
 *
 * @param tools The folder of all of them.
 * @throws Error if nothing here builds it
 */
export function sourceOf(name: string, tools: string): Source {
    const own = join(tools, name);
    if (existsSync(join(own, "go.mod"))) {
        const [target] = targets(own);
        return describe(own, target);
    }
    for (const folder of readdirSync(tools).map((entry) => join(tools, entry))) {
        const target = targets(folder).find((each) => basename(each) === name);
        if (target !== undefined) {
            return describe(folder, target);
        }
    }
    throw new Error(`No go.mod below ${tools} has a "tool" line for ${name}.`);
}

/** The packages that the `tool` lines of a folder's go.mod name; none where there is no go.mod. */
function targets(folder: string): string[] {
    const file = join(folder, "go.mod");
    const text = existsSync(file) ? readFileSync(file, "utf8") : "";
    const blocks = [...text.matchAll(/^tool \(\n([^)]*)\)/gm)].flatMap(([, lines = ""]) => lines.trim().split(/\s+/));
    return [...[...text.matchAll(/^tool ([^\s(]+)$/gm)].map(([, target = ""]) => target), ...blocks];
}

function describe(folder: string, target: string | undefined): Source {
    if (target === undefined) {
        throw new Error(`${folder}/go.mod has no "tool" line.`);
    }
    return { folder, target, version: versionOf(folder, target), fingerprint: fingerprint(folder) };
}

function versionOf(folder: string, target: string): string {
    const text = readFileSync(join(folder, "go.mod"), "utf8");
    const modules = [...text.matchAll(/^(?:require)?\s+(\S+) (v\S+)(.*)$/gm)].map(
        ([, path = "", version = "", comment = ""]) => ({ path, version, direct: !comment.includes("indirect") }),
    );
    const holds = modules
        .filter(({ path }) => target === path || target.startsWith(`${path}/`))
        .sort((left, right) => right.path.length - left.path.length);
    const own = target.startsWith(/^module (\S+)$/m.exec(text)?.[1] ?? " ");
    const version = (own ? modules.find(({ direct }) => direct) : holds[0])?.version;
    if (version === undefined && !own) {
        throw new Error(`${folder}/go.mod requires no module that has ${target}.`);
    }
    return version ?? "v0";
}

function fingerprint(folder: string): string {
    const hash = createHash("sha256");
    for (const file of readdirSync(folder).sort()) {
        hash.update(readFileSync(join(folder, file)));
    }
    return hash.digest("hex").slice(0, 8);
}
