/**
 * Keeps what tsx makes of the project's sources, and what V8 makes of that, in `node_modules/.cache`: reading, looking up and
 * compiling some 400 files anew takes longer than judging all resources. An entry is of one state of one file; `npm ci`
 * removes them all. Node 22 has a cache of its own for the second half; this is for 20 as well.
 */
const crypto = require("node:crypto");
const fs = require("node:fs");
const Module = require("node:module");
const path = require("node:path");
const vm = require("node:vm");

const root = path.resolve(__dirname, "..", "..");
const folder = path.join(root, "node_modules", ".cache", "kato-platform");
/** What the result depends on besides the source. */
const tools = [process.version, require("tsx/package.json").version, state(path.join(root, "tsconfig.json"))].join();
/** What was compiled anew, to be kept when the process ends: V8 then knows which functions are used. */
const compiled = [];

/**
 * Wraps the loader of TypeScript files.
 *
 * @param extension tsx's entry of `Module._extensions`
 * @param isOurs whether a file is a source of the project; others are left to tsx
 */
exports.cached = function (extension, isOurs) {
    process.once("exit", keep);
    return function (module, filename) {
        if (!filename.startsWith(root + path.sep) || !isOurs(filename)) {
            return extension.call(this, module, filename);
        }
        const name = crypto
            .createHash("sha1")
            .update(`${tools},${filename},${state(filename)}`)
            .digest("hex");
        const entry = path.join(folder, name);
        const known = read(`${entry}.js`)?.toString();
        const code = known ?? transformed(this, extension, module, filename);
        // V8 forgets who imports for a kept script.
        if (/\bimport\s*\(/.test(code)) {
            if (known === undefined) {
                compiled.push({ entry, code });
            }
            return module._compile(code, filename);
        }
        const cachedData = known === undefined ? undefined : read(`${entry}.bin`);
        const script = new vm.Script(Module.wrap(code), { filename, cachedData });
        if (known === undefined || script.cachedDataRejected !== false) {
            compiled.push({ entry, code, script });
        }
        const { exports } = module;
        const require = Module.createRequire(filename);
        script.runInThisContext().call(exports, exports, require, module, filename, path.dirname(filename));
    };
};

/** What tsx would have compiled. */
function transformed(loader, extension, module, filename) {
    let result;
    const compile = module._compile;
    module._compile = (code) => (result = code);
    try {
        extension.call(loader, module, filename);
    } finally {
        module._compile = compile;
    }
    return result;
}

function keep() {
    try {
        fs.mkdirSync(folder, { recursive: true });
        for (const { entry, code, script } of compiled) {
            write(`${entry}.js`, code);
            if (script !== undefined) {
                write(`${entry}.bin`, script.createCachedData());
            }
        }
    } catch {
        // A folder that cannot be written to costs time and nothing else.
    }
}

/** Whole or not at all: another process may read it at the same moment. */
function write(file, content) {
    const part = `${file}.${process.pid}`;
    fs.writeFileSync(part, content);
    fs.renameSync(part, file);
}

function read(file) {
    try {
        return fs.readFileSync(file);
    } catch {
        return undefined;
    }
}

function state(file) {
    const { mtimeMs, size } = fs.statSync(file);
    return `${mtimeMs}-${size}`;
}
