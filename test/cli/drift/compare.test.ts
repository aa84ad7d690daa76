import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { additions } from "../../../cli/drift/compare";
import type { KubeObject } from "../../../cli/drift/objects";
import { ownerOf } from "../../../cli/drift/owner";

const object = (kind: string, spec: object, metadata: object = {}): KubeObject => ({
    apiVersion: "v1",
    kind,
    metadata: { name: "one", ...metadata },
    spec,
});
const paths = (sent: KubeObject, live: KubeObject): string[] => additions(sent, live).map(({ path }) => path);

/** What is found of a spec that was sent, when it is live as another one. */
const found = (kind: string, sent: object, live: object): string[] => paths(object(kind, sent), object(kind, live));
const pod = (containers: object[], more: object = {}): object => ({ template: { spec: { containers, ...more } } });
const a = { name: "a", image: "x:1" };

describe("what was added to an object", () => {
    it("is a field, or an item of a list, that nobody sent", () => {
        assert.deepEqual(
            found("Deployment", pod([a]), pod([a, { name: "b", image: "y:1" }])),
            ["template.spec.containers[b]"].map((path) => `spec.${path}`),
        );
        assert.deepEqual(found("Deployment", pod([a]), pod([a], { hostNetwork: true })), [
            "spec.template.spec.hostNetwork",
        ]);
        const env = (...names: string[]): object => ({ ...a, env: names.map((name) => ({ name, value: "v" })) });
        assert.deepEqual(found("Deployment", pod([env("A")]), pod([env("DEBUG", "A")])), [
            "spec.template.spec.containers[a].env[DEBUG]",
        ]);
        assert.deepEqual(
            found("Deployment", pod([{ ...a, args: ["one"] }]), pod([{ ...a, args: ["one", "--debug"] }])),
            ["spec.template.spec.containers[a].args[1]"],
        );
    });

    it("is a rule, a peer or a label of a NetworkPolicy, wherever it stands", () => {
        const peer = (app: string): object => ({ podSelector: { matchLabels: { app } } });
        const sent = { podSelector: {}, ingress: [{ from: [peer("kato")], ports: [{ port: 5432, protocol: "TCP" }] }] };
        const [rule] = sent.ingress;
        assert.deepEqual(found("NetworkPolicy", sent, { ...sent, ingress: [{}, rule] }), ["spec.ingress[0]"]);
        assert.deepEqual(found("NetworkPolicy", sent, { ...sent, ingress: [rule, { from: [peer("x")] }] }), [
            "spec.ingress[1]",
        ]);
        const widened = { ...rule, from: [{ namespaceSelector: {}, ...peer("kato") }] };
        assert.deepEqual(found("NetworkPolicy", sent, { ...sent, ingress: [widened] }), [
            "spec.ingress[0].from[0].namespaceSelector",
        ]);
        assert.deepEqual(
            found("NetworkPolicy", sent, { ...sent, ingress: [{ ...rule, from: [peer("x"), peer("kato")] }] }),
            ["spec.ingress[0].from[0]"],
        );
        assert.deepEqual(found("NetworkPolicy", sent, { ...sent, egress: [{}] }), ["spec.egress"]);
        assert.deepEqual(found("NetworkPolicy", sent, { ...sent, podSelector: { matchLabels: { app: "x" } } }), [
            "spec.podSelector.matchLabels",
        ]);
    });

    it("is a label or an annotation, but not what controllers and kubectl note", () => {
        const live = {
            labels: { app: "one", tier: "x" },
            annotations: {
                "deployment.kubernetes.io/revision": "3",
                "kubectl.kubernetes.io/last-applied-configuration": "{}",
                "eks.amazonaws.com/role-arn": "arn",
            },
            uid: "1",
            resourceVersion: "2",
        };
        assert.deepEqual(paths(object("Deployment", {}, { labels: { app: "one" } }), object("Deployment", {}, live)), [
            "metadata.labels.tier",
            "metadata.annotations[eks.amazonaws.com/role-arn]",
        ]);
    });

    it("is not what the API server fills in, but the same field with another value is", () => {
        const filled = pod(
            [{ ...a, imagePullPolicy: "IfNotPresent", terminationMessagePath: "/dev/termination-log" }],
            {
                dnsPolicy: "ClusterFirst",
                restartPolicy: "Always",
                terminationGracePeriodSeconds: 30,
            },
        );
        assert.deepEqual(found("Deployment", pod([a]), { ...filled, replicas: 4, progressDeadlineSeconds: 600 }), []);
        assert.deepEqual(found("Deployment", pod([a]), pod([a], { dnsPolicy: "Default" })), [
            "spec.template.spec.dnsPolicy",
        ]);
        assert.deepEqual(found("CronJob", {}, { suspend: true }), ["spec.suspend"]);
        assert.deepEqual(found("CronJob", {}, { suspend: false }), []);
        const account = { serviceAccountName: "a" };
        assert.deepEqual(found("Deployment", pod([a], account), pod([a], { ...account, serviceAccount: "b" })), [
            "spec.template.spec.serviceAccount",
        ]);
    });

    it("is not what was changed or taken away: the engine sees that", () => {
        assert.deepEqual(
            found("Deployment", { replicas: 2, ...pod([a]) }, { replicas: 7, ...pod([{ ...a, image: "z" }]) }),
            [],
        );
        assert.deepEqual(
            found("NetworkPolicy", { ingress: [{ from: [{ a: 1 }] }] }, { ingress: [{ from: [{ a: 2 }] }] }),
            [],
        );
        assert.deepEqual(found("Deployment", { replicas: 2 }, {}), []);
    });

    it("comes with who has set it, by the API server's record, the engine's own entry last", () => {
        const sent = object("Deployment", pod([a]));
        const entry = (manager: string, fields: object): object => ({
            manager,
            time: "2026-01-01T00:00:00Z",
            fieldsV1: fields,
        });
        const containers = (name: string): object => ({
            "f:spec": {
                "f:template": {
                    "f:spec": { "f:containers": { [`k:{"name":"${name}"}`]: { ".": {}, "f:image": {} } } },
                },
            },
        });
        const live = object("Deployment", pod([a, { name: "b" }]), {
            managedFields: [entry("pulumi-kubernetes-1", containers("a")), entry("kubectl-edit", containers("b"))],
        });
        const [added] = additions(sent, live);
        assert.equal(added && ownerOf(live, added), "kubectl-edit, 2026-01-01T00:00:00Z");
        assert.equal(added && ownerOf(object("Deployment", pod([a, { name: "b" }])), added), undefined);
    });
});
