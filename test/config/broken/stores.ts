import type { BrokenStack } from "./broken-stack";

const external = (store: string, fields: string) =>
    `${store}: { mode: external, version: null, storage: null, cidrs: [10.3.0.0/24], ${fields} }`;

/** MongoDB, Redis, Qdrant and the volumes of every store. */
export const stores: readonly BrokenStack[] = [
    {
        title: "the MongoDB of the security guide, which has ended",
        patch: `mongodb: { version: "6.0" }`,
        paths: ["mongodb.version"],
        says: [
            'found:    "6.0"',
            "8.0 or 7.0, in quotes; 6.0, which the security guide names, has had no fixes since July 2025",
            "pulumi config set --path 'kato-platform:mongodb.version' 8.0 --stack prod",
        ],
    },
    {
        title: "a version that YAML takes for a number",
        patch: "mongodb: { version: 8.0 }",
        paths: ["mongodb.version"],
        says: ["found:    the number 8", "write it in quotes in the stack's file"],
    },
    {
        title: "a version nobody has seen",
        patch: `mongodb: { version: "9.0" }`,
        paths: ["mongodb.version"],
        says: ["accepted: 8.0 or 7.0"],
    },
    {
        title: "an edition that does not exist",
        patch: "mongodb: { edition: perconna }",
        paths: ["mongodb.edition"],
        says: ["community, percona, enterprise; did you mean `percona`?"],
    },
    {
        title: "encryption that the edition cannot",
        patch: "mongodb: { edition: community, encryption: true }",
        paths: ["mongodb.encryption"],
        says: [
            "found:    true",
            "false with the community edition, which cannot encrypt its files; percona can, and is free",
            "pulumi config set --path 'kato-platform:mongodb.edition' percona --stack prod",
            "pulumi config set --path 'kato-platform:mongodb.encryption' false --stack prod",
        ],
    },
    {
        title: "an audit log that the edition cannot",
        patch: "mongodb: { edition: community, audit: true }",
        paths: ["mongodb.audit"],
        says: ["cannot keep an audit log", "'kato-platform:mongodb.audit' false "],
    },
    {
        title: "both of the edition that development has by default",
        base: "dev",
        patch: "mongodb: { encryption: true, audit: true }",
        paths: ["mongodb.encryption", "mongodb.audit"],
        says: ["pulumi config set --path 'kato-platform:mongodb.edition' percona --stack dev"],
    },
    {
        title: "external stores without their addresses",
        patch: `
mongodb: { mode: external, version: null, storage: null }
redis: { mode: external, storage: null }
qdrant: { mode: external, storage: null }`,
        paths: [
            "mongodb.host",
            "mongodb.cidrs",
            "mongodb.user",
            "redis.host",
            "redis.cidrs",
            "qdrant.host",
            "qdrant.cidrs",
        ],
        says: [
            "pulumi config set --path 'kato-platform:mongodb.host' cluster0.abcde.mongodb.net --stack prod",
            "'kato-platform:redis.cidrs[0]' 10.2.0.0/24 ",
        ],
    },
    {
        title: "a private key where MongoDB's certificate belongs",
        patch: external("mongodb", `host: db.karima.com, user: kato, ca: "-----BEGIN PRIVATE KEY-----\\nplain-key"`),
        paths: ["mongodb.ca"],
        says: ["certificates as PEM text, without keys", "'kato-platform:mongodb.ca' --stack prod < ca.pem"],
        hides: ["plain-key"],
    },
    {
        title: "an authority of which nothing but its markers is one",
        patch: external(
            "mongodb",
            `host: db.karima.com, user: kato, ca: "-----BEGIN CERTIFICATE-----\\ngarbage\\n-----END CERTIFICATE-----"`,
        ),
        paths: ["mongodb.ca"],
        says: ["certificates that can be read: number 1 of 1 cannot"],
    },
    {
        title: "members of no set",
        patch: external("mongodb", "host: a.karima.com, otherHosts: [b.karima.com, localhost], user: kato"),
        paths: ["mongodb.otherHosts[1]", "mongodb.replicaSet"],
        says: ["the name of the set that the hosts are members of", "inside a pod, localhost is the pod itself"],
    },
    {
        title: "members beside those that DNS lists",
        patch: external("mongodb", "host: a.karima.com, srv: true, otherHosts: [b.karima.com], user: kato"),
        paths: ["mongodb.otherHosts"],
        says: ["no other hosts with `mongodb.srv`: DNS lists them"],
    },
    {
        title: "memory that PostgreSQL does not start with",
        patch: "postgres: { resources: { memory: 64Mi } }",
        paths: ["postgres.resources.memory"],
        says: ["at least `128Mi`: the server does not start with less"],
    },
    {
        title: "an external MongoDB on the pod itself",
        patch: external("mongodb", "host: localhost, user: kato"),
        paths: ["mongodb.host"],
        says: ["localhost is the pod itself", "'kato-platform:mongodb.host' mongodb.internal.karima.com "],
    },
    {
        title: "an external Redis on the pod itself",
        patch: external("redis", "host: 127.0.0.1"),
        paths: ["redis.host"],
        says: ["localhost is the pod itself"],
    },
    {
        title: "an external Qdrant on the pod itself",
        patch: external("qdrant", "host: localhost"),
        paths: ["qdrant.host"],
        says: ["localhost is the pod itself"],
    },
    {
        title: "requests above their limits",
        patch: `
mongodb: { resources: { cpu: { request: "3" } } }
redis: { resources: { cpu: { request: 1500m } } }
qdrant: { resources: { cpu: { request: 2100m } } }
kato: { resources: { cpu: { request: 1001m } } }`,
        paths: [
            "mongodb.resources.cpu.request",
            "redis.resources.cpu.request",
            "qdrant.resources.cpu.request",
            "kato.resources.cpu.request",
        ],
        says: ["at most the limit, 2", "at most the limit, 1"],
    },
    {
        title: "less memory than the servers start with",
        patch: `
mongodb: { resources: { memory: 255Mi } }
redis: { resources: { memory: 32M } }
qdrant: { resources: { memory: 100Mi } }`,
        paths: ["mongodb.resources.memory", "redis.resources.memory", "qdrant.resources.memory"],
        says: [
            "at least `256Mi`: the server does not start with less",
            "at least `32Mi`",
            "pulumi config set --path 'kato-platform:qdrant.resources.memory' 128Mi --stack prod",
        ],
    },
    {
        title: "memory of MongoDB without a unit",
        patch: `mongodb: { resources: { memory: "512" } }`,
        paths: ["mongodb.resources.memory"],
        says: ["such as `512Mi` or `20Gi`; at least `256Mi`"],
    },
    {
        title: "the cluster's default class in production",
        patch: "storage: { mode: cluster-default }",
        paths: ["storage.mode"],
        says: [
            'found:    "cluster-default"',
            "nobody knows whether the cluster's default class does",
            "pulumi config set --path 'kato-platform:storage.mode' aws-ebs --stack prod",
            "pulumi config set --path 'kato-platform:storage.class' gp3-encrypted --stack prod",
            "pulumi config set --path 'kato-platform:storage.encrypted' true --stack prod",
        ],
    },
    {
        title: "no storage in production, so the cluster's default class",
        patch: "storage: null",
        paths: ["storage.mode"],
        says: ["found:    nothing", "aws-ebs, or existing with a class that encrypts"],
    },
    {
        title: "a class that is not declared encrypted",
        patch: "storage: { mode: existing, class: gp2 }",
        paths: ["storage.encrypted"],
        says: ["found:    nothing, so the default: false", "'kato-platform:storage.encrypted' true --stack prod"],
    },
    {
        title: "a class that does not encrypt, though one store alone would use it",
        patch: `
storage: { mode: existing, class: gp2, encrypted: false }
postgres: { mode: external, storage: null, host: db.karima.com, cidrs: [10.2.0.0/24], user: kratos }
${external("mongodb", "host: db.karima.com, user: kato")}
${external("redis", "host: cache.karima.com").replace("version: null, ", "")}`,
        paths: ["storage.encrypted"],
        says: ["found:    false"],
    },
    {
        title: "volumes of EBS without a region to make a key in",
        base: "dev",
        patch: "storage: { mode: aws-ebs }",
        paths: ["storage.kmsKeyArn"],
        says: [
            "without `secrets.aws.region` it is not known where to make one",
            "'kato-platform:storage.kmsKeyArn' arn:aws:kms:us-east-1:111122223333:key/",
            "pulumi config set --path 'kato-platform:secrets.aws.region' us-east-1 --stack dev",
        ],
    },
    {
        title: "a key that is no ARN",
        patch: "storage: { kmsKeyArn: alias/kato }",
        paths: ["storage.kmsKeyArn"],
        says: ["the ARN of a KMS key"],
    },
    {
        title: "a class without a name",
        patch: "storage: { mode: existing, encrypted: true }",
        paths: ["storage.class"],
        says: ["the name of a StorageClass"],
    },
    {
        title: "a class that Kubernetes has no name for",
        patch: "storage: { mode: existing, class: GP3 Encrypted, encrypted: true }",
        paths: ["storage.class"],
        says: ["the name of a StorageClass: lower-case letters"],
    },
    {
        title: "a kind of storage that does not exist",
        patch: "storage: { mode: ebs }",
        paths: ["storage.mode"],
        says: ["aws-ebs, existing or cluster-default"],
    },
    {
        title: "no time after which data is deleted",
        patch: "retention: { days: 0 }",
        paths: ["retention.days"],
        says: ["found:    the number 0", "a whole number, 1 to 36500"],
    },
    {
        title: "a command as one text",
        patch: "retention: { command: python -m kato.workers.data_retention }",
        paths: ["retention.command"],
        says: ["a list", "'kato-platform:retention.command[0]' python "],
    },
];
