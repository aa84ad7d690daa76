/**
 * Finds a real tool for the tests, or builds it from its Go module.
 *
 * Every folder beside this file is one tool, named as its command, or a few from one module: a go.mod with `tool` lines and
 * its go.sum. The binary is, in this order, the file that `<NAME>_BINARY` names, the one on PATH, or the one built from the module into a cache
 * folder outside the repository, once for each version.
 */
import { spawnSync } from "node:child_process";
import { accessSync, constants, existsSync, mkdirSync, renameSync } from "node:fs";
import { homedir } from "node:os";
import { basename, delimiter, join } from "node:path";
import { type Source, sourceOf } from "./module";

/** What `go build` must be told beyond the module, by its folder; most tools need no entry. */
const linkerFlags: Readonly<Record<string, (version: string) => string>> = {
    // The CLI refuses to compare versions, and so to run a project, when it does not know its own.
    pulumi: (version) => `-X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=${version}`,
    // Which features are on, and what it tells clients, depends on the version that it takes itself for.
    kubernetes: (version) => {
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
 * @param name The command.
 * @param report Where progress goes: a build takes minutes. Standard error by default.
 * @throws {MissingToolError} when the tool cannot be had here.
 */
export function resolveTool(name: string, report: (line: string) => void = console.error): string {
    const variable = variableOf(name);
    const named = process.env[variable];
    if (named) {
        if (!isExecutable(named)) {
            throw new MissingToolError(`${variable} names ${named}, which is not an executable file.`);
        }
        return named;
    }
    const onPath = findOnPath(name);
    if (onPath !== undefined) {
        return onPath;
    }
    const source = sourceOf(name, __dirname);
    const built = builtPath(name, source);
    if (!isExecutable(built)) {
        build(name, source, built, variable, report);
    }
    return built;
}

/** Whether `resolveTool` would build it first. */
export function mustBuild(name: string): boolean {
    const named = process.env[variableOf(name)];
    return !named && findOnPath(name) === undefined && !isExecutable(builtPath(name, sourceOf(name, __dirname)));
}

/** The environment variable that names a tool's binary. */
function variableOf(name: string): string {
    return `${name.toUpperCase().replaceAll("-", "_")}_BINARY`;
}

function builtPath(name: string, { folder, version, fingerprint }: Source): string {
    return join(cacheFolder(), basename(folder), `${version}-${fingerprint}`, name);
}

function build(
    tool: string,
    { folder, target, version }: Source,
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
    const flags = linkerFlags[basename(folder)]?.(version) ?? "";
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
