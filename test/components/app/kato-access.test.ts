import assert from "node:assert/strict";
import { CERTIFICATE, labels, type Made, made } from "./made";

describe("KATO, as it is reached", () => {
    let small: Made;
    before(async () => {
        small = await made();
    });

    const spec = ({ recording }: Made, name: string) => recording.one(name).inputs["spec"] as Record<string, unknown>;

    it("is the Service kato on port 443 in front of the proxy of its pods", () => {
        assert.deepEqual(small.recording.one("kubernetes:core/v1:Service::kato").inputs, {
            apiVersion: "v1",
            kind: "Service",
            metadata: {
                name: "kato",
                namespace: "kato",
                labels: labels("kato", "api"),
                annotations: { "pulumi.com/skipAwait": "true" },
            },
            spec: {
                type: "ClusterIP",
                selector: { app: "kato" },
                ports: [{ name: "https", port: 443, targetPort: 8443, protocol: "TCP" }],
            },
        });
        const server = { kind: "workload", namespace: "kato", name: "kato" };
        const { endpoint } = small.kato;
        assert.deepEqual(endpoint, { workload: server, host: "kato.kato.svc", port: 443 });
        assert.deepEqual(small.recording.one("kato:app:Kato::kato").outputs, { endpoint });
    });

    it("is on port 80 in front of port 8000 where TLS is off (security guide, “Kubernetes with cert-manager”)", async () => {
        const plain = await made({ tls: { enabled: false } });
        const { ports } = spec(plain, "kubernetes:core/v1:Service::kato");
        assert.deepEqual(ports, [{ name: "http", port: 80, targetPort: 8000, protocol: "TCP" }]);
        assert.equal(plain.kato.endpoint.port, 80);
        const gone = small.recording.names().filter((name) => !plain.recording.names().includes(name));
        assert.deepEqual(gone, ["kubernetes:core/v1:ConfigMap::kato-tls-proxy"]);
    });

    it("has a certificate for its Service, signed by the internal authority, renewed a month before its end with a new key", () => {
        const { name, namespace } = small.recording.one(CERTIFICATE).inputs["metadata"] as Record<string, unknown>;
        assert.deepEqual([name, namespace], ["kato-tls", "kato"]);
        const { secretTemplate: _, ...rest } = spec(small, CERTIFICATE);
        assert.deepEqual(rest, {
            secretName: "kato-tls",
            duration: "2160h",
            renewBefore: "720h",
            privateKey: { algorithm: "ECDSA", size: 256, rotationPolicy: "Always" },
            usages: ["digital signature", "server auth"],
            dnsNames: ["kato", "kato.kato", "kato.kato.svc", "kato.kato.svc.cluster.local"],
            issuerRef: { group: "cert-manager.io", kind: "ClusterIssuer", name: "internal-ca" },
        });
    });
});
