import assert from "node:assert/strict";
import { ServerCertificate, type ServerCertificateArgs } from "../../../components/certificates/server-certificate";
import { workload } from "../../../components/workload/identity";
import { record } from "../../support/record";

const LABELS = {
    app: "api",
    "app.kubernetes.io/name": "api",
    "app.kubernetes.io/component": "backend",
    "app.kubernetes.io/part-of": "kato-platform",
    "app.kubernetes.io/managed-by": "pulumi",
};

async function certificate(args: Partial<ServerCertificateArgs> = {}) {
    let made: ServerCertificate | undefined;
    const recording = await record(() => {
        made = new ServerCertificate("api-tls", {
            workload: workload("shop", "api"),
            component: "backend",
            issuer: { kind: "ClusterIssuer", name: "internal-ca" },
            ...args,
        });
    });
    assert.deepEqual(recording.names(), [
        "kato:certificates:ServerCertificate::api-tls",
        "kubernetes:cert-manager.io/v1:Certificate::api-tls",
    ]);
    const { inputs, parent } = recording.one("kubernetes:cert-manager.io/v1:Certificate::api-tls");
    assert.equal(parent, "kato:certificates:ServerCertificate::api-tls");
    assert.deepEqual(recording.one(parent).outputs, { secretName: "api-tls" });
    return { inputs, secret: made?.secret };
}

describe("ServerCertificate", () => {
    it("asks for 90 days, a new key each time and every form of the Service's name", async () => {
        const { inputs, secret } = await certificate();
        assert.deepEqual(inputs, {
            apiVersion: "cert-manager.io/v1",
            kind: "Certificate",
            metadata: {
                name: "api-tls",
                namespace: "shop",
                labels: LABELS,
                annotations: { "pulumi.com/waitFor": "condition=Ready" },
            },
            spec: {
                secretName: "api-tls",
                secretTemplate: { labels: LABELS },
                duration: "2160h",
                renewBefore: "720h",
                privateKey: { algorithm: "ECDSA", size: 256, rotationPolicy: "Always" },
                usages: ["digital signature", "server auth"],
                dnsNames: ["api", "api.shop", "api.shop.svc", "api.shop.svc.cluster.local"],
                issuerRef: { group: "cert-manager.io", kind: "ClusterIssuer", name: "internal-ca" },
            },
        });
        assert.equal(secret?.name, "api-tls");
    });

    it("covers further Services and names", async () => {
        const { inputs } = await certificate({ services: ["api", "api-admin"], extraNames: ["api.example.com"] });
        assert.deepEqual((inputs["spec"] as { dnsNames: string[] }).dnsNames, [
            "api",
            "api.shop",
            "api.shop.svc",
            "api.shop.svc.cluster.local",
            "api-admin",
            "api-admin.shop",
            "api-admin.shop.svc",
            "api-admin.shop.svc.cluster.local",
            "api.example.com",
        ]);
    });

    it("has key and certificate in one file where the server wants that", async () => {
        const { inputs } = await certificate({ combinedPem: true });
        const { additionalOutputFormats } = inputs["spec"] as { additionalOutputFormats: unknown };
        assert.deepEqual(additionalOutputFormats, [{ type: "CombinedPEM" }]);
    });
});
