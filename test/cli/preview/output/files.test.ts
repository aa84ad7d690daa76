import assert from "node:assert/strict";
import { parse } from "yaml";
import type { ResourceEntry } from "../../../../cli/preview/model/entries";
import { previewFiles } from "../../../../cli/preview/output/files";
import type { Files } from "../../../../cli/preview/output/write";
import { previewFixture } from "../support";
import type { Preview } from "../../../../cli/preview/model/preview";

/** SHA-256 of the placeholder for the password. */
const ACL_HASH = "ddf9ffe86fbae36afc927ed30d3a286d5924a69eb99b7759e2d036bce4449e74";
/** The placeholder for 32 bytes, in base64. */
const KEY = "cGxhY2Vob2xkZXJzdG9yZWtleTAwMDAwZWE0YTFiZTQ=";

describe("a preview's files", () => {
    let preview: Preview;
    let files: Files;
    const file = (pattern: RegExp): string => {
        const name = [...files.keys()].find((key) => pattern.test(key)) ?? assert.fail(`no file ${String(pattern)}`);
        return files.get(name) ?? "";
    };
    const entries = (): ResourceEntry[] => JSON.parse(file(/^resources\.json$/)) as ResourceEntry[];
    const entry = (name: string): ResourceEntry =>
        entries().find((each) => each.name === name) ?? assert.fail(`no entry ${name}`);

    before(async () => {
        preview = await previewFixture();
        files = previewFiles(preview);
    });

    it("are those of the design, with one manifest per Kubernetes object", () => {
        const names = [...files.keys()].map((name) => name.replace(/-[0-9a-f]{8}(?=\.yaml$)/, "-HASH")).sort();
        assert.deepEqual(names, [
            "connections.json",
            "manifests/_cluster/namespace-shop.yaml",
            "manifests/shop/configmap-app-config-HASH.yaml",
            "manifests/shop/deployment-app.yaml",
            "manifests/shop/persistentvolumeclaim-store-data.yaml",
            "manifests/shop/secret-app-credentials-HASH.yaml",
            "manifests/shop/secret-store-files.yaml",
            "policy.json",
            "policy.sarif",
            "report.html",
            "resources.json",
        ]);
    });

    it("are the same in the next run", async () => {
        assert.deepEqual([...previewFiles(await previewFixture())], [...files]);
    });

    it("begin a manifest with what identifies the object", () => {
        const [first, second, third, fourth, fifth] = file(/secret-app-credentials/).split("\n");
        assert.deepEqual([first, second, third], ["apiVersion: v1", "kind: Secret", "metadata:"]);
        assert.match(
            `${String(fourth)} ${String(fifth)}`,
            /^ {2}name: app-credentials-[0-9a-f]{8} {3}namespace: shop$/,
        );
    });

    it("keep a Secret's manifest applicable, with placeholders", () => {
        const { stringData } = parse(file(/secret-app-credentials/)) as { stringData: Record<string, string> };
        assert.deepEqual(Object.keys(stringData), ["password", "smtp", "url"]);
        assert.equal(stringData["smtp"], "placeholder-smtpPassword");
        assert.equal(stringData["password"], "placeholderstorepassword000000000000512ebb0");
    });

    it("show a secret in any other manifest as [secret]", () => {
        assert.match(
            file(/deployment-app/),
            /name: LEAKED\n +value: "\[secret\]"\n +- name: LEAKED_KEY\n +value: "\[secret\]"/,
        );
    });

    it("show secret inputs and outputs in resources.json as [secret]", () => {
        assert.equal(entry("app-credentials").inputs["stringData"], "[secret]");
        assert.deepEqual(entry("store").outputs, { password: "[secret]" });
        assert(!file(/^resources\.json$/).includes("placeholder"));
    });

    it("show what is computed from a secret in the manifest of the Secret it is for, nowhere else", () => {
        const containing = (text: string) => [...files].filter(([, content]) => content.includes(text));
        for (const text of [ACL_HASH, KEY]) {
            assert.deepEqual(
                containing(text).map(([name]) => name),
                ["manifests/shop/secret-store-files.yaml"],
            );
        }
    });

    it("show what only a deployment can know as [computed]", () => {
        assert.equal(entry("kato-platform-dev").outputs?.["createdAt"], "[computed]");
    });

    it("list each resource with what the engine would know of it", () => {
        assert.deepEqual(entry("store-data"), {
            urn: "urn:pulumi:dev::kato-platform::fixture:data:Store$kubernetes:core/v1:PersistentVolumeClaim::store-data",
            type: "kubernetes:core/v1:PersistentVolumeClaim",
            name: "store-data",
            parent: "urn:pulumi:dev::kato-platform::fixture:data:Store::store",
            custom: true,
            inputs: {
                apiVersion: "v1",
                kind: "PersistentVolumeClaim",
                metadata: { name: "store-data", namespace: "shop" },
                // The program's own value is in the manifest: that is what a first deployment makes.
                spec: { accessModes: ["ReadWriteOnce"], resources: "[kept as it was made]" },
            },
            protect: true,
            retainOnDelete: true,
            dependsOn: [],
            provider: "urn:pulumi:dev::kato-platform::pulumi:providers:kubernetes::cluster",
            deleteBeforeReplace: true,
            aliases: [
                "urn:pulumi:dev::kato-platform::fixture:data:Store$kubernetes:core/v1:PersistentVolumeClaim::old-data",
            ],
            ignoreChanges: ["spec.resources"],
            replaceOnChanges: ["spec.storageClassName"],
            manifest: "manifests/shop/persistentvolumeclaim-store-data.yaml",
        });
    });

    it("say that a Helm release is rendered at deploy, and give it no manifest", () => {
        assert.equal(entry("controller").rendered, "at deploy");
        assert.equal(entry("controller").manifest, undefined);
    });

    it("give the connection table as it is", () => {
        assert.equal(
            file(/^connections\.json$/),
            '[\n  {\n    "from": "shop/app",\n    "to": "shop/store",\n    "port": 5432,\n    "protocol": "TCP"\n  }\n]\n',
        );
    });

    it("give violations with their rule and object", () => {
        const violations = JSON.parse(file(/^policy\.json$/)) as Record<string, string>[];
        const found = violations.find(({ rule }) => rule === "pss-run-as-non-root");
        assert.deepEqual(Object.keys(found ?? {}), ["rule", "level", "severity", "resource", "message"]);
        assert.equal(found?.["resource"], "shop/Deployment/app");
        assert.equal(found["level"], "mandatory");
    });

    it("give the same violations as SARIF 2.1", () => {
        const log = JSON.parse(file(/^policy\.sarif$/)) as {
            version: string;
            runs: {
                automationDetails: { id: string };
                properties: { environment: string };
                tool: { driver: { name: string; rules: { id: string; shortDescription: { text: string } }[] } };
                results: { ruleId: string; level: string; message: { text: string }; locations: unknown[] }[];
            }[];
        };
        const [run] = log.runs;
        const result = run?.results.find(({ ruleId }) => ruleId === "pss-run-as-non-root");
        assert.equal(log.version, "2.1.0");
        assert.equal(run?.tool.driver.name, "kato-policies");
        assert(
            run.tool.driver.rules.some(({ id, shortDescription }) => id === result?.ruleId && shortDescription.text),
        );
        assert.deepEqual([run.automationDetails.id, run.properties.environment], ["policies/dev/", "production"]);
        assert.equal(run.results.length, preview.violations.length);
        assert.equal(result?.level, "error");
        assert.deepEqual(result.locations, [
            {
                physicalLocation: {
                    artifactLocation: { uri: "manifests/shop/deployment-app.yaml" },
                    region: { startLine: 1 },
                },
                logicalLocations: [{ fullyQualifiedName: "shop/Deployment/app" }],
            },
        ]);
    });
});
