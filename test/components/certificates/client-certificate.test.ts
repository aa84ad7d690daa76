import assert from "node:assert/strict";
import { ClientCertificate } from "../../../components/certificates/client-certificate";
import { workload } from "../../../components/workload/identity";
import { record } from "../../support/record";

const LABELS = {
    app: "api",
    "app.kubernetes.io/name": "api",
    "app.kubernetes.io/component": "backend",
    "app.kubernetes.io/part-of": "kato-platform",
    "app.kubernetes.io/managed-by": "pulumi",
};

describe("ClientCertificate", () => {
    it("names the workload, serves nobody and is renewed a month before its end", async () => {
        let made: ClientCertificate | undefined;
        const recording = await record(() => {
            made = new ClientCertificate("api-client-tls", {
                workload: workload("shop", "api"),
                component: "backend",
                issuer: { kind: "ClusterIssuer", name: "internal-ca" },
            });
        });
        const parent = "kato:certificates:ClientCertificate::api-client-tls";
        const name = "kubernetes:cert-manager.io/v1:Certificate::api-client-tls";
        assert.deepEqual(recording.names(), [parent, name]);
        const certificate = recording.one(name);
        assert.equal(certificate.parent, parent);
        assert.deepEqual(certificate.inputs, {
            apiVersion: "cert-manager.io/v1",
            kind: "Certificate",
            metadata: {
                name: "api-client-tls",
                namespace: "shop",
                labels: LABELS,
                annotations: { "pulumi.com/waitFor": "condition=Ready" },
            },
            spec: {
                secretName: "api-client-tls",
                secretTemplate: { labels: LABELS },
                commonName: "api.shop",
                duration: "2160h",
                renewBefore: "720h",
                privateKey: { algorithm: "ECDSA", size: 256, rotationPolicy: "Always" },
                usages: ["digital signature", "client auth"],
                issuerRef: { group: "cert-manager.io", kind: "ClusterIssuer", name: "internal-ca" },
            },
        });
        assert.equal(made?.secret.name, "api-client-tls");
    });
});
