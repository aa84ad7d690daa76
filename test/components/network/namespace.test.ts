import assert from "node:assert/strict";
import { Namespace, type NamespaceArgs } from "../../../components/network/namespace";
import { record, type Recording } from "../../support/record";

const QUOTA = { cpu: "8", memory: "16Gi", pods: 30 };
const LABELS = { "app.kubernetes.io/part-of": "kato-platform", "app.kubernetes.io/managed-by": "pulumi" };

function made(args: Partial<NamespaceArgs> = {}): Promise<Recording> {
    return record(() => new Namespace("vault", { quota: QUOTA, ...args }));
}

describe("Namespace", () => {
    let recording: Recording;
    before(async () => {
        recording = await made();
    });

    it("makes the namespace, its default deny and its limits, and nothing else", () => {
        assert.deepEqual(recording.names(), [
            "kato:network:Namespace::vault",
            "kubernetes:core/v1:LimitRange::vault-limits",
            "kubernetes:core/v1:Namespace::vault",
            "kubernetes:core/v1:ResourceQuota::vault-quota",
            "kubernetes:networking.k8s.io/v1:NetworkPolicy::vault-default-deny-all",
        ]);
        const children = recording.resources.filter(({ type }) => !type.startsWith("kato:"));
        assert.deepEqual(
            children.map(({ parent }) => parent),
            children.map(() => "kato:network:Namespace::vault"),
        );
        assert.deepEqual(recording.one("kato:network:Namespace::vault").outputs, { namespace: "vault" });
    });

    it("enforces, audits and warns about Pod Security restricted", () => {
        assert.deepEqual(recording.one("kubernetes:core/v1:Namespace::vault").inputs["metadata"], {
            name: "vault",
            labels: {
                ...LABELS,
                "pod-security.kubernetes.io/enforce": "restricted",
                "pod-security.kubernetes.io/enforce-version": "latest",
                "pod-security.kubernetes.io/audit": "restricted",
                "pod-security.kubernetes.io/audit-version": "latest",
                "pod-security.kubernetes.io/warn": "restricted",
                "pod-security.kubernetes.io/warn-version": "latest",
            },
        });
    });

    it("denies all pods both directions (security guide, “Kubernetes Network Policies”: default-deny-all)", () => {
        const policy = recording.one("kubernetes:networking.k8s.io/v1:NetworkPolicy::vault-default-deny-all");
        assert.deepEqual(policy.inputs, {
            apiVersion: "networking.k8s.io/v1",
            kind: "NetworkPolicy",
            metadata: { name: "default-deny-all", namespace: "vault", labels: LABELS },
            spec: { podSelector: {}, policyTypes: ["Ingress", "Egress"] },
        });
    });

    it("bounds what all pods may ask for, and opens no way in past the edge", () => {
        assert.deepEqual(recording.one("kubernetes:core/v1:ResourceQuota::vault-quota").inputs, {
            apiVersion: "v1",
            kind: "ResourceQuota",
            metadata: { name: "quota", namespace: "vault", labels: LABELS },
            spec: {
                hard: {
                    "requests.cpu": "8",
                    "requests.memory": "16Gi",
                    "limits.memory": "16Gi",
                    pods: "30",
                    "services.loadbalancers": "0",
                    "services.nodeports": "0",
                },
            },
        });
    });

    it("gives containers that say nothing a small share", () => {
        assert.deepEqual(recording.one("kubernetes:core/v1:LimitRange::vault-limits").inputs, {
            apiVersion: "v1",
            kind: "LimitRange",
            metadata: { name: "limits", namespace: "vault", labels: LABELS },
            spec: {
                limits: [
                    {
                        type: "Container",
                        defaultRequest: { cpu: "10m", memory: "64Mi" },
                        default: { cpu: "250m", memory: "128Mi" },
                    },
                ],
            },
        });
    });

    it("exists before what is in it", () => {
        const inside = recording.resources.filter(({ inputs }) => "spec" in inputs);
        assert.deepEqual(
            inside.map(({ dependsOn }) => dependsOn),
            inside.map(() => ["kubernetes:core/v1:Namespace::vault"]),
        );
    });

    it("is protected, and kept when deleted by force, only where it holds data", async () => {
        const options = ({ resources }: Recording) =>
            resources
                .filter((each) => each.protect || each.retainOnDelete)
                .map(({ type, protect, retainOnDelete }) => ({
                    type,
                    protect,
                    retainOnDelete,
                }));
        assert.deepEqual(options(recording), []);
        assert.deepEqual(options(await made({ protect: true })), [
            { type: "kubernetes:core/v1:Namespace", protect: true, retainOnDelete: true },
        ]);
    });

    it("lets a transform change each child but the default deny", async () => {
        const mark = (args: { metadata?: unknown }) => {
            Object.assign(args.metadata as object, { annotations: { marked: "yes" } });
        };
        const { resources } = await made({ transform: { namespace: mark, quota: mark, limitRange: mark } });
        const marked = resources.filter(({ inputs }) => JSON.stringify(inputs).includes("marked"));
        assert.deepEqual(marked.map(({ name }) => name).sort(), ["vault", "vault-limits", "vault-quota"]);
    });
});
