import assert from "node:assert/strict";
import {
    type CertificateSource,
    PublicCertificates,
    usesHttp01,
} from "../../../components/certificates/public-certificates";
import { record } from "../../support/record";

const COMPONENT = "kato:certificates:PublicCertificates::edge";
const ISSUER = "kubernetes:cert-manager.io/v1:ClusterIssuer::edge-issuer";
const KATO = "kubernetes:cert-manager.io/v1:Certificate::edge-kato-tls";
const KRATOS = "kubernetes:cert-manager.io/v1:Certificate::edge-auth-tls";

const http01: CertificateSource = {
    issuer: "letsencrypt-prod",
    email: "admin@yourdomain.com",
    solver: { type: "http01", ingressClass: "nginx" },
};
const dns01: CertificateSource = {
    issuer: "letsencrypt-staging",
    email: "admin@yourdomain.com",
    solver: {
        type: "dns01",
        hostedZoneId: "Z0123456789ABCDEFGHIJ",
        region: "us-east-1",
        roleArn: "arn:aws:iam::111122223333:role/cert-manager",
    },
};
const internal: CertificateSource = {
    issuer: "internal-ca",
    authority: { kind: "ClusterIssuer", name: "internal-ca" },
};
const provided: CertificateSource = { issuer: "provided", certificate: "the chain", privateKey: "its key" };

const made = (source: CertificateSource) =>
    record(
        () =>
            new PublicCertificates("edge", {
                source,
                namespace: "nginx-ingress",
                hosts: [
                    { host: "kato.yourdomain.com", tlsSecret: "kato-tls" },
                    { host: "auth.karima.com", tlsSecret: "auth-tls" },
                ],
            }),
    );

/** What tells certificates of different sources apart. */
async function certificate(source: CertificateSource) {
    const { inputs } = (await made(source)).one(KRATOS);
    const { metadata, spec } = inputs as {
        metadata: { namespace: string; annotations: object };
        spec: { dnsNames: unknown; secretName: string; issuerRef: { name: string } };
    };
    return [
        metadata.namespace,
        spec.dnsNames,
        spec.secretName,
        spec.issuerRef.name,
        ...Object.keys(metadata.annotations),
    ];
}

const WAIT = "pulumi.com/waitFor";
const TEMPORARY = "cert-manager.io/issue-temporary-certificate";

describe("PublicCertificates", () => {
    it("are one a host, after the only issuer that is used", async () => {
        const recording = await made(http01);
        assert.deepEqual(recording.names(), [
            "kato:certificates:PublicCertificate::edge-auth-tls",
            "kato:certificates:PublicCertificate::edge-kato-tls",
            COMPONENT,
            "kato:certificates:PublicIssuer::edge-issuer",
            KRATOS,
            KATO,
            ISSUER,
        ]);
        for (const name of [KATO, KRATOS]) {
            assert.deepEqual(recording.one(name).dependsOn, [ISSUER]);
        }
        for (const child of recording.names("kato:certificates:PublicCertificate", "kato:certificates:PublicIssuer")) {
            assert.equal(recording.one(child).parent, COMPONENT);
        }
        const { spec } = recording.one(ISSUER).inputs as { spec: { acme: { solvers: { selector: unknown }[] } } };
        assert.deepEqual(spec.acme.solvers[0]?.selector, { dnsNames: ["kato.yourdomain.com", "auth.karima.com"] });
        assert.deepEqual(recording.one(COMPONENT).outputs, { hosts: ["kato.yourdomain.com", "auth.karima.com"] });
    });

    it("are waited for unless the host has to be served first", async () => {
        const same = ["nginx-ingress", ["auth.karima.com"], "auth-tls"];
        assert.deepEqual(await certificate(http01), [...same, "letsencrypt-prod", TEMPORARY]);
        assert.deepEqual(await certificate(dns01), [...same, "letsencrypt-staging", WAIT]);
        assert.deepEqual(await certificate(internal), [...same, "internal-ca", WAIT]);
    });

    it("make no issuer where the internal authority signs", async () => {
        assert.deepEqual((await made(internal)).ofType("kubernetes:cert-manager.io/v1:ClusterIssuer"), []);
    });

    it("are Secrets with one pair, and nothing for cert-manager, where that is provided", async () => {
        const recording = await made(provided);
        assert.deepEqual(recording.names(), [
            "kato:certificates:ProvidedCertificate::edge-auth-tls",
            "kato:certificates:ProvidedCertificate::edge-kato-tls",
            COMPONENT,
            "kubernetes:core/v1:Secret::edge-auth-tls",
            "kubernetes:core/v1:Secret::edge-kato-tls",
        ]);
        const [first, second] = recording.ofType("kubernetes:core/v1:Secret").map(({ inputs }) => inputs);
        assert.deepEqual(first?.["data"], second?.["data"]);
        assert.deepEqual(
            [first, second].map((each) => (each?.["metadata"] as { name: string }).name),
            ["kato-tls", "auth-tls"],
        );
    });

    it("have solvers to let through with HTTP-01 alone", () => {
        assert.deepEqual([http01, dns01, internal, provided].map(usesHttp01), [true, false, false, false]);
    });
});
