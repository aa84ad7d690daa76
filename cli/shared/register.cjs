/**
 * Loads the project's TypeScript sources as they stand, fast: `node --require ./cli/shared/register.cjs file.ts`.
 *
 * It is tsx with two things left out that take longer than a whole preview. tsx reads every file of every dependency in
 * search of ES modules, and the Pulumi SDK loads the TypeScript compiler and npm's dependency solver in case a program
 * sends functions to a cloud; here both are loaded when they are first used.
 */
const Module = require("node:module");
const path = require("node:path");
const { cached } = require("./code-cache.cjs");

const dependencies = `${path.sep}node_modules${path.sep}`;
const sdk = `${dependencies}@pulumi${path.sep}pulumi${path.sep}`;
const deferrable = new Set(["typescript", "@npmcli/arborist"]);

const plain = { load: Module._load, resolve: Module._resolveFilename, extension: Module._extensions[".js"] };
require("tsx/cjs");
const tsx = { resolve: Module._resolveFilename, extension: Module._extensions[".js"] };
const verbose = process.argv.includes("--verbose");

Module._extensions[".js"] = function (module, filename) {
    (filename.includes(dependencies) ? plain : tsx).extension.call(this, module, filename);
};

// A stack trace needs the source maps, which are not kept.
if (!verbose) {
    Module._extensions[".ts"] = cached(Module._extensions[".ts"], (filename) => !filename.includes(dependencies));
}

Module._resolveFilename = function (request, parent, ...rest) {
    const from = parent?.filename?.includes(dependencies) ? plain : tsx;
    return from.resolve.call(this, request, parent, ...rest);
};

Module._load = function (request, parent, ...rest) {
    const load = () => plain.load.call(this, request, parent, ...rest);
    if (!deferrable.has(request) || !parent?.filename?.includes(sdk)) {
        return load();
    }
    // What is not installed must fail now, where the SDK expects it.
    Module._resolveFilename(request, parent, ...rest);
    return deferred(load);
};

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
