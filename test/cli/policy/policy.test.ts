import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { policy } from "../../../cli/policy/policy";
import { statusOf } from "../../../cli/shared/exit";

const COMPLIANT = `
apiVersion: v1
kind: Pod
metadata: { name: good, namespace: shop }
spec:
  automountServiceAccountToken: false
  securityContext: { runAsNonRoot: yes, seccompProfile: { type: RuntimeDefault } }
  containers:
    - name: app
      image: app:1
      resources: { requests: { cpu: 1, memory: 1Gi }, limits: { cpu: 1, memory: 1Gi } }
      securityContext:
        allowPrivilegeEscalation: false
        readOnlyRootFilesystem: true
        capabilities: { drop: [ALL] }
`;
const HOST_PID = COMPLIANT.replace("spec:", "spec:\n  hostPID: true");

let folder: string;
beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "policy-"));
});
afterEach(() => {
    rmSync(folder, { recursive: true });
});

/** Runs the command over files given by name, in this process. */
function run(files: Record<string, string>, ...flags: string[]): { status: number; stdout: string; stderr: string } {
    for (const [name, text] of Object.entries(files)) {
        mkdirSync(dirname(join(folder, name)), { recursive: true });
        writeFileSync(join(folder, name), text);
    }
    const output = { stdout: "", stderr: "" };
    const terminal = {
        stdout: { write: (text: string) => (output.stdout += text) },
        stderr: { write: (text: string) => (output.stderr += text) },
    };
    try {
        return { status: policy(["--manifests", folder, ...flags], terminal), ...output };
    } catch (error) {
        return { status: statusOf(error), stdout: output.stdout, stderr: String(error) };
    }
}

function entries(stdout: string): Record<string, string>[] {
    return JSON.parse(stdout) as Record<string, string>[];
}

describe("npm run policy", () => {
    it("ends with 0 where nothing is violated", () => {
        const { status, stdout } = run({ "a.yaml": COMPLIANT });
        assert.equal(status, 0);
        assert.equal(stdout, "No violations in 1 object; 23 rules.\n");
        assert.equal(run({}, "--json").stdout, "[]\n");
    });

    it("ends with 1 where a mandatory rule is violated, and says where", () => {
        const { status, stdout } = run({ "a.yaml": HOST_PID });
        assert.equal(status, 1);
        assert.equal(
            stdout,
            [
                `shop/Pod/good  ${join(folder, "a.yaml")}`,
                "  pss-host-namespaces  spec.hostPID: found true, expected false or nothing. Write: hostPID: false",
                "",
                "1 violation, 1 mandatory, in 1 object; 23 rules.",
                "",
            ].join("\n"),
        );
    });

    it("prints policy.json's array, with the file of each", () => {
        const { status, stdout } = run({ "a.yaml": COMPLIANT, "deep/er/b.yml": HOST_PID }, "--json");
        assert.equal(status, 1);
        assert.deepEqual(entries(stdout), [
            {
                rule: "pss-host-namespaces",
                level: "mandatory",
                severity: "critical",
                resource: "shop/Pod/good",
                message: "spec.hostPID: found true, expected false or nothing. Write: hostPID: false",
                file: join(folder, "deep/er/b.yml"),
            },
        ]);
    });

    it("reads several documents, lists, JSON and custom resources; skips what is no object", () => {
        const { status, stdout, stderr } = run(
            {
                "many.yaml": `---\n# nothing\n---${COMPLIANT}---${HOST_PID}---\nreplicas: 3\n`,
                "list.yaml": `apiVersion: v1\nkind: List\nitems:\n  -${HOST_PID.replaceAll("\n", "\n    ")}`,
                "custom.json": '{"apiVersion": "example.com/v1", "kind": "Widget", "spec": {"containers": 3}}',
                "crd.yaml": "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nspec: {}\n",
                "README.md": "apiVersion: v1\nkind: [\n",
            },
            "--json",
        );
        assert.equal(status, 1);
        assert.deepEqual(
            entries(stdout).map(({ rule, file }) => [rule, file]),
            [
                ["pss-host-namespaces", join(folder, "list.yaml")],
                ["pss-host-namespaces", join(folder, "many.yaml")],
            ],
        );
        assert.equal(stderr, "1 document without apiVersion and kind skipped.\n");
    });

    it("relates objects of different files", () => {
        const labels = "labels: { pod-security.kubernetes.io/enforce: restricted }";
        const namespace = `apiVersion: v1\nkind: Namespace\nmetadata: { name: shop, ${labels} }\n`;
        const deny =
            "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: { name: deny, namespace: shop }\nspec: { podSelector: {}, policyTypes: [Ingress, Egress] }\n";
        assert.equal(run({ "namespace.yaml": namespace }).status, 1);
        assert.equal(run({ "deny.yaml": deny }).status, 0);
    });

    it("ends with 2 and every place where YAML is broken", () => {
        const { status, stdout, stderr } = run({
            "a.yaml": `${COMPLIANT}---\na: [1\nb: 2\n`,
            "b.yaml": "a: 1\na: 2\n",
            "c.yaml": "a: *nowhere\n",
            "d.yaml": HOST_PID,
        });
        assert.equal(status, 2);
        assert.equal(stdout, "");
        const places = stderr.split("\n").map((line) => /([a-d]\.yaml:\d+):\d+: /.exec(line)?.[1]);
        assert.deepEqual([...new Set(places)], ["a.yaml:18", "b.yaml:2", "c.yaml:1"]);
    });

    it("ends with 2 for a wrong command line or folder", () => {
        assert.match(run({}).stderr, /There is no \.yaml, \.yml or \.json file in /);
        assert.equal(run({}).status, 2);
        assert.match(run({ "a.yaml": COMPLIANT }, "--jsonn").stderr, /Did you mean '--json'\?/);
        const terminal = { stdout: { write: () => true }, stderr: { write: () => true } };
        assert.throws(() => policy([], terminal), /UsageError: Which files\? Add --manifests DIR\./);
        assert.throws(() => policy(["--manifests", join(folder, "none")], terminal), /UsageError: There is no folder/);
    });

    it("ends with 3 for anything unexpected", () => {
        const full = (): never => {
            throw new Error("no space left on device");
        };
        writeFileSync(join(folder, "a.yaml"), COMPLIANT);
        const terminal = { stdout: { write: full }, stderr: { write: full } };
        assert.throws(
            () => policy(["--manifests", folder], terminal),
            (error) => statusOf(error) === 3,
        );
    });

    it("ends with the same statuses as a command", () => {
        const main = join(__dirname, "../../../cli/policy/main.ts");
        const start = (...flags: string[]) =>
            spawnSync(process.execPath, ["--import", "tsx", main, ...flags], { encoding: "utf8" });
        writeFileSync(join(folder, "a.yaml"), HOST_PID);
        assert.equal(start("--manifests", folder).status, 1);
        writeFileSync(join(folder, "a.yaml"), "a: [");
        const broken = start("--manifests", folder);
        assert.equal(broken.status, 2);
        assert.doesNotMatch(broken.stderr, /\n {4}at /);
        rmSync(join(folder, "a.yaml"));
        mkdirSync(join(folder, "a.yaml"));
        assert.equal(start("--manifests", folder).status, 2);
        assert.match(start("--help").stdout, /npm run policy -- \[flags\]/);
    });
});
