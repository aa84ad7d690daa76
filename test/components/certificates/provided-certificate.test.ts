import assert from "node:assert/strict";
import { ProvidedCertificate } from "../../../components/certificates/provided-certificate";
import { record, secret } from "../../support/record";

const base64 = (text: string) => Buffer.from(text, "utf8").toString("base64");

describe("ProvidedCertificate", () => {
    it("is a Secret of a fixed name that changes in place, takes over cert-manager's and can be left to it", async () => {
        const recording = await record(
            () =>
                new ProvidedCertificate("provided", {
                    namespace: "nginx-ingress",
                    secretName: "kato-tls",
                    certificate: "the chain",
                    privateKey: "its key",
                }),
        );
        const [component, name] = [
            "kato:certificates:ProvidedCertificate::provided",
            "kubernetes:core/v1:Secret::provided",
        ];
        assert.deepEqual(recording.names(), [component, name]);
        const { inputs, parent, protect, retainOnDelete } = recording.one(name);
        assert.equal(parent, component);
        assert.deepEqual([protect, retainOnDelete], [false, true]);
        assert.deepEqual(inputs, {
            apiVersion: "v1",
            kind: "Secret",
            metadata: {
                name: "kato-tls",
                namespace: "nginx-ingress",
                labels: { "app.kubernetes.io/part-of": "kato-platform", "app.kubernetes.io/managed-by": "pulumi" },
                annotations: { "pulumi.com/patchForce": "true" },
            },
            type: "kubernetes.io/tls",
            data: secret({ "tls.crt": base64("the chain"), "tls.key": base64("its key") }),
        });
        assert.deepEqual(recording.one(component).outputs, { secretName: "kato-tls" });
    });
});
