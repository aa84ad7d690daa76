import assert from "node:assert/strict";
import { applicationSecret, configFiles, registrySecret, storeSecret } from "../../../components/secrets/delivery";
import type { ServiceSecret } from "../../../components/secrets/service-secret";
import { workload } from "../../../components/workload/identity";
import { record, secret, valueOf } from "../../support/record";
import * as pulumi from "@pulumi/pulumi";

const app = workload("shop", "app");
const LABELS = {
    app: "app",
    "app.kubernetes.io/name": "app",
    "app.kubernetes.io/component": "frontend",
    "app.kubernetes.io/part-of": "kato-platform",
    "app.kubernetes.io/managed-by": "pulumi",
};

describe("applicationSecret", () => {
    it("is immutable and auto-named, with base64 data that stays secret and no stringData", async () => {
        let handle: ServiceSecret<"key"> | undefined;
        const { resources } = await record(() => {
            handle = applicationSecret("app-keys", app, "frontend", { key: "välue" }, {});
        });
        assert.deepEqual(
            resources.map(({ type, inputs }) => ({ type, inputs })),
            [
                {
                    type: "kubernetes:core/v1:Secret",
                    inputs: {
                        apiVersion: "v1",
                        kind: "Secret",
                        metadata: { namespace: "shop", labels: LABELS },
                        immutable: true,
                        type: "Opaque",
                        data: secret({ key: "dsOkbHVl" }),
                    },
                },
            ],
        );
        assert.equal(await valueOf(pulumi.output(handle?.name)), "app-keys-auto");
    });
});

describe("storeSecret", () => {
    it("has a fixed name and changes in place", async () => {
        let handle: ServiceSecret<"key"> | undefined;
        const { resources } = await record(() => {
            handle = storeSecret<"key">("app-logins", app, "frontend", { key: "value" }, {});
        });
        assert.deepEqual(
            resources.map(({ inputs }) => inputs),
            [
                {
                    apiVersion: "v1",
                    kind: "Secret",
                    metadata: { name: "app-logins", namespace: "shop", labels: LABELS },
                    type: "Opaque",
                    data: secret({ key: "dmFsdWU=" }),
                },
            ],
        );
        assert.equal(await valueOf(pulumi.output(handle?.name)), "app-logins");
    });
});

describe("registrySecret", () => {
    it("is what the kubelet pulls images with: immutable, auto-named, the login in Docker's own format", async () => {
        let name: pulumi.Output<string> | undefined;
        const login = { server: "ghcr.io", user: "bot", password: "p:ä" };
        const { resources } = await record(() => {
            name = registrySecret("app-registry", app, "frontend", login, {});
        });
        const [{ inputs } = { inputs: {} }, ...others] = resources;
        const { data, ...rest } = inputs as { data: { "a secret": Record<string, string> } };
        assert.deepEqual(rest, {
            apiVersion: "v1",
            kind: "Secret",
            metadata: { namespace: "shop", labels: LABELS },
            immutable: true,
            type: "kubernetes.io/dockerconfigjson",
        });
        const { ".dockerconfigjson": config = "", ...nothing } = data["a secret"];
        assert.deepEqual(JSON.parse(Buffer.from(config, "base64").toString("utf8")), {
            auths: { "ghcr.io": { username: "bot", password: "p:ä", auth: "Ym90OnA6w6Q=" } },
        });
        assert.deepEqual([nothing, others], [{}, []]);
        assert.equal(await valueOf(pulumi.output(name)), "app-registry-auto");
    });
});

describe("configFiles", () => {
    it("is an immutable, auto-named ConfigMap", async () => {
        const { resources } = await record(() => configFiles("app-config", app, "frontend", { "a.conf": "x = 1" }, {}));
        assert.deepEqual(
            resources.map(({ inputs }) => inputs),
            [
                {
                    apiVersion: "v1",
                    kind: "ConfigMap",
                    metadata: { namespace: "shop", labels: LABELS },
                    immutable: true,
                    data: { "a.conf": "x = 1" },
                },
            ],
        );
    });
});
