import assert from "node:assert/strict";
import { problemsOf } from "../../../config/stacks";
import { mandatory, previewOf } from "../../../support/preview";

/**
 * Every setting that can be below what a guide states, or what makes production what it is, with a value that is; and who objects:
 * the loader (the setting's path), or a rule from which an exception may excuse the stack for a time.
 */
const REFUSED: readonly [patch: string, path: string][] = [
    ["kratos: { log: { level: trace } }", "kratos.log.level"],
    ["kratos: { log: { level: debug } }", "kratos.log.level"],
    ["kratos: { log: { level: error } }", "kratos.log.level"],
    ["kratos: { log: { level: fatal } }", "kratos.log.level"],
    ["kratos: { log: { level: panic } }", "kratos.log.level"],
    ["kratos: { log: { format: text } }", "kratos.log.format"],
    ["kratos: { log: { leakSensitiveValues: true } }", "kratos.log.leakSensitiveValues"],
    ["kratos: { passwordMinLength: 7 }", "kratos.passwordMinLength"],
    ["kratos: { replicas: 1 }", "kratos.replicas"],
    ["kratos: { smtp: null }", "kratos.smtp"],
    ["kratos: { publicBaseUrl: 'http://auth.karima.com/' }", "kratos.publicBaseUrl"],
    ["kratos: { allowedOrigins: ['http://karima.com'] }", "kratos.allowedOrigins[0]"],
    ["kratos: { allowedOrigins: ['*'] }", "kratos.allowedOrigins[0]"],
    ["kato: { cors: { origins: ['*'] } }", "kato.cors.origins[0]"],
    ["kato: { cors: { origins: [] } }", "kato.cors.origins"],
    ["kato: { jwt: { algorithm: none } }", "kato.jwt.algorithm"],
    ["kato: { jwt: { keyBytes: 63 } }", "kato.jwt.keyBytes"],
    ["kato: { apiKeys: { bytes: 31 } }", "kato.apiKeys.bytes"],
    ["kato: { replicas: { min: 2 } }", "kato.replicas.min"],
    ["edge: { tls: { minVersion: '1.2' } }", "edge.tls.minVersion"],
    ["edge: { exposure: node-port }", "edge.exposure"],
    ["edge: { certificates: { issuer: letsencrypt-staging } }", "edge.certificates.issuer"],
    ["edge: { controller: { replicas: { min: 1 } } }", "edge.controller.replicas.min"],
    ["storage: null", "storage.mode"],
    ["storage: { mode: existing, class: gp3, encrypted: false }", "storage.encrypted"],
    ["secrets: { store: none, aws: null }", "secrets.store"],
    ["secrets: { aws: { recoveryWindowDays: 6 } }", "secrets.aws.recoveryWindowDays"],
    ["cluster: { context: null }", "cluster.context"],
];

const EXCUSABLE: readonly [patch: string, ...violations: [string, ...string[]]][] = [
    ["kratos: { cookies: { sameSite: Lax } }", "kratos-cookies kratos/ConfigMap/kratos-config"],
    [
        "kratos: { cookies: { sameSite: None } }",
        "kratos-settings kratos/ConfigMap/kratos-config",
        "kratos-cookies kratos/ConfigMap/kratos-config",
    ],
    [
        "postgres: { mode: external, storage: null, resources: null, host: db.acme.io, cidrs: [10.3.0.0/24], user: kratos }",
        "kratos-logins kratos/Deployment/kratos-courier",
        "kratos-logins kratos/Job/kratos-migrate",
    ],
    ["kratos: { sessionLifespan: 87600h }", "session-lifespan kratos/ConfigMap/kratos-config"],
    ["kato: { tls: { enabled: false } }", "route-backend-plain kato/VirtualServerRoute/kato-ingress"],
    ["kato: { cors: { enabled: false } }", "cors-enabled kato/ConfigMap/kato-config"],
    ["kato: { jwt: { expireMinutes: 525600 } }", "token-lifetime kato/ConfigMap/kato-config"],
    ["mongodb: { audit: false }", "mongodb-audit kato/ConfigMap/mongo-kb"],
    ["mongodb: { encryption: false }", "mongodb-encryption kato/ConfigMap/mongo-kb"],
    [
        "mongodb: { edition: community }",
        "mongodb-encryption kato/ConfigMap/mongo-kb",
        "mongodb-audit kato/ConfigMap/mongo-kb",
    ],
    [
        "retention: { days: 3650 }",
        "data-retention kato/CronJob/kato-retention",
        "data-retention kratos/CronJob/kratos-cleanup",
    ],
    ["retention: { inKato: false }", "data-retention kato/CronJob/kato-retention"],
];

/** Each previews the whole stack, on cores that others use too. */
const TIMEOUT = 120_000;

describe("production below the guides' norms", () => {
    for (const [patch, path] of REFUSED) {
        it(`is refused by the loader: ${patch}`, () => {
            const paths = problemsOf("prod", patch).map((problem) => problem.path);
            assert.ok(paths.includes(path), paths.join());
        });
    }

    for (const [patch, ...violations] of EXCUSABLE) {
        it(`is a violation that can be excused: ${patch}`, async () => {
            const found = mandatory(await previewOf("prod", patch)).map((one) => one.replace(/-[0-9a-f]{8}$/, ""));
            assert.deepEqual(found, violations);
        }).timeout(TIMEOUT);
    }

    it("is asked of nobody where nobody relies on the stack", async () => {
        const staging = `
environment: staging
kratos: { cookies: { sameSite: Lax }, sessionLifespan: 87600h, log: { level: error, format: text } }
kato: { cors: { enabled: false }, jwt: { expireMinutes: 525600 } }
mongodb: { edition: community }
retention: { days: 3650, inKato: false }`;
        assert.deepEqual(mandatory(await previewOf("prod", staging)), []);
    }).timeout(TIMEOUT);
});
