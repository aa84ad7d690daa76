import assert from "node:assert/strict";
import { InternalCa } from "../../../components/certificates/internal-ca";
import { record, type Recording } from "../../support/record";

const metadata = (name: string, namespace?: string) => ({
    name,
    ...(namespace === undefined ? {} : { namespace }),
    labels: { "app.kubernetes.io/part-of": "kato-platform", "app.kubernetes.io/managed-by": "pulumi" },
    // The deployment waits until it can be used.
    annotations: { "pulumi.com/waitFor": "condition=Ready" },
});

const BOOTSTRAP = "kubernetes:cert-manager.io/v1:Issuer::internal-ca-bootstrap";
const ROOT = "kubernetes:cert-manager.io/v1:Certificate::internal-ca-root";
const ISSUER = "kubernetes:cert-manager.io/v1:ClusterIssuer::internal-ca-issuer";

function made(production: boolean): Promise<Recording> {
    return record(() => new InternalCa("internal-ca", { production }));
}

describe("InternalCa", () => {
    let recording: Recording;
    before(async () => {
        recording = await made(true);
    });

    it("is a self-signed root, whose key stays in cert-manager's namespace, and an issuer that signs with it", () => {
        assert.deepEqual(recording.names(), ["kato:certificates:InternalCa::internal-ca", ROOT, ISSUER, BOOTSTRAP]);
        assert.deepEqual(recording.one(BOOTSTRAP).inputs, {
            apiVersion: "cert-manager.io/v1",
            kind: "Issuer",
            metadata: metadata("internal-ca-bootstrap", "cert-manager"),
            spec: { selfSigned: {} },
        });
        assert.deepEqual(recording.one(ROOT).inputs, {
            apiVersion: "cert-manager.io/v1",
            kind: "Certificate",
            metadata: metadata("internal-ca-root", "cert-manager"),
            spec: {
                isCA: true,
                commonName: "kato-platform internal CA",
                secretName: "internal-ca-root",
                duration: "87600h",
                renewBefore: "8760h",
                privateKey: { algorithm: "ECDSA", size: 256, rotationPolicy: "Never" },
                issuerRef: { group: "cert-manager.io", kind: "Issuer", name: "internal-ca-bootstrap" },
            },
        });
        assert.deepEqual(recording.one(ISSUER).inputs, {
            apiVersion: "cert-manager.io/v1",
            kind: "ClusterIssuer",
            metadata: metadata("internal-ca"),
            spec: { ca: { secretName: "internal-ca-root" } },
        });
    });

    it("makes each link of the chain after the one before", () => {
        assert.deepEqual(recording.one(ROOT).dependsOn, [BOOTSTRAP]);
        assert.deepEqual(recording.one(ISSUER).dependsOn, [ROOT]);
    });

    it("protects the root in production, and nothing elsewhere", async () => {
        const kept = ({ resources }: Recording) =>
            resources.filter(({ protect, retainOnDelete }) => protect || retainOnDelete).map(({ name }) => name);
        assert.deepEqual(kept(recording), ["internal-ca-root"]);
        assert.deepEqual(kept(await made(false)), []);
    });

    it("says who signs", () => {
        const { outputs } = recording.one("kato:certificates:InternalCa::internal-ca");
        assert.deepEqual(outputs, { issuer: { kind: "ClusterIssuer", name: "internal-ca" } });
    });
});
