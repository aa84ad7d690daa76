/**
 * Finds a real tool for the tests, or builds it from its Go module.
 *
 * Every folder beside this file is one tool, named as its command: a go.mod with a `tool` line and its go.sum. The binary
 * is, in this order, the file that `<NAME>_BINARY` names, the one on PATH, or the one built from the module into a cache
 * folder outside the repository, once for each version.
 */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { accessSync, constants, existsSync, mkdirSync, readFileSync, renameSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";

/** What `go build` must be told beyond the module; most tools need no entry. */
const linkerFlags: Readonly<Record<string, (version: string) => string>> = {
    // The CLI refuses to compare versions, and so to run a project, when it does not know its own.
    pulumi: (version) => `-X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=${version}`,
    // Which features are on, and what it tells clients, depends on the version that it takes itself for.
    "kube-apiserver": (version) => {
        const [major = "", minor = ""] = version.slice(1).split(".");
        return Object.entries({ gitVersion: version, gitMajor: major, gitMinor: minor })
            .map(([name, value]) => `-X k8s.io/component-base/version.${name}=${value}`)
            .join(" ");
    },
};

/** A tool that is neither installed nor buildable here; the message says which and how to get it. */
export class MissingToolError extends Error {
    override readonly name = "MissingToolError";
}

/** Where built tools are kept: `$XDG_CACHE_HOME/kato-platform/tools`, by default under `~/.cache`. */
export function cacheFolder(environment: NodeJS.ProcessEnv = process.env): string {
    return join(environment["XDG_CACHE_HOME"] || join(homedir(), ".cache"), "kato-platform", "tools");
}

/**
 * The path of a tool's binary, built first if need be.
 *
 * @param name The tool's folder under `tools/`.
 * @param report Where progress goes: a build takes minutes. Standard error by default.
 * @throws {MissingToolError} when the tool cannot be had here.
 */
export function resolveTool(name: string, report: (line: string) => void = console.error): string {
    const variable = `${name.toUpperCase().replaceAll("-", "_")}_BINARY`;
    const named = process.env[variable];
    if (named) {
        if (!isExecutable(named)) {
            throw new MissingToolError(`${variable} names ${named}, which is not an executable file.`);
        }
        return named;
    }
    const folder = join(__dirname, name);
    const { target, version } = readModule(folder);
    const onPath = findOnPath(name);
    if (onPath !== undefined) {
        return onPath;
    }
    const built = join(cacheFolder(), name, `${version}-${fingerprint(folder)}`, name);
    if (!isExecutable(built)) {
        build(name, folder, target, version, linkerFlags[name]?.(version) ?? "", built, variable, report);
    }
    return built;
}

function build(
    tool: string,
    folder: string,
    target: string,
    version: string,
    flags: string,
    built: string,
    variable: string,
    report: (line: string) => void,
): void {
    if (findOnPath("go") === undefined) {
        throw new MissingToolError(
            `${tool} is not on PATH, and Go, which would build it, is not either. ` +
                `Install ${tool} or Go (https://go.dev/dl/), or set ${variable} to the path of ${tool}.`,
        );
    }
    report(`${tool} is not on PATH: building ${version} from its Go module into ${built} (some minutes, once).`);
    mkdirSync(join(built, ".."), { recursive: true });
    // Built beside the final name and renamed, so that an interrupted build never looks finished.
    const unfinished = `${built}.${process.pid}`;
    const result = spawnSync("go", ["build", "-ldflags", `-s -w ${flags}`, "-o", unfinished, target], {
        cwd: folder,
        stdio: ["ignore", "inherit", "inherit"],
    });
    if (result.status !== 0) {
        throw new MissingToolError(
            `go build could not build ${tool} ${version}; its own message is above. It downloads modules, so it needs a ` +
                `network or a module proxy (GOPROXY). To use an installed one, put it on PATH or set ${variable}.`,
        );
    }
    renameSync(unfinished, built);
}

/** The package that go.mod's `tool` line names, and the version of the module that has it. */
function readModule(folder: string): { target: string; version: string } {
    const text = readFileSync(join(folder, "go.mod"), "utf8");
    const target = /^tool (\S+)$/m.exec(text)?.[1];
    if (target === undefined) {
        throw new Error(`${folder}/go.mod has no "tool" line.`);
    }
    const modules = [...text.matchAll(/^(?:require)?\s+(\S+) (v\S+)/gm)]
        .map(([, path, version]) => ({ path: path ?? "", version: version ?? "" }))
        .filter(({ path }) => target === path || target.startsWith(`${path}/`))
        .sort((left, right) => right.path.length - left.path.length);
    const version = modules[0]?.version;
    if (version === undefined) {
        throw new Error(`${folder}/go.mod requires no module that has ${target}.`);
    }
    return { target, version };
}

/** Changes with any dependency, so that a changed go.mod is a new build. */
function fingerprint(folder: string): string {
    const hash = createHash("sha256");
    for (const file of ["go.mod", "go.sum"]) {
        hash.update(readFileSync(join(folder, file)));
    }
    return hash.digest("hex").slice(0, 8);
}

function findOnPath(command: string): string | undefined {
    return (
        (process.env["PATH"] ?? "")
            .split(delimiter)
            // npm puts its packages' commands first; the one called `pulumi` is the launcher, not the CLI.
            .filter((folder) => folder !== "" && !folder.includes("node_modules"))
            .map((folder) => join(folder, command))
            .find(isExecutable)
    );
}

function isExecutable(path: string): boolean {
    if (!existsSync(path)) {
        return false;
    }
    try {
        accessSync(path, constants.X_OK);
        return true;
    } catch {
        return false;
    }
}
