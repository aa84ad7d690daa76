import assert from "node:assert/strict";
import { PublicCertificate } from "../../../components/certificates/public-certificate";
import { record } from "../../support/record";

const LABELS = { "app.kubernetes.io/part-of": "kato-platform", "app.kubernetes.io/managed-by": "pulumi" };

async function certificate(needsRoute?: boolean) {
    const recording = await record(
        () =>
            new PublicCertificate("public", {
                namespace: "nginx-ingress",
                secretName: "kato-tls",
                host: "kato.yourdomain.com",
                issuer: { kind: "ClusterIssuer", name: "letsencrypt-prod" },
                needsRoute,
            }),
    );
    const [component, name] = [
        "kato:certificates:PublicCertificate::public",
        "kubernetes:cert-manager.io/v1:Certificate::public",
    ];
    assert.deepEqual(recording.names(), [component, name]);
    assert.equal(recording.one(name).parent, component);
    assert.deepEqual(recording.one(component).outputs, { secretName: "kato-tls" });
    return recording.one(name).inputs;
}

describe("PublicCertificate", () => {
    it("covers the host, has a new key each time and leaves to the issuer how long it is valid", async () => {
        assert.deepEqual(await certificate(), {
            apiVersion: "cert-manager.io/v1",
            kind: "Certificate",
            metadata: {
                name: "kato-tls",
                namespace: "nginx-ingress",
                labels: LABELS,
                annotations: { "pulumi.com/waitFor": "condition=Ready" },
            },
            spec: {
                // Security guide, "Kubernetes with cert-manager".
                secretName: "kato-tls",
                secretTemplate: { labels: LABELS },
                dnsNames: ["kato.yourdomain.com"],
                renewBeforePercentage: 33,
                privateKey: { algorithm: "ECDSA", size: 256, rotationPolicy: "Always" },
                usages: ["digital signature", "server auth"],
                issuerRef: { group: "cert-manager.io", kind: "ClusterIssuer", name: "letsencrypt-prod" },
            },
        });
    });

    it("is not waited for, and begins self-signed, where the host has to be served first", async () => {
        const { metadata } = (await certificate(true)) as { metadata: { annotations: unknown } };
        assert.deepEqual(metadata.annotations, { "cert-manager.io/issue-temporary-certificate": "true" });
    });
});
