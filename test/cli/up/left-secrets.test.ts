import assert from "node:assert/strict";
import { KubeConfig, type V1Secret } from "@kubernetes/client-node";
import { leftSecrets, removeLeftSecrets } from "../../../cli/up/left-secrets";
import { FakeApiServer, type FakeCluster } from "../doctor/fake-api-server";

const ours = { "app.kubernetes.io/part-of": "kato-platform" };

/** A state with one resource of each kind that leaves a Secret. */
const state = {
    resources: [
        {
            type: "kubernetes:cert-manager.io/v1:Certificate",
            inputs: { metadata: { namespace: "web", name: "kato-tls" }, spec: { secretName: "kato-tls-pair" } },
        },
        {
            type: "kubernetes:cert-manager.io/v1:ClusterIssuer",
            inputs: { spec: { acme: { privateKeySecretRef: { name: "letsencrypt-staging" } } } },
        },
        { type: "kubernetes:cert-manager.io/v1:ClusterIssuer", inputs: { spec: { selfSigned: {} } } },
        {
            type: "kubernetes:core/v1:Secret",
            inputs: { metadata: { namespace: "web", name: "provided" } },
            retainOnDelete: true,
        },
        { type: "kubernetes:core/v1:Secret", inputs: { metadata: { namespace: "web", name: "goes-with-the-stack" } } },
        { type: "pulumi:pulumi:Stack" },
    ],
};

const certificate: V1Secret = { metadata: { annotations: { "cert-manager.io/certificate-name": "kato-tls" } } };
const account: V1Secret = { type: "Opaque", data: { "tls.key": "" } };
const provided: V1Secret = { metadata: { labels: ours } };

async function left(secrets: Record<string, V1Secret>, cluster: FakeCluster = {}): Promise<string[]> {
    const kept = new Map(Object.entries(secrets));
    const server = await FakeApiServer.start({ ...cluster, secrets: kept });
    try {
        const kubeConfig = new KubeConfig();
        kubeConfig.loadFromString(server.kubeConfig("kind-test"));
        await removeLeftSecrets({ name: "kind-test", server: server.url, kubeConfig }, leftSecrets(state));
    } finally {
        await server.stop();
    }
    return [...kept.keys()];
}

describe("npm run down, Secrets that outlive a stack", () => {
    it("are those of Certificates and of ACME accounts, and the certificates that the stack keeps", async () => {
        const all = {
            "web/kato-tls-pair": certificate,
            "cert-manager/letsencrypt-staging": account,
            "web/provided": provided,
            "web/goes-with-the-stack": provided,
        };
        assert.deepEqual(await left(all), ["web/goes-with-the-stack"]);
    });

    it("stay where somebody has put another in their place", async () => {
        const theirs = {
            "web/kato-tls-pair": { metadata: { annotations: { "cert-manager.io/certificate-name": "another" } } },
            "cert-manager/letsencrypt-staging": { type: "kubernetes.io/tls", data: { "tls.crt": "", "tls.key": "" } },
            "web/provided": { metadata: { labels: { "app.kubernetes.io/part-of": "another" } } },
        };
        assert.deepEqual(await left(theirs), Object.keys(theirs));
    });

    it("may be gone already", async () => {
        assert.deepEqual(await left({}), []);
    });

    it("are named with the command that removes them where the cluster refuses", async () => {
        await assert.rejects(left({ "web/provided": provided }, { status: 403 }), (error: Error) => {
            assert.match(error.message, /^The stack is gone, but for Secrets that outlive it:\n/);
            for (const which of ["web delete secret kato-tls-pair", "cert-manager delete secret letsencrypt-staging"]) {
                assert.ok(error.message.includes(`    kubectl --context kind-test --namespace ${which}    # `), which);
            }
            return true;
        });
    });
});
