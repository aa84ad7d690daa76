import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";

const ROOT = join(__dirname, "..", "..");
/** Relative imports, those of types too: a file that needs another's types cannot be understood without it. */
const IMPORT = /(?:\bfrom |\bimport |\bimport\(|\brequire\()"(\.[^"]*)"/g;

type Imports = ReadonlyMap<string, readonly string[]>;

describe("The sources", () => {
    it("import each other in no circle", () => {
        const imports = new Map(sources().map((file) => [file, importsOf(file)]));
        assert(imports.size > 300, "the sources were not found");
        assert.deepEqual(circle(imports), []);
    });

    it("would be found to, if they did", () => {
        const imports = new Map([
            ["a", ["b", "d"]],
            ["b", ["c"]],
            ["c", ["b"]],
            ["d", []],
        ]);
        assert.deepEqual(circle(imports), ["b", "c", "b"]);
    });

    it("of the preview import only what comes before them", () => {
        const order = ["model", "program", "compare", "output"];
        const place = (file: string) => order.indexOf(/^cli\/preview\/(\w+)\//.exec(file)?.[1] ?? "");
        const wrong = sources()
            .filter((file) => place(file) >= 0)
            .flatMap((file) => importsOf(file).map((imported) => [file, imported] as const))
            .filter(
                ([file, imported]) =>
                    imported.startsWith("cli/preview/") && !(place(imported) >= 0 && place(imported) <= place(file)),
            );
        assert.deepEqual(wrong, []);
    });
});

function sources(): string[] {
    const folders = readdirSync(ROOT, { withFileTypes: true }).filter(
        (entry) => entry.isDirectory() && !/^(\.|node_modules$|out$|test$|tools$)/.test(entry.name),
    );
    return folders.flatMap(({ name }) =>
        readdirSync(join(ROOT, name), { recursive: true, encoding: "utf8" })
            .filter((file) => file.endsWith(".ts"))
            .map((file) => join(name, file)),
    );
}

function importsOf(file: string): string[] {
    const text = readFileSync(join(ROOT, file), "utf8");
    return [...text.matchAll(IMPORT)].flatMap(([, specifier = ""]) => {
        const path = join(ROOT, dirname(file), specifier);
        const found = [`${path}.ts`, join(path, "index.ts")].find((candidate) => existsSync(candidate));
        return found === undefined ? [] : [relative(ROOT, found)];
    });
}

/** The files of one circle, the first again at the end; none if there is none. */
function circle(imports: Imports): string[] {
    const done = new Set<string>();
    const visit = (file: string, path: readonly string[]): string[] => {
        if (path.includes(file)) {
            return [...path.slice(path.indexOf(file)), file];
        }
        if (done.has(file)) {
            return [];
        }
        for (const imported of imports.get(file) ?? []) {
            const found = visit(imported, [...path, file]);
            if (found.length > 0) {
                return found;
            }
        }
        done.add(file);
        return [];
    };
    for (const file of imports.keys()) {
        const found = visit(file, []);
        if (found.length > 0) {
            return found;
        }
    }
    return [];
}
