import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import type { Mongodb } from "../../../../components/data/mongodb/mongodb";
import { type Recording, secret, valueOf } from "../../../support/record";
import { AUDIT, KEEPER, LABELS, make, SERVER, STANDALONE, VOLUMES } from "./mongodb.fixture";

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

    it("has its certificate with the key in one file as well, which is how mongod reads it", () => {
        const certificate = recording.one("kubernetes:cert-manager.io/v1:Certificate::mongo-kb");
        const spec = certificate.inputs["spec"] as Record<string, unknown>;
        assert.deepEqual(spec["additionalOutputFormats"], [{ type: "CombinedPEM" }]);
    });

    it("is configured for what its pod mounts, without a secret", () => {
        const { data } = recording.one("kubernetes:core/v1:ConfigMap::mongo-kb").inputs;
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
    it("tells how to log in", async () => {
        assert.equal(mongodb.login.user, "kato_user");
        assert.equal(await valueOf(pulumi.output(mongodb.login.password)), generated("mongokbloging1"));
        assert.equal(mongodb.database, "kato");
        assert.equal(mongodb.srv, false);
    });

    it("hands admin's password and the encryption key to the secret store", async () => {
        const { mongo_admin_password: password, mongo_encryption_key: key, ...rest } = mongodb.operatorSecrets;
        assert.deepEqual(rest, {});
        assert.equal(await valueOf(password!), generated("mongokbadming1"));
        assert.equal(await valueOf(key!), base64(generated("mongokbencryptionkey", 32)));
    });
});
