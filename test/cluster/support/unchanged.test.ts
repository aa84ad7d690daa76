import assert from "node:assert/strict";
import { describe, it } from "mocha";
import type { FieldSet, KubernetesObject } from "./objects";
import { rewrittenFields } from "./unchanged";

const sent: KubernetesObject = {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name: "kratos", namespace: "kratos", labels: { app: "kratos" } },
    spec: { selector: {}, ports: [{ port: 80, name: "http" }], finalizers: ["a"] },
};

const owned = {
    "f:metadata": { "f:labels": { "f:app": {} } },
    "f:spec": {
        "f:selector": {},
        "f:ports": { 'k:{"port":80,"protocol":"TCP"}': { ".": {}, "f:port": {}, "f:name": {} } },
        "f:finalizers": { 'v:"a"': {} },
    },
};

describe("fields that the server rewrites", () => {
    it("are none where it has what was sent and counts all of it as ours; what it adds is its own", () => {
        const spec = { ...(sent.spec as object), ports: [{ port: 80, name: "http", protocol: "TCP" }], clusterIP: "1" };
        assert.deepEqual(rewrittenFields({ sent, live: live(spec, owned) }), []);
    });

    it("are values that differ, list items that are more or fewer, and what is gone", () => {
        const spec = { selector: {}, ports: [{ port: 81, name: "http" }], finalizers: ["a", "b"] };
        assert.deepEqual(rewrittenFields({ sent, live: live(spec, owned) }), [
            "kratos/Service/kratos: .spec.ports[0].port was sent as 80 and is 81",
            'kratos/Service/kratos: .spec.finalizers was sent as ["a"] and is ["a","b"]',
        ]);
        assert.deepEqual(rewrittenFields({ sent, live: live({ ...spec, ports: undefined }, owned) }).slice(0, 1), [
            'kratos/Service/kratos: .spec.ports was sent as [{"port":80,"name":"http"}] and is undefined',
        ]);
    });

    it("are those that its record of our fields lacks or has beyond what was sent", () => {
        const { "f:selector": selector, "f:ports": ports } = owned["f:spec"];
        const record = {
            "f:metadata": owned["f:metadata"],
            "f:spec": { "f:selector": selector, "f:ports": ports, "f:type": {} },
        };
        assert.deepEqual(rewrittenFields({ sent, live: live(sent.spec, record) }), [
            "kratos/Service/kratos: the server's record of our fields and what we sent differ in .spec.type",
            "kratos/Service/kratos: the server's record of our fields and what we sent differ in .spec.finalizers",
        ]);
    });

    it("are all where it has no record of ours", () => {
        const nobody = { ...sent, metadata: { ...sent.metadata, managedFields: [] } };
        assert.deepEqual(rewrittenFields({ sent, live: nobody }), [
            "kratos/Service/kratos: the server's record of our fields and what we sent differ in any field",
        ]);
    });
});

function live(spec: unknown, fieldsV1: FieldSet): KubernetesObject {
    const managedFields = [
        { manager: "kato-platform", operation: "Apply", fieldsV1 },
        { manager: "another", operation: "Update", fieldsV1: { "f:spec": { "f:clusterIP": {} } } },
    ];
    return { ...sent, metadata: { ...sent.metadata, managedFields }, spec };
}
