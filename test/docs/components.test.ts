import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as ts from "typescript";
import type { ResourceEntry } from "../../cli/preview/model/entries";
import type { Preview } from "../../cli/preview/model/preview";
import { mandatory, previewOf, shippedPreview } from "../support/preview";

const ROOT = join(__dirname, "../..");
const FOLDER = join(ROOT, "docs/examples");
const example = (name: string): string => join(FOLDER, `${name}.ts`);

describe("docs/components.md", () => {
    it("shows the examples as they are, and no other TypeScript", () => {
        const page = readFileSync(join(ROOT, "docs/components.md"), "utf8");
        const shown = [...page.matchAll(/<!-- (docs\/examples\/\S+) -->\n\n```ts\n(.*?)```/gs)];
        const files = readdirSync(FOLDER).map((name) => `docs/examples/${name}`);
        assert.deepEqual(shown.map(([, file]) => file).sort(), files.sort());
        assert.equal([...page.matchAll(/^```ts/gm)].length, shown.length);
        for (const [, file = "", text] of shown) {
            assert.equal(text, readFileSync(join(ROOT, file), "utf8"), file);
        }
    });

    it("has examples that compile", function () {
        this.timeout(120_000);
        const { config } = ts.readConfigFile(join(ROOT, "tsconfig.json"), ts.sys.readFile.bind(ts.sys)) as {
            config: object;
        };
        const { options } = ts.parseJsonConfigFileContent(config, ts.sys, ROOT);
        const files = ["transform", "redis"].map(example);
        const program = ts.createProgram(files, options);
        const wrong = files.flatMap((file) => {
            const source = program.getSourceFile(file);
            return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
        });
        assert.deepEqual(
            wrong.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n")),
            [],
        );
    });
});

describe("The example of a transform", () => {
    it("changes three fields and nothing else, and no policy minds", async () => {
        const plain = await shippedPreview("prod");
        const changed = await previewOf("prod", "", example("transform"));
        const before = new Map(entries(plain).map((entry) => [entry.urn, entry]));
        const differing = entries(changed).filter(
            (entry) => JSON.stringify(entry) !== JSON.stringify(before.get(entry.urn)),
        );
        assert.equal(changed.entries.length, plain.entries.length);
        assert.deepEqual(differing.map(({ name }) => name).sort(), ["kato", "kato-quota", "redis-kb"]);
        const manifest = (id: string) => JSON.stringify(changed.objects.find((one) => one.id === id)?.body);
        assert.match(manifest("kato/StatefulSet/redis-kb"), /"priorityClassName":"stores"/);
        assert.match(manifest("kato/Deployment/kato"), /"imagePullPolicy":"Always"/);
        assert.match(manifest("kato/ResourceQuota/quota"), /"pods":"80"/);
        assert.deepEqual(mandatory(changed), mandatory(plain));
    });
});

describe("The example of a Redis in somebody else's program", () => {
    let preview: Preview;
    before(async () => {
        preview = await previewOf("prod", "", example("redis"));
    });

    it("makes a complete Redis and its namespace, and nothing else", () => {
        const made = preview.resources.map(({ type, name }) => `${type.split(":").at(-1) ?? ""} ${name}`);
        assert.deepEqual(made.sort(), [
            "Certificate sessions",
            "ConfigMap sessions",
            "LimitRange shop-limits",
            "Namespace shop",
            "Namespace shop",
            "NetworkPolicy sessions",
            "NetworkPolicy shop-default-deny-all",
            "PersistentVolumeClaim sessions-data",
            "RandomPassword sessions-keeper-g1",
            "RandomPassword sessions-login-g1",
            "RandomPassword sessions-operator-g1",
            "RandomPassword sessions-probe-g1",
            "Redis sessions",
            "ResourceQuota shop-quota",
            "Secret sessions-users",
            "ServerCertificate sessions",
            "Service sessions",
            "Service sessions-pods",
            "ServiceAccount sessions",
            "Stack kato-platform-test",
            "StatefulSet sessions",
            "kubernetes cluster",
        ]);
    });

    it("lets the client in and nothing else, in either direction", () => {
        const policy = preview.objects.find(({ id }) => id === "shop/NetworkPolicy/clients-of-sessions");
        assert.deepEqual(policy?.body["spec"], {
            podSelector: { matchLabels: { app: "sessions" } },
            policyTypes: ["Ingress", "Egress"],
            ingress: [
                {
                    from: [
                        {
                            namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "shop" } },
                            podSelector: { matchLabels: { app: "web" } },
                        },
                    ],
                    ports: [{ protocol: "TCP", port: 6379 }],
                },
            ],
        });
    });

    it("goes to its own cluster, after the namespace, under the component, and is protected", () => {
        const urn = (name: string): string => resource(preview, name).urn;
        const objects = entries(preview).filter(({ type }) => type.startsWith("kubernetes:"));
        assert.deepEqual([...new Set(objects.map(({ provider }) => provider))], [urn("cluster")]);
        const [component] = entries(preview).filter(({ type }) => type === "kato:data:Redis");
        const namespace = entries(preview).find(({ type }) => type === "kubernetes:core/v1:Namespace");
        for (const name of ["StatefulSet", "NetworkPolicy", "PersistentVolumeClaim", "Secret", "ConfigMap"]) {
            const own = objects.find(({ type, name: of }) => type.endsWith(`:${name}`) && of.startsWith("sessions"));
            assert.equal(own?.parent, component?.urn, name);
            assert.ok(own?.dependsOn.includes(namespace?.urn ?? ""), name);
        }
        const kept = entries(preview).filter(({ custom, protect }) => custom && protect);
        assert.deepEqual(kept.map(({ name }) => name).sort(), [
            "sessions-data",
            "sessions-keeper-g1",
            "sessions-login-g1",
            "sessions-operator-g1",
            "sessions-probe-g1",
            "shop",
        ]);
    });

    it("is what production's policies demand", () => {
        assert.deepEqual(mandatory(preview), []);
    });

    it("exports no password", () => {
        assert.deepEqual(preview.outputs, { host: "sessions.shop.svc", user: "kato_user" });
    });
});

function entries({ entries: all }: Preview): ResourceEntry[] {
    return all.filter(({ type }) => type !== "pulumi:pulumi:Stack");
}

function resource(preview: Preview, name: string): ResourceEntry {
    return preview.entries.find((entry) => entry.name === name) ?? assert.fail(name);
}
