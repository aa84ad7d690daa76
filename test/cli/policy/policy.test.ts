import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { policy } from "../../../cli/policy/policy";
import { statusOf } from "../../../cli/shared/exit";
import type { Exception } from "../../../policies/engine/exception";
import { rules } from "../../../policies/rules";
import { entries, Folder, run, runWith } from "./folder";

const MAIN = join(__dirname, "../../../cli/main.ts");

/** No rule objects to it. */
const FINE = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: fine, namespace: shop }\ndata: { motto: "Be kind" }\n';
/** One rule objects to it, and is mandatory. */
const MISPLACED = FINE.replace("shop", "kube-system");
const MESSAGE = /^metadata\.namespace: found "kube-system", expected .*\. Write: /;

const ACCEPTED: Exception = {
    resource: "kube-system/ConfigMap/*",
    rule: "reserved-namespaces",
    reason: "An agent reads it there",
    owner: "a@example.com",
    expiry: new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, "2026-11-22".length),
};

let folder: Folder;
beforeEach(() => {
    folder = new Folder();
});
afterEach(() => folder.remove());

describe("npm run policy", () => {
    it("ends with 0 where nothing is violated", () => {
        folder.write("a.yaml", FINE);
        const { status, stdout } = run(folder.path);
        assert.equal(status, 0);
        assert.equal(stdout, `No violations in 1 object; ${rules.length} rules.\n`);
        assert.equal(run(folder.path, "--json").stdout, "[]\n");
    });

    it("ends with 1 where a mandatory rule is violated, and says where", () => {
        folder.write("a.yaml", `${FINE}---\n# Not ours\n${MISPLACED}`);
        const { status, stdout } = run(folder.path);
        assert.equal(status, 1);
        const [heading, violation, ...rest] = stdout.split("\n");
        assert.equal(heading, `kube-system/ConfigMap/fine  ${join(folder.path, "a.yaml")}:7`);
        const [rule, grade, message = ""] = (violation ?? "").trimStart().split("  ");
        assert.equal(rule, "reserved-namespaces");
        assert.equal(grade, "mandatory, high");
        assert.match(message, MESSAGE);
        assert.deepEqual(rest, ["", `1 violation, 1 mandatory, in 2 objects; ${rules.length} rules.`, ""]);
    });

    it("prints policy.json's array, with the file and line of each", () => {
        folder.write("a.yaml", FINE);
        folder.write("deep/er/b.yml", MISPLACED);
        const ended = run(folder.path, "--json");
        assert.equal(ended.status, 1);
        const [{ message, ...entry } = { message: "" }, ...others] = entries(ended);
        assert.deepEqual(others, []);
        assert.match(message, MESSAGE);
        assert.deepEqual(entry, {
            rule: "reserved-namespaces",
            level: "mandatory",
            severity: "high",
            resource: "kube-system/ConfigMap/fine",
            file: join(folder.path, "deep/er/b.yml"),
            line: 1,
        });
    });

    it("relates objects of different files", () => {
        folder.write("namespace.yaml", "apiVersion: v1\nkind: Namespace\nmetadata: { name: open }\n");
        const open = () => entries(run(folder.path, "--json")).some(({ rule }) => rule === "namespace-default-deny");
        assert.equal(open(), true);
        folder.write(
            "deny.yaml",
            "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: { name: deny, namespace: open }\nspec: { podSelector: {}, policyTypes: [Ingress, Egress] }\n",
        );
        assert.equal(open(), false);
    });

    it("asks what production is asked, unless told otherwise", () => {
        const container = "{ name: shop, image: docker.io/library/busybox:1.37.0 }";
        folder.write(
            "a.yaml",
            `apiVersion: v1\nkind: Pod\nmetadata: { name: a }\nspec: { containers: [${container}] }\n`,
        );
        const digest = (...flags: string[]) =>
            entries(run(folder.path, "--json", ...flags)).some(({ rule }) => rule === "image-digest");
        assert.equal(digest(), true);
        assert.equal(digest("--environment", "production"), true);
        assert.equal(digest("--environment", "staging"), false);
        assert.equal(digest("--environment", "development"), false);
    });

    it("lets an exception cover a violation, and says so", () => {
        folder.write("a.yaml", MISPLACED);
        const { status, stdout } = runWith([ACCEPTED], folder.path);
        assert.equal(status, 0);
        assert.equal(
            stdout,
            [
                "Accepted by policies/exceptions.ts",
                `  reserved-namespaces  kube-system/ConfigMap/fine: An agent reads it there (a@example.com, until ${ACCEPTED.expiry})`,
                "",
                `No violations and 1 exception in 1 object; ${rules.length} rules.`,
                "",
            ].join("\n"),
        );
        const json = runWith([ACCEPTED], folder.path, "--json");
        assert.deepEqual([json.status, json.stdout, json.stderr], [0, "[]\n", "1 exception not listed.\n"]);
    });

    it("objects to an exception that is wrong, not to one that these files do not need", () => {
        folder.write("a.yaml", FINE);
        assert.equal(runWith([ACCEPTED], folder.path).status, 0);
        const wrong = runWith([{ ...ACCEPTED, owner: "" }], folder.path);
        assert.equal(wrong.status, 1);
        assert.match(
            wrong.stdout,
            /^_cluster\/PolicyException\/1 {2}policies\/exceptions\.ts:1\n {2}exception-invalid {2}mandatory, high {2}/,
        );
    });

    it("judges the others where a file cannot be read, and ends with 2", () => {
        folder.write("a.yaml", MISPLACED);
        folder.write("b.yaml", "a: [\n");
        folder.write("c.yaml", `${FINE}---\nkind: [\n`);
        const { status, stdout, stderr } = run(folder.path);
        assert.equal(status, 2);
        assert.match(
            stdout,
            /\n {2}reserved-namespaces {2}mandatory, high {2}[^]*\n1 violation, 1 mandatory, in 2 objects; /,
        );
        const [first, ...places] = stderr.trimEnd().split("\n");
        assert.equal(first, "Not judged, because it cannot be read:");
        assert.deepEqual(
            places.map((place) => place.replace(`${folder.path}/`, "").replace(/:.*/, "")),
            ["b.yaml", "c.yaml"],
        );
        const json = run(folder.path, "--json");
        assert.deepEqual([json.status, entries(json).map(({ rule }) => rule)], [2, ["reserved-namespaces"]]);
        folder.write("a.yaml", FINE);
        assert.equal(run(folder.path).status, 2);
    });

    it("ends with 2 for a wrong command line or folder", () => {
        folder.write("a.yaml", FINE);
        const terminal = { stdout: { write: () => true }, stderr: { write: () => true } };
        assert.match(run(folder.path, "--jsonn").stderr, /Did you mean '--json'\?/);
        assert.deepEqual(run(folder.path, "--environment", "prod"), {
            status: 2,
            stdout: "",
            stderr: "'--environment prod' is none of development, staging, production.",
        });
        assert.throws(() => policy([], terminal), /UsageError: Which files\? Add --manifests DIR\./);
        assert.throws(
            () => policy(["--manifests", join(folder.path, "none")], terminal),
            /UsageError: There is no folder/,
        );
    });

    it("ends with 3 for anything unexpected", () => {
        const full = (): never => {
            throw new Error("no space left on device");
        };
        folder.write("a.yaml", FINE);
        const terminal = { stdout: { write: full }, stderr: { write: full } };
        assert.throws(
            () => policy(["--manifests", folder.path], terminal),
            (error) => statusOf(error) === 3,
        );
    });

    it("ends with the same statuses as a command", () => {
        const start = (...flags: string[]) =>
            spawnSync(process.execPath, ["--import", "tsx", MAIN, "policy", ...flags], { encoding: "utf8" });
        folder.write("a.yaml", MISPLACED);
        assert.equal(start("--manifests", folder.path).status, 1);
        folder.write("a.yaml", "a: [");
        const broken = start("--manifests", folder.path);
        assert.equal(broken.status, 2);
        assert.doesNotMatch(broken.stderr, /\n {4}at /);
        assert.match(start("--help").stdout, /npm run policy -- \[flags\]/);
    });
});
