import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { Kato, type KatoArgs } from "../../../components/app/kato";
import type { StoredCredentials } from "../../../components/secrets/store";
import { type Endpoint, workload } from "../../../components/workload/identity";
import { record, type Recording } from "../../support/record";

function endpoint(name: string, port: number): Endpoint {
    return { workload: workload("kato", name), host: `${name}.kato.svc`, port };
}

export const MONGODB: KatoArgs["mongodb"] = {
    endpoint: endpoint("mongo-kb", 27017),
    login: { user: "kato_user", password: pulumi.secret("of/mongo") },
    database: "kato",
    srv: false,
    authority: { kind: "internal" },
    operatorSecrets: { mongo_admin_password: pulumi.secret("of the administrator") },
};
export const REDIS: KatoArgs["redis"] = {
    endpoint: endpoint("redis-kb", 6379),
    login: { user: "kato_user", password: pulumi.secret("of/redis") },
    authority: { kind: "internal" },
};
export const QDRANT: KatoArgs["qdrant"] = {
    endpoint: endpoint("qdrant-kb", 6333),
    apiKey: pulumi.secret("of qdrant"),
    readOnlyKey: pulumi.secret("of qdrant's readers"),
    authority: { kind: "internal" },
};

/** The guide's values ("CORS Configuration", "JWT Authentication", "API Key Authentication"). */
export const GUIDE: Pick<KatoArgs, "cors" | "jwt" | "apiKeys"> = {
    cors: {
        enabled: true,
        origins: ["https://app.yourdomain.com", "https://admin.yourdomain.com"],
        credentials: true,
        methods: ["GET", "POST", "PUT", "DELETE"],
        headers: ["Content-Type", "Authorization", "X-API-Key"],
    },
    jwt: { algorithm: "HS256", expireMinutes: 30, keyBytes: 64 },
    apiKeys: { count: 5, bytes: 32, overlapDays: 14, withdrawn: 0 },
};

export interface Made {
    readonly recording: Recording;
    readonly kato: Kato;
    readonly stored: readonly StoredCredentials[];
}

/** KATO by itself, with one replica and nothing optional unless told otherwise. */
export async function made(
    changes: Partial<KatoArgs> = {},
    opts?: () => pulumi.ComponentResourceOptions,
): Promise<Made> {
    const stored: StoredCredentials[] = [];
    let kato: Kato | undefined;
    const recording = await record(() => {
        const args: KatoArgs = {
            ...GUIDE,
            namespace: "kato",
            production: false,
            image: "ghcr.io/your-org/kato:3.0.0",
            mongodb: MONGODB,
            redis: REDIS,
            qdrant: QDRANT,
            kratosUrl: "https://kratos.kratos.svc:4433/",
            generations: { apiKeys: 1, jwt: 1 },
            replicas: { min: 1, max: 1 },
            targetCpuPercent: 70,
            resources: { cpu: { request: "250m", limit: "1" }, memory: "512Mi" },
            uid: 10001,
            probes: { startup: "/health", readiness: "/health", liveness: "/health", startupSeconds: 120 },
            drainSeconds: 10,
            tls: { enabled: true },
            extraEnv: {},
            extraSecrets: {},
            retention: { days: 90 },
            issuer: { kind: "ClusterIssuer", name: "internal-ca" },
            store: { put: (credentials) => stored.push(credentials) },
            ...changes,
        };
        kato = new Kato("kato", args, opts?.());
    });
    assert.ok(kato !== undefined);
    return { recording, kato, stored };
}

export const DEPLOYMENT = "kubernetes:apps/v1:Deployment::kato";
export const RETENTION = "kubernetes:batch/v1:CronJob::kato-retention";
export const AUTOSCALER = "kubernetes:autoscaling/v2:HorizontalPodAutoscaler::kato-autoscaler";
export const CERTIFICATE = "kubernetes:cert-manager.io/v1:Certificate::kato-tls";

/** The recommended labels of an object of a workload. */
export function labels(name: string, component: string, version?: string): Record<string, string> {
    return {
        app: name,
        "app.kubernetes.io/part-of": "kato-platform",
        "app.kubernetes.io/managed-by": "pulumi",
        "app.kubernetes.io/name": name,
        "app.kubernetes.io/component": component,
        ...(version === undefined ? {} : { "app.kubernetes.io/version": version }),
    };
}

/** The values of a Secret, by key; all of them are marked secret. */
export function valuesOf({ recording }: Made, name: string): Record<string, string> {
    const data = recording.one(`kubernetes:core/v1:Secret::${name}`).inputs["data"] as {
        "a secret": Record<string, string>;
    };
    const decoded = Object.entries(data["a secret"]).map(([key, text]) => [key, Buffer.from(text, "base64")] as const);
    return Object.fromEntries(decoded.map(([key, bytes]) => [key, bytes.toString("utf8")]));
}
