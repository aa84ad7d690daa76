import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import type { Mongodb } from "../../../../components/data/mongodb/mongodb";
import { type Recording, secret, valueOf } from "../../../support/record";
import { AUDIT, KEEPER, LABELS, make, SERVER, STANDALONE, VOLUMES } from "./mongodb.fixture";

const COMPONENT = "kato:data:Mongodb::mongo-kb";
const SET = "kubernetes:apps/v1:StatefulSet::mongo-kb";

const base64 = (text: string): string => Buffer.from(text, "utf8").toString("base64");
/** What the mocks make of a generated password. */
const generated = (letters: string, length = 43): string => letters.padEnd(length, "0");

describe("Mongodb, standalone", () => {
    let recording: Recording;
    let mongodb: Mongodb;
    before(async () => {
        ({ recording, mongodb } = await make({ server: STANDALONE }));
    });

    it("makes these resources and no others: no claim template, no disruption budget", () => {
        assert.deepEqual(recording.names(), [
            "kato:certificates:ServerCertificate::mongo-kb",
            "kato:data:Mongodb::mongo-kb",
            "kubernetes:apps/v1:StatefulSet::mongo-kb",
            "kubernetes:cert-manager.io/v1:Certificate::mongo-kb",
            "kubernetes:core/v1:ConfigMap::mongo-kb",
            "kubernetes:core/v1:PersistentVolumeClaim::mongo-kb-data",
            "kubernetes:core/v1:Secret::mongo-kb-admin",
            "kubernetes:core/v1:Secret::mongo-kb-keys",
            "kubernetes:core/v1:Secret::mongo-kb-logins",
            "kubernetes:core/v1:Service::mongo-kb",
            "kubernetes:core/v1:Service::mongo-kb-pods",
            "kubernetes:core/v1:ServiceAccount::mongo-kb",
            "random:index/randomBytes:RandomBytes::mongo-kb-encryption-key",
            "random:index/randomPassword:RandomPassword::mongo-kb-admin-g1",
            "random:index/randomPassword:RandomPassword::mongo-kb-key-file",
            "random:index/randomPassword:RandomPassword::mongo-kb-login-g1",
        ]);
    });

    it("is the parent of all of them", () => {
        const own = recording.resources.filter(({ type }) => type !== "kato:data:Mongodb");
        const certificate = "kato:certificates:ServerCertificate::mongo-kb";
        assert.deepEqual([...new Set(own.map(({ parent }) => parent))].sort(), [certificate, COMPONENT]);
    });

    it("protects the claim, the encryption key and the passwords in production, and nothing else", () => {
        const isProtected = recording.resources.filter(({ protect, retainOnDelete }) => protect || retainOnDelete);
        assert.deepEqual(
            isProtected.map(({ name, protect, retainOnDelete }) => `${name} ${protect} ${retainOnDelete}`).sort(),
            [
                "mongo-kb-admin-g1 true false",
                "mongo-kb-data true true",
                "mongo-kb-encryption-key true false",
                "mongo-kb-login-g1 true false",
            ],
        );
    });

    it("claims a volume", () => {
        const { metadata, spec } = recording.one("kubernetes:core/v1:PersistentVolumeClaim::mongo-kb-data").inputs;
        assert.deepEqual(metadata, {
            name: "mongo-kb-data",
            namespace: "kato",
            labels: LABELS,
            annotations: { "pulumi.com/skipAwait": "true" },
        });
        assert.deepEqual(spec, {
            accessModes: ["ReadWriteOnce"],
            storageClassName: "gp3-encrypted",
            resources: { requests: { storage: "20Gi" } },
        });
    });

    it("runs one server with its keeper and the audit log's container, its own name being loopback inside", () => {
        assert.deepEqual(recording.one(SET).inputs, {
            apiVersion: "apps/v1",
            kind: "StatefulSet",
            metadata: { name: "mongo-kb", namespace: "kato", labels: LABELS },
            spec: {
                replicas: 1,
                serviceName: "mongo-kb-pods",
                selector: { matchLabels: { app: "mongo-kb" } },
                podManagementPolicy: "Parallel",
                template: {
                    metadata: { labels: { ...LABELS, "app.kubernetes.io/version": "8.0.32-14" } },
                    spec: {
                        serviceAccountName: "mongo-kb",
                        automountServiceAccountToken: false,
                        enableServiceLinks: false,
                        securityContext: {
                            runAsNonRoot: true,
                            runAsUser: 10010,
                            runAsGroup: 10010,
                            fsGroup: 10010,
                            fsGroupChangePolicy: "OnRootMismatch",
                            seccompProfile: { type: "RuntimeDefault" },
                        },
                        terminationGracePeriodSeconds: 120,
                        restartPolicy: "Always",
                        hostAliases: [{ ip: "127.0.0.1", hostnames: ["mongo-kb.kato.svc"] }],
                        shareProcessNamespace: true,
                        containers: [SERVER, KEEPER, AUDIT],
                        volumes: VOLUMES,
                    },
                },
            },
        });
    });

    it("starts the server after all that its pod mounts and its ServiceAccount", () => {
        assert.deepEqual(recording.one(SET).dependsOn, [
            "kubernetes:cert-manager.io/v1:Certificate::mongo-kb",
            "kubernetes:core/v1:ConfigMap::mongo-kb",
            "kubernetes:core/v1:PersistentVolumeClaim::mongo-kb-data",
            "kubernetes:core/v1:Secret::mongo-kb-admin",
            "kubernetes:core/v1:Secret::mongo-kb-keys",
            "kubernetes:core/v1:Secret::mongo-kb-logins",
            "kubernetes:core/v1:ServiceAccount::mongo-kb",
        ]);
    });

    // Security guide, "MongoDB Authentication": mongo-kb:27017.
    it("serves on 27017 under its own name", () => {
        assert.deepEqual(recording.one("kubernetes:core/v1:Service::mongo-kb").inputs["spec"], {
            type: "ClusterIP",
            selector: { app: "mongo-kb" },
            ports: [{ name: "mongodb", port: 27017, targetPort: "mongodb", protocol: "TCP" }],
        });
    });

    it("has its certificate with the key in one file as well, which is how mongod reads it", () => {
        const certificate = recording.one("kubernetes:cert-manager.io/v1:Certificate::mongo-kb");
        const spec = certificate.inputs["spec"] as Record<string, unknown>;
        assert.deepEqual(spec["additionalOutputFormats"], [{ type: "CombinedPEM" }]);
        assert.deepEqual(spec["dnsNames"], [
            "mongo-kb",
            "mongo-kb.kato",
            "mongo-kb.kato.svc",
            "mongo-kb.kato.svc.cluster.local",
        ]);
        assert.equal(spec["secretName"], "mongo-kb-tls");
    });

    it("keeps configuration and scripts in an immutable, auto-named ConfigMap without a secret", () => {
        const { metadata, immutable, data } = recording.one("kubernetes:core/v1:ConfigMap::mongo-kb").inputs;
        assert.deepEqual(metadata, { namespace: "kato", labels: LABELS });
        assert.equal(immutable, true);
        assert.deepEqual(Object.keys(data as object).sort(), [
            "apply.js",
            "apply.sh",
            "audit.sh",
            "keeper.sh",
            "mongod.yaml",
            "start.sh",
        ]);
        const conf = (data as Record<string, string>)["mongod.yaml"] ?? "";
        assert.match(conf, /^ {4}certificateKeyFile: \/etc\/mongodb\/tls\/tls-combined\.pem$/m);
        assert.match(conf, /^ {4}CAFile: \/etc\/mongodb\/tls\/ca\.crt$/m);
        assert.match(conf, /^ {2}keyFile: \/run\/mongodb\/key-file$/m);
        assert.match(conf, /^ {2}encryptionKeyFile: \/run\/mongodb\/encryption-key$/m);
        assert.match(conf, /^ {2}dbPath: \/data\/db$/m);
    });

    it("keeps each secret in a Secret of a fixed name, for those who need it", () => {
        const of = (name: string) => {
            const { metadata, data, immutable } = recording.one(`kubernetes:core/v1:Secret::${name}`).inputs;
            assert.deepEqual(metadata, { name, namespace: "kato", labels: LABELS });
            assert.equal(immutable, undefined);
            return data;
        };
        assert.deepEqual(of("mongo-kb-logins"), secret({ kato_user: base64(generated("mongokbloging1")) }));
        assert.deepEqual(of("mongo-kb-admin"), secret({ current: base64(generated("mongokbadming1")) }));
        assert.deepEqual(
            of("mongo-kb-keys"),
            secret({
                "key-file": base64(generated("mongokbkeyfile")),
                "encryption-key": base64(base64(generated("mongokbencryptionkey", 32))),
            }),
        );
    });

    // Security guide, "MongoDB Encryption at Rest": `openssl rand -base64 32`.
    it("generates an encryption key of 32 bytes and passwords of as much strength", () => {
        const bytes = "random:index/randomBytes:RandomBytes::mongo-kb-encryption-key";
        assert.deepEqual(recording.one(bytes).inputs, { length: 32 });
        for (const name of ["login-g1", "admin-g1", "key-file"]) {
            const password = recording.one(`random:index/randomPassword:RandomPassword::mongo-kb-${name}`);
            assert.deepEqual([password.inputs["length"], password.inputs["special"]], [43, false], name);
        }
    });

    // Security guide, "MongoDB Authentication": kato_user, database kato, authSource=kato.
    it("tells where and how to connect", async () => {
        assert.deepEqual(mongodb.endpoint, {
            workload: { kind: "workload", namespace: "kato", name: "mongo-kb" },
            host: "mongo-kb.kato.svc",
            port: 27017,
        });
        assert.equal(mongodb.login.user, "kato_user");
        assert.equal(await valueOf(pulumi.output(mongodb.login.password)), generated("mongokbloging1"));
        assert.equal(mongodb.database, "kato");
        assert.equal(mongodb.srv, false);
        assert.deepEqual(mongodb.authority, { kind: "internal" });
        assert.deepEqual(recording.one(COMPONENT).outputs, {
            host: "mongo-kb.kato.svc",
            port: 27017,
            database: "kato",
        });
    });

    it("hands admin's password and the encryption key to the secret store", async () => {
        const { mongo_admin_password: password, mongo_encryption_key: key, ...rest } = mongodb.operatorSecrets;
        assert.deepEqual(rest, {});
        assert.equal(await valueOf(password!), generated("mongokbadming1"));
        assert.equal(await valueOf(key!), base64(generated("mongokbencryptionkey", 32)));
    });
});
