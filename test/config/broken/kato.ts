import type { BrokenStack } from "./broken-stack";

/** The KATO API. */
export const kato: readonly BrokenStack[] = [
    {
        title: "no image",
        patch: "kato: { image: null }",
        paths: ["kato.image"],
        says: ["found:    nothing", "'kato-platform:kato.image' ghcr.io/your-org/kato:3.0.0 --stack prod"],
    },
    {
        title: "no KATO at all",
        patch: "kato: null",
        paths: ["kato.image", "kato.cors.origins", "kato.replicas.min"],
        says: ["a container image with its tag or digest"],
    },
    {
        title: "the API keys in use withdrawn",
        patch: "{ secrets: { generations: { katoApiKeys: 2 } }, kato: { apiKeys: { withdrawn: 2 } } }",
        paths: ["kato.apiKeys.withdrawn"],
        says: [
            "less than `secrets.generations.katoApiKeys`, 2, whose keys are the ones in use",
            "'kato-platform:kato.apiKeys.withdrawn' 1 --stack prod",
        ],
    },
    {
        title: "API keys that overlap for longer than two weeks",
        patch: "kato: { apiKeys: { overlapDays: 15 } }",
        paths: ["kato.apiKeys.overlapDays"],
        says: ["a number of days, 0 to 14"],
    },
    {
        title: "the security guide's own image",
        patch: "kato: { image: ghcr.io/your-org/kato:latest }",
        paths: ["kato.image"],
        says: [
            'found:    "ghcr.io/your-org/kato:latest"',
            "an image with a tag other than `latest`, or a digest: what runs must not change by itself",
        ],
    },
    {
        title: "an image without a tag, on a registry with a port",
        patch: "kato: { image: registry.karima.com:5000/kato }",
        paths: ["kato.image"],
        says: ["a tag other than `latest`"],
    },
    {
        title: "text that is no image",
        patch: "kato: { image: https://ghcr.io/karima/kato:3.0.0 }",
        paths: ["kato.image"],
        says: ["accepted: a container image with its tag or digest\n"],
    },
    {
        title: "a registry with a path",
        patch: "kato: { registry: { server: ghcr.io/karima, user: bot } }",
        paths: ["kato.registry.server"],
        says: ["the host of a registry, with its port if it has one"],
    },
    {
        title: "a login for another registry than the image's, and too little memory",
        patch: "kato: { image: ghcr.io/karima/kato:3.0.0, registry: { server: quay.io, user: bot }, resources: { memory: 64Mi } }\nkatoRegistryPassword: plain",
        paths: ["kato.registry.server", "kato.resources.memory", "katoRegistryPassword"],
        says: [
            "ghcr.io, which `kato.image` is pulled from",
            "server' ghcr.io --stack prod",
            "at least `128Mi`: KATO does not",
        ],
    },
    {
        title: "a login for the registry whose mirror the image is pulled from",
        patch: "images: { mirrors: [{ from: ghcr.io, to: registry.acme.io/github }] }\nkato: { image: ghcr.io/karima/kato:3.0.0, registry: { server: ghcr.io, user: bot } }\nkatoRegistryPassword: plain",
        paths: ["kato.registry.server", "katoRegistryPassword"],
        says: ["registry.acme.io, which `kato.image` is pulled from"],
    },
    {
        title: "an algorithm with another kind of key",
        patch: "kato: { jwt: { algorithm: RS256 } }",
        paths: ["kato.jwt.algorithm"],
        says: [
            'found:    "RS256"',
            "HS256: the key is symmetric, made of random bytes, and it is what KATO verifies",
            "pulumi config set --path 'kato-platform:kato.jwt.algorithm' HS256 --stack prod",
        ],
    },
    {
        title: "no signature at all",
        patch: "kato: { jwt: { algorithm: none } }",
        paths: ["kato.jwt.algorithm"],
        says: ["accepted: HS256: the key is symmetric"],
    },
    {
        title: "a longer signature than KATO verifies",
        patch: "kato: { jwt: { algorithm: HS512 } }",
        paths: ["kato.jwt.algorithm"],
        says: ["accepted: HS256"],
    },
    {
        title: "a signing key that can be guessed",
        patch: "kato: { jwt: { keyBytes: 63 } }",
        paths: ["kato.jwt.keyBytes"],
        says: ["found:    the number 63", "64 to 1024", "'kato-platform:kato.jwt.keyBytes' 64 "],
    },
    {
        title: "tokens that are never valid",
        patch: "kato: { jwt: { expireMinutes: 0 } }",
        paths: ["kato.jwt.expireMinutes"],
        says: ["a whole number, 1 to 5256000"],
    },
    {
        title: "one API key",
        patch: "kato: { apiKeys: { count: 1 } }",
        paths: ["kato.apiKeys.count"],
        says: ["2 to 100, so that one can be replaced while the others work", "kato.apiKeys.count' 5 "],
    },
    {
        title: "API keys that can be guessed",
        patch: "kato: { apiKeys: { bytes: 16 } }",
        paths: ["kato.apiKeys.bytes"],
        says: ["found:    the number 16", "32 to 128"],
    },
    {
        title: "two replicas",
        patch: "kato: { replicas: { min: 2 } }",
        paths: ["kato.replicas.min"],
        says: [
            "found:    the number 2",
            "at least 3: two are left while one is replaced or lost",
            "pulumi config set --path 'kato-platform:kato.replicas.min' 3 --stack prod",
        ],
    },
    {
        title: "the default of one replica, and a most that is too low as well",
        patch: "kato: { replicas: { min: null, max: 2 } }",
        paths: ["kato.replicas.min"],
        says: ["found:    nothing, so the default: 1", "'kato-platform:kato.replicas.max' 3 "],
    },
    {
        title: "a most below the least",
        patch: "kato: { replicas: { min: 4, max: 3 } }",
        paths: ["kato.replicas.max"],
        says: ["at least `kato.replicas.min`, 4", "'kato-platform:kato.replicas.max' 4 "],
    },
    {
        title: "a share of the processor that is none",
        patch: "kato: { targetCpuPercent: 0 }",
        paths: ["kato.targetCpuPercent"],
        says: ["a percentage, 1 to 100"],
    },
    {
        title: "root",
        patch: "kato: { uid: 0 }",
        paths: ["kato.uid"],
        says: ["a user other than root"],
    },
    {
        title: "a user that Kubernetes refuses",
        patch: "kato: { uid: 2147483648 }",
        paths: ["kato.uid"],
        says: ["a user other than root"],
    },
    {
        title: "probes without a path",
        patch: "kato: { probes: { startup: health, readiness: https://kato/health, liveness: /a b } }",
        paths: ["kato.probes.startup", "kato.probes.readiness", "kato.probes.liveness"],
        says: ["a path that begins with `/`", "'kato-platform:kato.probes.startup' /health "],
    },
    {
        title: "a variable that the platform sets, whose value is not shown",
        patch: "kato: { extraEnv: { MONGO_PASSWORD: plain-password } }",
        paths: ["kato.extraEnv.MONGO_PASSWORD"],
        says: [
            "`secrets.generations.mongodbKato` and `mongodbPassword` in its place",
            "pulumi config rm --path 'kato-platform:kato.extraEnv.MONGO_PASSWORD' --stack prod",
        ],
        hides: ["plain-password"],
    },
    {
        title: "another authority for every connection",
        patch: "kato: { extraEnv: { SSL_CERT_FILE: /tmp/ca.pem } }",
        paths: ["kato.extraEnv.SSL_CERT_FILE"],
        says: ["accepted: a variable that the platform does not set itself\n"],
    },
    {
        title: "names that are none",
        patch: `kato: { extraEnv: { 1ST: a, LOG-LEVEL: b, "": c } }`,
        paths: ["kato.extraEnv.", "kato.extraEnv.1ST", "kato.extraEnv.LOG-LEVEL"],
        says: ['found:    the name "LOG-LEVEL"', "letters, digits and `_` that does not begin with a digit"],
    },
    {
        title: "a value that YAML takes for a number, and a variable of the platform's",
        patch: `kato: { extraEnv: { WORKERS: 4, QDRANT_PORT: "6333" } }`,
        paths: ["kato.extraEnv.WORKERS", "kato.extraEnv.QDRANT_PORT"],
        says: ["found:    the number 4", "accepted: text", "write it in quotes in the stack's file"],
    },
    {
        title: "variables as one text",
        patch: "kato: { extraEnv: WORKERS=4 }",
        paths: ["kato.extraEnv"],
        says: [
            "pulumi config rm --path 'kato-platform:kato.extraEnv' --stack prod",
            "pulumi config set --path 'kato-platform:kato.extraEnv.NAME' value --stack prod",
        ],
    },
    {
        title: "variables as a list, as Kubernetes writes them",
        patch: "kato: { extraEnv: [{ name: WORKERS, value: '4' }] }",
        paths: ["kato.extraEnv"],
        says: [
            "an object of variables and their values",
            "config rm --path 'kato-platform:kato.extraEnv' --stack prod",
        ],
    },
];
