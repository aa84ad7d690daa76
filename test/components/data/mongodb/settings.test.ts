import assert from "node:assert/strict";
import { parse } from "yaml";
import { mongodConf, type SettingsArgs } from "../../../../components/data/mongodb/settings";

const FILES = {
    data: "/data",
    certificate: "/tls/combined.pem",
    authority: "/tls/ca.crt",
    keys: "/keys",
    auditLog: "/var/log/mongodb/audit.json",
};

const conf = (changes: Partial<SettingsArgs> = {}): unknown =>
    parse(
        mongodConf({ files: FILES, edition: "percona", encryption: true, audit: true, memory: "1Gi", ...changes }),
    ) as unknown;

const NET = {
    port: 27017,
    bindIpAll: true,
    ipv6: true,
    maxIncomingConnections: 512,
    unixDomainSocket: { enabled: false },
    compression: { compressors: "snappy,zstd" },
    tls: {
        mode: "requireTLS",
        certificateKeyFile: "/tls/combined.pem",
        CAFile: "/tls/ca.crt",
        allowConnectionsWithoutCertificates: true,
        disabledProtocols: "TLS1_0,TLS1_1,TLS1_2",
    },
};

const PARAMETERS = {
    authenticationMechanisms: "SCRAM-SHA-256",
    enableLocalhostAuthBypass: true,
    tlsWithholdClientCertificate: true,
    diagnosticDataCollectionDirectorySizeMB: 100,
};

// Security guide: "MongoDB Authentication" (--auth), "MongoDB Encryption at Rest" (--enableEncryption,
// --encryptionKeyFile), "Enable Audit Logging" (--auditDestination file, --auditFormat JSON, --auditPath, --auditFilter).
describe("mongodConf", () => {
    it("is this, exactly, with Percona's server and everything on", () => {
        assert.deepEqual(conf(), {
            net: NET,
            security: {
                authorization: "enabled",
                clusterAuthMode: "keyFile",
                keyFile: "/keys/key-file",
                javascriptEnabled: false,
                redactClientLogData: true,
                enableEncryption: true,
                encryptionCipherMode: "AES256-CBC",
                encryptionKeyFile: "/keys/encryption-key",
            },
            replication: { replSetName: "rs0" },
            storage: { dbPath: "/data", wiredTiger: { engineConfig: { cacheSizeGB: 0.37 } } },
            auditLog: {
                destination: "file",
                format: "JSON",
                path: "/var/log/mongodb/audit.json",
                filter: '{"atype": {"$in": ["authenticate", "authCheck"]}}',
            },
            setParameter: { ...PARAMETERS, auditAuthorizationSuccess: false, perconaTelemetry: false },
        });
    });

    it("is this, exactly, with the community's server, which has none of that", () => {
        assert.deepEqual(conf({ edition: "community", encryption: false, audit: false }), {
            net: NET,
            security: {
                authorization: "enabled",
                clusterAuthMode: "keyFile",
                keyFile: "/keys/key-file",
                javascriptEnabled: false,
            },
            replication: { replSetName: "rs0" },
            storage: { dbPath: "/data", wiredTiger: { engineConfig: { cacheSizeGB: 0.37 } } },
            operationProfiling: { slowOpSampleRate: 0 },
            setParameter: PARAMETERS,
        });
    });

    it("switches Percona's telemetry off with Percona's server alone, which alone knows the parameter", () => {
        const parameters = (edition: SettingsArgs["edition"]) =>
            (conf({ edition, encryption: false, audit: false }) as { setParameter: object }).setParameter;
        assert.deepEqual(parameters("percona"), { ...PARAMETERS, perconaTelemetry: false });
        assert.deepEqual(parameters("enterprise"), PARAMETERS);
    });

    it("keeps values out of Enterprise's log as well", () => {
        const { security } = conf({ edition: "enterprise" }) as { security: Record<string, unknown> };
        assert.equal(security["redactClientLogData"], true);
        assert.equal(security["enableEncryption"], true);
    });

    it("writes the filter as the one line of JSON that the server parses", () => {
        const text = mongodConf({ files: FILES, edition: "percona", encryption: false, audit: true, memory: "1Gi" });
        assert.match(text, /^ {2}filter: '\{"atype": \{"\$in": \["authenticate", "authCheck"\]\}\}'$/m);
    });

    for (const [memory, cache, connections] of [
        ["256Mi", 0.25, 128],
        ["512Mi", 0.25, 256],
        ["1Gi", 0.37, 512],
        ["4Gi", 1.87, 2048],
        ["16Gi", 7.87, 8192],
    ] as const) {
        it(`gives the cache ${cache} GiB of ${memory}, and lets ${connections} clients in`, () => {
            const { net, storage } = conf({ memory }) as {
                net: { maxIncomingConnections: number };
                storage: { wiredTiger: { engineConfig: { cacheSizeGB: number } } };
            };
            assert.equal(storage.wiredTiger.engineConfig.cacheSizeGB, cache);
            assert.equal(net.maxIncomingConnections, connections);
        });
    }
});
