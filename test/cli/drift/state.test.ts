import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { extrasIn } from "../../../cli/drift/extras";
import { type KubeObject, shownName } from "../../../cli/drift/objects";
import { recorded } from "../../../cli/drift/state";

const ours = { "app.kubernetes.io/part-of": "kato-platform", "app.kubernetes.io/managed-by": "pulumi" };
const autonamed = { "pulumi.com/autonamed": "true" };
const object = (kind: string, name: string, metadata: object = {}): KubeObject => ({
    apiVersion:
        { NetworkPolicy: "networking.k8s.io/v1", Job: "batch/v1", Role: "rbac.authorization.k8s.io/v1" }[kind] ?? "v1",
    kind,
    metadata: { name, namespace: "kato", ...metadata },
});
const resource = (inputs: object, more: object = {}): object => ({
    urn: "u",
    type: "kubernetes:any:Any",
    inputs,
    ...more,
});
const state = (...resources: object[]) => recorded({ resources: resources as never });

describe("what a stack's state says there is", () => {
    it("is what was sent, secrets in the clear and as the API server keeps them", () => {
        const mark = { "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270" };
        const sealed = { ...mark, plaintext: JSON.stringify({ password: "hunter2" }) };
        const { objects, context } = state(
            { urn: "p", type: "pulumi:providers:kubernetes", inputs: { context: "kind-kato" } },
            resource({ ...object("Secret", "one"), stringData: sealed, data: { other: "eA==" } }),
            resource({ values: {} }, { type: "kubernetes:helm.sh/v3:Release" }),
            resource(object("Job", "old"), { delete: true }),
        );
        assert.equal(context, "kind-kato");
        assert.deepEqual(objects, [{ ...object("Secret", "one"), data: { other: "eA==", password: "aHVudGVyMg==" } }]);
    });

    it("knows what is about to go, and what its charts have brought", () => {
        const names = { "Role.rbac.authorization.k8s.io/rbac.authorization.k8s.io/v1": ["kato/of-chart"] };
        const { knows } = state(resource(object("Job", "old"), { delete: true }), {
            urn: "r",
            type: "kubernetes:helm.sh/v3:Release",
            outputs: { resourceNames: names },
        });
        assert.ok(knows(object("Job", "old")));
        assert.ok(knows(object("Role", "of-chart")));
        assert.ok(!knows(object("Role", "by-hand")));
    });
});

describe("what is in a namespace and not in the state", () => {
    const { knows } = state(resource(object("NetworkPolicy", "default-deny-all")));
    const extras = (...live: KubeObject[]): Record<string, string[]> => {
        const { leftovers, strangers } = extrasIn(live, { knows });
        return { leftovers: leftovers.map(shownName), strangers: strangers.map(shownName) };
    };

    it("is left by a killed run if the engine has named it for this program", () => {
        assert.deepEqual(
            extras(
                object("Secret", "kato-secrets-1", { labels: ours, annotations: autonamed }),
                object("Secret", "theirs", { annotations: autonamed }),
                object("Secret", "by-hand", { labels: ours }),
                object("Job", "kratos-migrate-1", { labels: ours, annotations: autonamed, deletionTimestamp: "now" }),
            ),
            { leftovers: ["kato/Secret/kato-secrets-1"], strangers: [] },
        );
    });

    it("is no leftover as long as something live names it, as after a state was lost", () => {
        const named = (kind: string, name: string): KubeObject =>
            object(kind, name, { labels: ours, annotations: autonamed, uid: name });
        const pod = (secretName: string, metadata: object): KubeObject => ({
            ...object("Pod", `pod-of-${secretName}`, metadata),
            spec: { volumes: [{ secret: { secretName } }] },
        });
        const owner = (uid: string): object => ({ ownerReferences: [{ controller: true, uid }] });
        assert.deepEqual(
            extras(
                named("Secret", "used-1"),
                named("Secret", "unused-1"),
                named("Job", "migrate-1"),
                pod("used-1", owner("a-replica-set")),
                pod("unused-1", owner("migrate-1")),
            ),
            { leftovers: ["kato/Secret/unused-1", "kato/Job/migrate-1"], strangers: ["kato/Secret/used-1"] },
        );
    });

    it("is somebody else's if it opens the network, grants rights or runs, and no controller owns it", () => {
        assert.deepEqual(
            extras(
                object("NetworkPolicy", "default-deny-all"),
                object("NetworkPolicy", "open"),
                object("Role", "admin"),
                object("Pod", "debug"),
                object("Pod", "kato-1", { ownerReferences: [{ controller: true }] }),
                object("ConfigMap", "kube-root-ca.crt"),
            ),
            { leftovers: [], strangers: ["kato/NetworkPolicy/open", "kato/Role/admin", "kato/Pod/debug"] },
        );
    });
});
