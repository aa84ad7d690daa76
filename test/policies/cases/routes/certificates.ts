import type { Case, RuleCases } from "../case";
import { certificate } from "./objects";

const PUBLIC = { secretName: "kato-tls", dnsNames: ["kato.yourdomain.com"] };
const STRONG = {
    privateKey: { algorithm: "ECDSA", size: 256, rotationPolicy: "Always" },
    duration: "2160h",
    usages: ["digital signature", "server auth"],
};

function weak(what: string, spec: object, at: string): Case {
    return { what, resources: [certificate({ ...PUBLIC, ...STRONG, ...spec })], at };
}

/** Rules about certificates themselves. */
export const certificateCases: readonly RuleCases[] = [
    {
        rule: "certificate-strength",
        fails: [
            weak("a short RSA key", { privateKey: { algorithm: "RSA", size: 1024 } }, "spec.privateKey.size"),
            weak(
                "RSA, the default, of an elliptic curve's size",
                { privateKey: { size: 256 } },
                "spec.privateKey.size",
            ),
            weak("a short curve", { privateKey: { algorithm: "ECDSA", size: 224 } }, "spec.privateKey.size"),
            weak("a size that is none", { privateKey: { size: "4096" } }, "spec.privateKey.size"),
            weak("a key that is kept", { privateKey: { rotationPolicy: "Never" } }, "spec.privateKey.rotationPolicy"),
            weak("ten years", { duration: "87600h" }, "spec.duration"),
            weak("ten years in minutes", { duration: "5256000m" }, "spec.duration"),
            weak("a duration that is none", { duration: "10 years" }, "spec.duration"),
            weak("a server that may sign others", { isCA: true }, "spec.isCA"),
            weak("any usage", { usages: ["any"] }, "spec.usages"),
            weak("a server's certificate that signs", { usages: ["server auth", "cert sign"] }, "spec.usages"),
            weak(
                "a keystore of old ciphers",
                { keystores: { pkcs12: { profile: "LegacyRC2" } } },
                "spec.keystores.pkcs12.profile",
            ),
            weak(
                "an authority for a century",
                { isCA: true, usages: ["cert sign"], duration: "876000h" },
                "spec.duration",
            ),
        ],
        passes: [{ what: "an elliptic curve, renewed", resources: [certificate({ ...PUBLIC, ...STRONG })] }],
        nearMisses: [
            { what: "nothing said, which is RSA of 2048 bits", resources: [certificate({ ...PUBLIC })] },
            { what: "RSA of 4096 bits", resources: [certificate({ privateKey: { algorithm: "RSA", size: 4096 } })] },
            {
                what: "Ed25519, which has no sizes",
                resources: [certificate({ privateKey: { algorithm: "Ed25519", size: 1 } })],
            },
            { what: "398 days", resources: [certificate({ duration: "9552h" })] },
            { what: "a year", resources: [certificate({ duration: "8760h0m0s" })] },
            {
                what: "an authority for ten years that keeps its key",
                resources: [certificate({ isCA: true, duration: "87600h", privateKey: { rotationPolicy: "Never" } })],
            },
            {
                what: "an authority that is also a server",
                resources: [
                    certificate({ isCA: true, dnsNames: ["identity.linkerd"], usages: ["cert sign", "server auth"] }),
                ],
            },
            {
                what: "a keystore of today",
                resources: [certificate({ keystores: { pkcs12: { profile: "Modern2023" } } })],
            },
        ],
    },
];
