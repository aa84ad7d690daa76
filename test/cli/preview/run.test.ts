import assert from "node:assert/strict";
import type { Preview } from "../../../cli/preview/build";
import { policyResource } from "../../../cli/preview/objects";
import type { ResourceRecord } from "../../../cli/preview/resources";
import { text } from "../../../cli/preview/wire";
import { previewFixture } from "./support";

const STORE = "urn:pulumi:dev::kato-platform::fixture:data:Store";

describe("the program's run", () => {
    let preview: Preview;
    const resource = (name: string): ResourceRecord =>
        preview.resources.find((record) => record.name === name) ?? assert.fail(`no resource ${name}`);

    before(async () => {
        preview = await previewFixture();
    });

    it("records every resource in the order of the constructors", () => {
        assert.deepEqual(
            preview.resources.map(({ name }) => name),
            [
                "kato-platform-dev",
                "cluster",
                "cloud",
                "shop",
                "store",
                "store-password",
                "store-data",
                "app-credentials",
                "app-config",
                "app",
                "controller",
                "key",
            ],
        );
    });

    it("gives each the URN that the engine would", () => {
        assert.equal(
            resource("kato-platform-dev").urn,
            "urn:pulumi:dev::kato-platform::pulumi:pulumi:Stack::kato-platform-dev",
        );
        assert.equal(resource("store").urn, `${STORE}::store`);
        assert.equal(resource("store-data").urn, `${STORE}$kubernetes:core/v1:PersistentVolumeClaim::store-data`);
    });

    it("records parents, and none for the stack", () => {
        assert.equal(resource("kato-platform-dev").parent, undefined);
        assert.equal(resource("store").parent, resource("kato-platform-dev").urn);
        assert.equal(resource("store-data").parent, `${STORE}::store`);
    });

    it("records the options that mocks do not see", () => {
        assert.deepEqual(resource("store-data").options, {
            protect: true,
            retainOnDelete: true,
            dependsOn: [],
            aliases: [`${STORE}$kubernetes:core/v1:PersistentVolumeClaim::old-data`],
            provider: "urn:pulumi:dev::kato-platform::pulumi:providers:kubernetes::cluster",
            deleteBeforeReplace: true,
            ignoreChanges: ["spec.resources"],
            replaceOnChanges: ["spec.storageClassName"],
            additionalSecretOutputs: [],
        });
        assert.equal(resource("app").options.protect, false);
    });

    it("records dependencies, stated ones and those through inputs", () => {
        assert.deepEqual(resource("store").options.dependsOn, [
            "urn:pulumi:dev::kato-platform::kubernetes:core/v1:Namespace::shop",
        ]);
        assert.deepEqual(resource("app").options.dependsOn, [
            `${STORE}$random:index/randomPassword:RandomPassword::store-password`,
            "urn:pulumi:dev::kato-platform::kubernetes:core/v1:ConfigMap::app-config",
            "urn:pulumi:dev::kato-platform::kubernetes:core/v1:Secret::app-credentials",
        ]);
    });

    it("names objects without a name, and dependents see the name", () => {
        const metadata = resource("app-credentials").inputs["metadata"] as { name: string };
        assert.match(metadata.name, /^app-credentials-[0-9a-f]{8}$/);
        assert(JSON.stringify(resource("app").inputs).includes(`"secretRef":{"name":"${metadata.name}"}`));
    });

    it("names Helm releases without a name", () => {
        assert.match(text(resource("controller").inputs["name"]) ?? "", /^controller-[0-9a-f]{8}$/);
    });

    it("keeps a generated password secret, of its length, wherever it goes", () => {
        const { props, secretPaths } = policyResource(resource("app-credentials"));
        const { password, url } = props["stringData"] as { password: string; url: string };
        assert.deepEqual(secretPaths, ["stringData"]);
        assert.match(password, /^placeholderstorepassword[0-9a-z]+$/);
        assert.equal(password.length, 43);
        assert.equal(url, `postgres://app:${password}@store:5432`);
    });

    it("tells exactly which value is secret", () => {
        const { secretPaths } = policyResource(resource("app"));
        assert.deepEqual(secretPaths, ["spec.template.spec.containers[0].env[1].value"]);
    });

    it("shows outputs without secrets", () => {
        assert.deepEqual(preview.outputs, {
            keyArn: "arn:aws:kms:region:000000000000:key",
            password: "[secret]",
            createdAt: "[computed]",
        });
    });

    it("reads the connection table from the stack output", () => {
        assert.deepEqual(preview.connections, [{ from: "shop/app", to: "shop/store", port: 5432, protocol: "TCP" }]);
    });

    it("keeps what the program says", () => {
        assert.deepEqual(preview.messages, [
            { level: "warning", text: "images are not pinned by digest" },
            { level: "info", text: "two replicas" },
        ]);
    });

    it("gives the console back", async () => {
        const { log, warn } = console;
        await previewFixture();
        assert.deepEqual([console.log, console.warn], [log, warn]);
    });

    it("does the same again", async () => {
        assert.deepEqual((await previewFixture()).entries, preview.entries);
    });

    it("gives changed content another name", async () => {
        const other = await previewFixture({ "kato-platform:replicas": "3" });
        const name = (of: Preview, kind: string) => of.objects.find((object) => object.kind === kind)?.name;
        assert.equal(name(other, "Secret"), name(preview, "Secret"));
        assert.notEqual(name(other, "ConfigMap"), name(preview, "ConfigMap"));
    });

    it("hides what the user has set for other tools, and leaves it as it was", async () => {
        process.env["KUBECONFIG"] = "/somewhere/config";
        try {
            const again = await previewFixture();
            assert.deepEqual(again.entries, preview.entries);
            assert.equal(process.env["KUBECONFIG"], "/somewhere/config");
        } finally {
            delete process.env["KUBECONFIG"];
        }
    });
});
