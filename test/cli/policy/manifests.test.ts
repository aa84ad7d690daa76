import assert from "node:assert/strict";
import { mkdirSync, symlinkSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { readManifests } from "../../../cli/policy/manifests";
import { Folder } from "./folder";

const POD = "apiVersion: v1\nkind: Pod\nmetadata: { name: a }\n";

let folder: Folder;
beforeEach(() => {
    folder = new Folder();
});
afterEach(() => folder.remove());

/** What is read, as `<type> <name> <file>:<line>`. */
function read(): string[] {
    return [...readManifests(folder.path).objects].map(
        ([{ type, name }, { file, line }]) => `${type} ${name} ${file.slice(folder.path.length + 1)}:${line}`,
    );
}

/** What could not be read: one problem a line, with files as they are called in the folder. */
function problems(): string[] {
    const here = (text: string) => text.replaceAll(`${folder.path}/`, "");
    try {
        return readManifests(folder.path).problems.map(here);
    } catch (error) {
        assert.ok(error instanceof Error && error.name === "UsageError", String(error));
        return here(error.message).split("\n");
    }
}

/** The `file:line:column` of each problem. */
function places(): string[] {
    return problems().map((problem) => /^[\w.]+:\d+:\d+(?=: )/.exec(problem)?.[0] ?? problem);
}

describe("reading manifests", () => {
    it("takes every YAML and JSON file, whatever its depth, in order", () => {
        folder.write("b.yml", POD);
        folder.write("a/z.yaml", POD);
        folder.write("a/y.JSON", '{\n\t"apiVersion": "v1",\n\t"kind": "Pod"\n}\n');
        folder.write("README.md", "kind: [\n");
        folder.write("script.sh", "exit 1\n");
        assert.deepEqual(read(), [
            "kubernetes:core/v1:Pod (unnamed) a/y.JSON:1",
            "kubernetes:core/v1:Pod a a/z.yaml:1",
            "kubernetes:core/v1:Pod a b.yml:1",
        ]);
    });

    it("takes several documents, and knows where each begins", () => {
        folder.write("a.yaml", `---\n# nothing\n---\n${POD}---\n\n---\n# about it\n${POD}...\n---\n`);
        assert.deepEqual(read(), ["kubernetes:core/v1:Pod a a.yaml:4", "kubernetes:core/v1:Pod a a.yaml:11"]);
    });

    it("names what was generated, and what has another API", () => {
        folder.write("a.yaml", "apiVersion: example.com/v1\nkind: Widget\nmetadata: { generateName: w- }\n");
        assert.deepEqual(read(), ["kubernetes:example.com/v1:Widget w- a.yaml:1"]);
    });

    it("reads what JSON has no type for as the API server does", () => {
        folder.write(
            "a.yaml",
            `${POD}spec: { on: yes, at: 2026-11-22, time: 22:15, mode: 0440, size: 1_000, none: ~ }\n`,
        );
        const [resource] = readManifests(folder.path).objects.keys();
        const spec = { true: true, at: "2026-11-22", time: "22:15", mode: 288, size: 1000, none: null };
        assert.deepEqual(resource?.props["spec"], spec);
    });

    it("follows anchors and merge keys", () => {
        folder.write("a.yaml", `${POD}spec:\n  a: &a { p: 1, q: 1 }\n  b: { <<: *a, q: 2 }\n  c: *a\n`);
        const [resource] = readManifests(folder.path).objects.keys();
        assert.deepEqual(resource?.props["spec"], { a: { p: 1, q: 1 }, b: { p: 1, q: 2 }, c: { p: 1, q: 1 } });
    });

    it("says what it leaves out", () => {
        folder.write("a/pod.yaml", POD);
        folder.write("a/values.yaml", "replicas: 3\n---\n- 1\n");
        folder.write("a/kustomization.yaml", "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n");
        mkdirSync(join(folder.path, "b"));
        symlinkSync("../a", join(folder.path, "b/again"));
        symlinkSync("..", join(folder.path, "b/back"));
        const notes = readManifests(folder.path).notes.map((note) => note.replaceAll(`${folder.path}/`, ""));
        assert.deepEqual(notes, [
            "b/again is a link to a folder and not followed.",
            "b/back is a link to a folder and not followed.",
            "a/kustomization.yaml is not applied: give what 'kubectl kustomize a' writes.",
            "2 documents without apiVersion and kind skipped.",
        ]);
    });

    it("follows links to files", () => {
        folder.write("a.yaml", POD);
        symlinkSync("a.yaml", join(folder.path, "b.yaml"));
        assert.deepEqual(read(), ["kubernetes:core/v1:Pod a a.yaml:1", "kubernetes:core/v1:Pod a b.yaml:1"]);
    });

    it("names every place where YAML is broken, in all files", () => {
        folder.write("a.yaml", `${POD}---\na: [1\nb: 2\n`);
        folder.write("b.yaml", "a: 1\na: 2\nb:\n  c: 1\n  c: 2\n");
        folder.write("c.yaml", "a: *nowhere\n");
        folder.write("d.yaml", "a:\n\t- b\n");
        folder.write("e.json", '{ "a": 1, "a": 2 }\n');
        folder.write("f.yaml", POD);
        folder.write("g.yaml", "a: 'never closed\n");
        assert.deepEqual(
            [...new Set(places())],
            ["a.yaml:6:1", "b.yaml:2:1", "b.yaml:5:3", "c.yaml:1:1", "d.yaml:2:1", "e.json:1:11", "g.yaml:2:1"],
        );
    });

    it("names the first placeholder of a template", () => {
        folder.write("a.yaml", "{{- if .Values.enabled }}\nkind: Pod\n{{- end }}\n");
        const [problem, ...others] = problems();
        assert.deepEqual(others, []);
        assert.match(problem ?? "", /^a\.yaml:1:\d+: .* \(a template\? Give what 'helm template' writes\.\)$/);
    });

    it("takes thousands of aliases", () => {
        const many = Array.from({ length: 3000 }, () => "*a").join(", ");
        folder.write("a.yaml", `${POD}spec: { a: &a { p: 1 }, all: [${many}] }\n`);
        const [resource] = readManifests(folder.path).objects.keys();
        assert.equal((resource?.props["spec"] as { all: [] }).all.length, 3000);
    });

    it("refuses an alias that stands in what it refers to, and one that grows without end", () => {
        folder.write("a.yaml", `${POD}spec: &spec { inner: *spec }\n`);
        const bomb = ["a: &a [1, 1, 1, 1, 1, 1, 1, 1, 1]"];
        for (const name of "bcdef") {
            const before = String.fromCharCode(name.charCodeAt(0) - 1);
            bomb.push(`${name}: &${name} [${Array(9).fill(`*${before}`).join(", ")}]`);
        }
        folder.write("b.yaml", `${bomb.join("\n")}\n`);
        assert.deepEqual(places(), ["a.yaml:1:1", "b.yaml:1:1"]);
        assert.match(problems()[1] ?? "", /: Aliases repeat more than 10000 times what they stand for: write out /);
    });

    it("refuses what is no text", () => {
        folder.write("a.yaml", Buffer.from([0x89, 0x50, 0x4e, 0x47]));
        folder.write("b.yaml", `${POD}#\0\n`);
        folder.write("c.yaml", Buffer.from(POD, "utf16le"));
        assert.deepEqual(places(), ["a.yaml:1:1", "b.yaml:4:2", "c.yaml:1:2"]);
        folder.write("d.yaml", `\ufeff${POD}# Größe 大\n`);
        assert.equal(problems().length, 3);
    });

    it("refuses what cannot be read, is too large or is no file", () => {
        folder.write("a.yaml", "");
        truncateSync(join(folder.path, "a.yaml"), 64 * 2 ** 20 + 1);
        symlinkSync("nowhere", join(folder.path, "b.yaml"));
        symlinkSync("c.yaml", join(folder.path, "c.yaml"));
        symlinkSync("nowhere", join(folder.path, "other"));
        symlinkSync("/dev/null", join(folder.path, "d.yaml"));
        assert.deepEqual(
            problems().map((problem) => problem.replace(/(ENOENT|ELOOP).*/, "$1")),
            [
                "a.yaml: larger than 64 MiB, which no manifest is",
                "b.yaml: ENOENT",
                "c.yaml: ELOOP",
                "d.yaml: not a file",
            ],
        );
    });

    it("refuses a folder without objects: it is not the one that was meant", () => {
        assert.match(problems()[0] ?? "", /^There is no \.yaml, \.yml or \.json file in /);
        folder.write("a.yaml", "replicas: 3\n");
        assert.match(problems()[0] ?? "", /^There is no Kubernetes object in /);
        assert.throws(() => readManifests(join(folder.path, "a.yaml")), /UsageError: There is no folder /);
    });
});
