import assert from "node:assert/strict";
import { PublicCertificates, type CertificateSource } from "../../components/certificates/public-certificates";
import { without } from "../support/pods";
import { record } from "../support/record";
import { certManagerSchema } from "./published";
import { validator } from "./validate";

const letsEncrypt = { issuer: "letsencrypt-prod", email: "admin@yourdomain.com" } as const;
const sources: readonly CertificateSource[] = [
    { ...letsEncrypt, solver: { type: "http01", ingressClass: "nginx" } },
    {
        ...letsEncrypt,
        solver: {
            type: "dns01",
            hostedZoneId: "Z0123456789ABCDEFGHIJ",
            region: "us-east-1",
            roleArn: "arn:aws:iam::111122223333:role/cert-manager",
        },
    },
];

const hosts = [{ host: "kato.yourdomain.com", tlsSecret: "kato-tls" }];

/** The names of all members, at any depth. */
function members(value: unknown): string[] {
    return value !== null && typeof value === "object"
        ? Object.entries(value).flatMap(([key, inner]) => [key, ...members(inner)])
        : [];
}

/** The same with one member named otherwise. */
function misspelled(object: object, member: string): object {
    return JSON.parse(JSON.stringify(object).replaceAll(`"${member}":`, `"${member}x":`)) as object;
}

describe("Public certificates against cert-manager's definitions of v1.21.1", () => {
    for (const [kind, plural, told] of [
        // Their typed models are of an older version, so that each of these names is only checked here.
        ["Certificate", "certificates", ["renewBeforePercentage", "dnsNames", "rotationPolicy"]],
        [
            "ClusterIssuer",
            "clusterissuers",
            [
                "privateKeySecretRef",
                "ingressClassName",
                "serviceType",
                "podTemplate",
                "hostedZoneID",
                "serviceAccountRef",
            ],
        ],
    ] as const) {
        it(`are valid: ${kind}`, async () => {
            const violations = validator(await certManagerSchema(plural));
            const seen = new Set<string>();
            for (const source of sources) {
                const recording = await record(
                    () => new PublicCertificates("edge", { source, namespace: "nginx-ingress", hosts }),
                );
                const [made] = recording.ofType(`kubernetes:cert-manager.io/v1:${kind}`);
                // The API server knows metadata's schema better than the definition does.
                const object = without(made?.inputs ?? {}, "metadata");
                assert.deepEqual(violations(object), []);
                for (const member of told.filter((each) => members(object).includes(each))) {
                    seen.add(member);
                    assert.match(violations(misspelled(object, member)).join("\n"), new RegExp(`${member}x`));
                }
            }
            assert.deepEqual([...seen].sort(), [...told].sort());
        });
    }
});
