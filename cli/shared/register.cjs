/**
 * Loads the project's TypeScript sources as they stand: `node --require ./cli/shared/register.cjs file.ts`.
 *
 * All sources of a project are transformed at once, in memory, when the first of them is needed: esbuild does that on all
 * cores while a loader that takes them one by one still looks for the second. Nothing is kept, so nothing can be stale.
 *
 * The Pulumi SDK loads the TypeScript compiler and npm's dependency solver in case a program sends functions to a cloud;
 * here both are loaded when they are first used.
 */
const fs = require("node:fs");
const Module = require("node:module");
const path = require("node:path");
const esbuild = require("esbuild");

const dependencies = `${path.sep}node_modules${path.sep}`;
const sdk = `${dependencies}@pulumi${path.sep}pulumi${path.sep}`;
const deferrable = new Set(["typescript", "@npmcli/arborist"]);
/** No command loads these folders of a project; one that is loaded from there all the same is transformed alone. */
const others = new Set(["node_modules", "test", "docs", "tools", "out"]);
const verbose = process.argv.includes("--verbose");
const { _load, _resolveFilename } = Module;

/** What was transformed: the path of a source to its JavaScript. */
const sources = new Map();

Module._extensions[".ts"] = function (module, filename) {
    if (!sources.has(filename)) {
        const project = projectOf(filename);
        transform([filename, ...(project === undefined ? [] : sourcesBelow(project))]);
    }
    module._compile(sources.get(filename).text, filename);
};

// Looked up before Node looks for files, and before it prefers `page.js` to `page.ts`.
Module._resolveFilename = function (request, parent, ...rest) {
    if (request.startsWith(".") && parent?.filename && !parent.filename.includes(dependencies)) {
        const file = path.resolve(path.dirname(parent.filename), request);
        const found = [file, `${file}.ts`, path.join(file, "index.ts")].find((candidate) => sources.has(candidate));
        if (found !== undefined) {
            return found;
        }
    }
    return _resolveFilename.call(this, request, parent, ...rest);
};

Module._load = function (request, parent, ...rest) {
    const load = () => _load.call(this, request, parent, ...rest);
    if (!deferrable.has(request) || !parent?.filename?.includes(sdk)) {
        return load();
    }
    // What is not installed must fail now, where the SDK expects it.
    Module._resolveFilename(request, parent, ...rest);
    return deferred(load);
};

function transform(files) {
    const { outputFiles } = esbuild.buildSync({
        entryPoints: [...new Set(files)].filter((file) => !sources.has(file)),
        // Where they would be written, which they are not: each beside its source.
        ...{ outdir: path.parse(__dirname).root, outbase: path.parse(__dirname).root, write: false },
        ...{ format: "cjs", platform: "node", target: "node20" },
        ...{ sourcemap: verbose && "inline", logLevel: "silent" },
    });
    for (const output of outputFiles) {
        sources.set(output.path.replace(/\.js$/, ".ts"), output);
    }
}

/** The folder with the project's settings that a file is in, if it is in one. */
function projectOf(filename) {
    const folder = path.dirname(filename);
    if (folder === filename || fs.existsSync(path.join(folder, "Pulumi.yaml"))) {
        return folder === filename ? undefined : folder;
    }
    return projectOf(folder);
}

function sourcesBelow(folder) {
    return fs.readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
        const file = path.join(folder, entry.name);
        if (entry.isDirectory()) {
            return others.has(entry.name) || entry.name.startsWith(".") ? [] : sourcesBelow(file);
        }
        return file.endsWith(".ts") && !file.endsWith(".d.ts") ? [file] : [];
    });
}

/** A module that is loaded when one of its members is first read. */
function deferred(load) {
    let loaded;
    return new Proxy(
        {},
        {
            get(_, member) {
                // Interop helpers ask for this at once, and leave alone what says yes.
                return member === "__esModule" ? true : (loaded ??= load())[member];
            },
        },
    );
}

// The SDK takes a stack trace of every resource and promise, which is slow as well, with source maps above all.
process.setSourceMapsEnabled(verbose);
Error.stackTraceLimit = verbose ? 50 : 0;
