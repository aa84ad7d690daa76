import assert from "node:assert/strict";
import { type SecretKey, secretKeys } from "../../config";
import { load } from "./stacks";

const CONTROLLER = { cpu: { request: "100m", limit: "1" }, memory: "256Mi" };
const LIMITS = {
    bodySize: "10m",
    zoneSize: "10m",
    headerTimeoutSeconds: 15,
    idleTimeoutSeconds: 65,
    readTimeoutSeconds: 60,
};

const DNS = {
    namespace: "kube-system",
    labels: { "k8s-app": "kube-dns" },
    cidrs: ["169.254.20.10/32"],
    ports: [53],
};
/** Of those that a person has to give; the mail server's is the one that prod needs. */
const NO_SECRETS = Object.fromEntries(
    secretKeys.filter((key) => key !== "smtpPassword").map((key) => [key, undefined]),
) as Record<Exclude<SecretKey, "smtpPassword">, undefined>;
const CORS = {
    enabled: true,
    credentials: true,
    methods: ["GET", "POST", "PUT", "DELETE"],
    headers: ["Content-Type", "Authorization", "X-API-Key"],
};
const IMAGES = { mirrors: [], charts: {} };

describe("the settings", () => {
    it("of prod are what the two guides and the design state", () => {
        const { smtpPassword, ...prod } = load("prod");
        // Setup guide: "URL Configuration", "CORS Configuration", "Logging Security", Step 4 (AWS SES). Security guide: "API Key
        // Authentication", "JWT Authentication", "Production CORS Settings", "GDPR Compliance".
        assert.deepEqual(prod, {
            stack: "prod",
            environment: "production",
            cluster: {
                context: "kato-production",
                apiServer: { cidrs: ["10.0.0.0/28"], port: 443 },
                dns: DNS,
            },
            images: IMAGES,
            storage: { mode: "aws-ebs" },
            privateEndpoints: [],
            certificates: { certManager: { install: true } },
            secrets: {
                store: "aws-secrets-manager",
                aws: { region: "us-east-1", name: "production", recoveryWindowDays: 30 },
                generations: {
                    kratosCookie: 1,
                    kratosCipher: 1,
                    kratosDefault: 1,
                    kratosPagination: 1,
                    postgresKratos: 1,
                    mongodbKato: 1,
                    mongodbAdmin: 1,
                    redisKato: 1,
                    redisInternal: 1,
                    qdrantApiKey: 1,
                    qdrantReadOnlyKey: 1,
                    katoApiKeys: 1,
                    katoJwt: 1,
                },
            },
            postgres: {
                mode: "standalone",
                storage: "20Gi",
                resources: { cpu: { request: "250m", limit: "1" }, memory: "512Mi" },
            },
            mongodb: {
                mode: "standalone",
                version: "8.0",
                edition: "percona",
                encryption: true,
                audit: true,
                storage: "50Gi",
                resources: { cpu: { request: "250m", limit: "2" }, memory: "1Gi" },
            },
            redis: {
                mode: "standalone",
                storage: "2Gi",
                resources: { cpu: { request: "100m", limit: "1" }, memory: "512Mi" },
            },
            qdrant: {
                mode: "standalone",
                storage: "10Gi",
                resources: { cpu: { request: "250m", limit: "2" }, memory: "1Gi" },
            },
            kratos: {
                publicBaseUrl: "https://auth.karima.com/",
                additionalHosts: ["auth.ks-backend.cloud"],
                uiUrl: "https://karima.com",
                defaultReturnUrl: "https://karima.com/",
                allowedOrigins: ["https://karima.com", "https://admin.ks-backend.cloud"],
                log: { level: "info", format: "json", leakSensitiveValues: false },
                cookies: { sameSite: "Strict", domain: "karima.com" },
                sessionLifespan: "24h",
                passwordMinLength: 12,
                identitySchema: undefined,
                smtp: {
                    host: "email-smtp.us-east-1.amazonaws.com",
                    port: 465,
                    user: "your-ses-smtp-username",
                    security: "smtps",
                    fromAddress: "no-reply@karima.com",
                    fromName: "Karima",
                },
                replicas: 2,
                databasePool: 13,
                resources: { cpu: { request: "250m", limit: "1" }, memory: "512Mi" },
            },
            kato: {
                image: "ghcr.io/your-org/kato:3.0.0",
                cors: { ...CORS, origins: ["https://app.yourdomain.com", "https://admin.yourdomain.com"] },
                jwt: { algorithm: "HS256", expireMinutes: 30, keyBytes: 64 },
                apiKeys: { count: 5, bytes: 32, overlapDays: 14, withdrawn: 0 },
                replicas: { min: 3, max: 10 },
                targetCpuPercent: 70,
                tls: { enabled: true },
                resources: { cpu: { request: "250m", limit: "1" }, memory: "512Mi" },
                uid: 10001,
                probes: { startup: "/health", readiness: "/health", liveness: "/health", startupSeconds: 120 },
                drainSeconds: 10,
                extraEnv: {},
                extraSecretEnv: [],
            },
            edge: {
                // Security guide: "Kubernetes with cert-manager".
                hosts: { kato: "kato.yourdomain.com" },
                controller: { mode: "install", replicas: { min: 2, max: 5 }, resources: CONTROLLER },
                exposure: "aws-nlb",
                loadBalancerSubnets: ["10.0.101.0/24", "10.0.102.0/24", "10.0.103.0/24"],
                tls: { minVersion: "1.3" },
                limits: LIMITS,
                certificates: {
                    issuer: "letsencrypt-prod",
                    email: "admin@yourdomain.com",
                    solver: { type: "http01" },
                },
            },
            retention: { days: 90, inKato: true, command: ["python", "-m", "kato.workers.data_retention"] },
            ...NO_SECRETS,
        });
        assert.notEqual(smtpPassword, undefined);
    });

    it("of dev have everything that its file leaves out", () => {
        assert.deepEqual(load("dev"), {
            stack: "dev",
            environment: "development",
            cluster: {
                apiServer: { cidrs: ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"], port: 6443 },
                dns: DNS,
            },
            images: IMAGES,
            storage: { mode: "cluster-default" },
            privateEndpoints: [],
            certificates: { certManager: { install: true } },
            secrets: {
                store: "none",
                generations: {
                    kratosCookie: 1,
                    kratosCipher: 1,
                    kratosDefault: 1,
                    kratosPagination: 1,
                    postgresKratos: 1,
                    mongodbKato: 1,
                    mongodbAdmin: 1,
                    redisKato: 1,
                    redisInternal: 1,
                    qdrantApiKey: 1,
                    qdrantReadOnlyKey: 1,
                    katoApiKeys: 1,
                    katoJwt: 1,
                },
            },
            postgres: {
                mode: "standalone",
                storage: "1Gi",
                resources: { cpu: { request: "50m", limit: "1" }, memory: "192Mi" },
            },
            mongodb: {
                mode: "standalone",
                version: "8.0",
                edition: "community",
                encryption: false,
                audit: false,
                storage: "1Gi",
                resources: { cpu: { request: "100m", limit: "1" }, memory: "448Mi" },
            },
            redis: {
                mode: "standalone",
                storage: "256Mi",
                resources: { cpu: { request: "20m", limit: "1" }, memory: "64Mi" },
            },
            qdrant: {
                mode: "standalone",
                storage: "1Gi",
                resources: { cpu: { request: "50m", limit: "2" }, memory: "192Mi" },
            },
            kratos: {
                publicBaseUrl: "https://localhost:4433/",
                additionalHosts: [],
                uiUrl: "https://localhost:4455",
                defaultReturnUrl: "https://localhost:4455/",
                allowedOrigins: ["https://localhost:4455"],
                log: { level: "info", format: "json", leakSensitiveValues: false },
                cookies: { sameSite: "Strict", domain: "localhost" },
                sessionLifespan: "24h",
                passwordMinLength: 12,
                identitySchema: undefined,
                replicas: 1,
                databasePool: 19,
                resources: { cpu: { request: "50m", limit: "1" }, memory: "192Mi" },
            },
            kato: {
                image: "docker.io/jmalloc/echo-server:v0.3.7",
                cors: { ...CORS, origins: [] },
                jwt: { algorithm: "HS256", expireMinutes: 30, keyBytes: 64 },
                apiKeys: { count: 5, bytes: 32, overlapDays: 14, withdrawn: 0 },
                replicas: { min: 1, max: 1 },
                targetCpuPercent: 70,
                tls: { enabled: true },
                resources: { cpu: { request: "10m", limit: "250m" }, memory: "32Mi" },
                uid: 10001,
                probes: { startup: "/health", readiness: "/health", liveness: "/health", startupSeconds: 120 },
                drainSeconds: 10,
                extraEnv: { PORT: "8000" },
                extraSecretEnv: [],
            },
            edge: {
                hosts: { kato: "kato.localhost" },
                controller: { mode: "install", replicas: { min: 1, max: 1 }, resources: CONTROLLER },
                exposure: "node-port",
                tls: { minVersion: "1.3" },
                limits: LIMITS,
                certificates: { issuer: "internal-ca" },
            },
            retention: { days: 90, inKato: false, command: ["python", "-m", "kato.workers.data_retention"] },
            smtpPassword: undefined,
            ...NO_SECRETS,
        });
    });
});
