import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { RandomId } from "@pulumi/random/randomId";
import { katoWorkloads } from "../../../components/app/kato-workloads";
import { without } from "../../support/pods";
import { generated, valueOf } from "../../support/record";
import { AUTOSCALER, CERTIFICATE, DEPLOYMENT, labels, type Made, made, RETENTION, valuesOf } from "./made";

describe("KATO", () => {
    let small: Made;
    let large: Made;
    before(async () => {
        small = await made();
        large = await made({ replicas: { min: 3, max: 10 }, production: true });
    });

    const spec = ({ recording }: Made, name: string) => recording.one(name).inputs["spec"] as Record<string, unknown>;

    it("is an API and a suspended clean-up; one replica has neither budget nor autoscaler", () => {
        assert.deepEqual(small.recording.names(), [
            "kato:app:Kato::kato",
            "kato:certificates:ServerCertificate::kato-tls",
            DEPLOYMENT,
            RETENTION,
            CERTIFICATE,
            "kubernetes:core/v1:ConfigMap::kato-config",
            "kubernetes:core/v1:ConfigMap::kato-tls-proxy",
            "kubernetes:core/v1:Secret::kato-secrets",
            "kubernetes:core/v1:Secret::mongodb-secret",
            "kubernetes:core/v1:Service::kato",
            "kubernetes:core/v1:ServiceAccount::kato-account",
            "kubernetes:core/v1:ServiceAccount::kato-retention-account",
            "random:index/randomPassword:RandomPassword::kato-api-key-1-g1",
            "random:index/randomPassword:RandomPassword::kato-api-key-2-g1",
            "random:index/randomPassword:RandomPassword::kato-api-key-3-g1",
            "random:index/randomPassword:RandomPassword::kato-api-key-4-g1",
            "random:index/randomPassword:RandomPassword::kato-api-key-5-g1",
            "random:index/randomPassword:RandomPassword::kato-jwt-g1",
        ]);
    });

    it("has a budget and an autoscaler where there may be several", () => {
        const before = small.recording.names();
        assert.deepEqual(
            large.recording.names().filter((name) => !before.includes(name)),
            [AUTOSCALER, "kubernetes:policy/v1:PodDisruptionBudget::kato-budget"],
        );
    });

    it("is the parent of all it makes", () => {
        const parents = new Set(large.recording.resources.map(({ parent }) => parent));
        assert.deepEqual(
            parents,
            new Set([undefined, "kato:app:Kato::kato", "kato:certificates:ServerCertificate::kato-tls"]),
        );
    });

    it("runs each pod only once its ServiceAccount and the certificate are there", () => {
        for (const [name, account] of [
            [DEPLOYMENT, "kato-account"],
            [RETENTION, "kato-retention-account"],
        ] as const) {
            const { dependsOn } = small.recording.one(name);
            assert.ok(dependsOn.includes(`kubernetes:core/v1:ServiceAccount::${account}`), name);
            assert.ok(dependsOn.includes(CERTIFICATE), name);
        }
    });

    it("makes nothing before what it depends on", async () => {
        const { recording } = await made({ registry: { server: "ghcr.io", user: "bot", password: "simple" } }, () => ({
            dependsOn: new RandomId("first", { byteLength: 1 }),
        }));
        const early = recording.resources.filter(
            ({ type, name, dependsOn }) =>
                !type.startsWith("kato:") &&
                name !== "first" &&
                !dependsOn.includes("random:index/randomId:RandomId::first"),
        );
        assert.deepEqual(
            early.map(({ name }) => name),
            [],
        );
    });

    it("protects every current secret in production, and none elsewhere", () => {
        const isProtected = ({ recording }: Made) =>
            recording.resources.filter((resource) => resource.protect).map(({ name }) => name);
        assert.deepEqual(isProtected(small), []);
        assert.deepEqual(isProtected(large).sort(), [
            "kato-api-key-1-g1",
            "kato-api-key-2-g1",
            "kato-api-key-3-g1",
            "kato-api-key-4-g1",
            "kato-api-key-5-g1",
            "kato-jwt-g1",
        ]);
    });

    it("is known by its workloads before it exists", () => {
        assert.deepEqual(katoWorkloads("kato"), {
            server: { kind: "workload", namespace: "kato", name: "kato" },
            retention: { kind: "workload", namespace: "kato", name: "kato-retention" },
        });
    });

    it("rolls out without a gap, with a fixed number of replicas only where no autoscaler owns it", () => {
        const { metadata } = small.recording.one(DEPLOYMENT).inputs;
        assert.deepEqual(metadata, { name: "kato", namespace: "kato", labels: labels("kato", "api", "3.0.0") });
        const rest = {
            revisionHistoryLimit: 1,
            selector: { matchLabels: { app: "kato" } },
            strategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } },
        };
        assert.deepEqual(without(spec(small, DEPLOYMENT), "template"), { ...rest, replicas: 1 });
        assert.deepEqual(without(spec(large, DEPLOYMENT), "template"), rest);
    });

    it("scales by processor time between the least and the most pods", () => {
        assert.deepEqual(large.recording.one(AUTOSCALER).inputs, {
            apiVersion: "autoscaling/v2",
            kind: "HorizontalPodAutoscaler",
            metadata: { name: "kato", namespace: "kato", labels: labels("kato", "api") },
            spec: {
                scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: "kato" },
                minReplicas: 3,
                maxReplicas: 10,
                metrics: [
                    {
                        type: "ContainerResource",
                        containerResource: {
                            name: "cpu",
                            container: "kato",
                            target: { type: "Utilization", averageUtilization: 70 },
                        },
                    },
                ],
            },
        });
    });

    it("scales from one pod without a budget, and keeps several without an autoscaler", async () => {
        const growing = await made({ replicas: { min: 1, max: 4 } });
        const kinds = ({ recording }: Made) =>
            recording.names(
                "kubernetes:autoscaling/v2:HorizontalPodAutoscaler",
                "kubernetes:policy/v1:PodDisruptionBudget",
            );
        assert.deepEqual(kinds(growing), [AUTOSCALER]);
        assert.equal("replicas" in spec(growing, DEPLOYMENT), false);
        const fixed = await made({ replicas: { min: 2, max: 2 } });
        assert.deepEqual(kinds(fixed), ["kubernetes:policy/v1:PodDisruptionBudget::kato-budget"]);
        assert.equal(spec(fixed, DEPLOYMENT)["replicas"], 2);
    });

    it("lets a drain take one replica at a time", () => {
        const { metadata, spec } = large.recording.one("kubernetes:policy/v1:PodDisruptionBudget::kato-budget").inputs;
        assert.deepEqual(metadata, { name: "kato", namespace: "kato", labels: labels("kato", "api") });
        assert.deepEqual(spec, {
            maxUnavailable: 1,
            selector: { matchLabels: { app: "kato" } },
            unhealthyPodEvictionPolicy: "AlwaysAllow",
        });
    });

    it("deletes old data nightly, never twice at once; without a command it is suspended", async () => {
        const nightly = {
            schedule: "47 3 * * *",
            concurrencyPolicy: "Forbid",
            startingDeadlineSeconds: 3600,
            successfulJobsHistoryLimit: 1,
            failedJobsHistoryLimit: 3,
        };
        const { metadata } = small.recording.one(RETENTION).inputs;
        assert.deepEqual(metadata, {
            name: "kato-retention",
            namespace: "kato",
            labels: labels("kato-retention", "retention", "3.0.0"),
        });
        assert.deepEqual(without(spec(small, RETENTION), "jobTemplate"), { ...nightly, suspend: true });
        const { spec: job } = spec(small, RETENTION)["jobTemplate"] as { spec: object };
        assert.deepEqual(without(job, "template"), { backoffLimit: 2, activeDeadlineSeconds: 10800 });
        const running = await made({
            retention: { days: 90, command: ["python", "-m", "kato.workers.data_retention"] },
        });
        assert.deepEqual(without(spec(running, RETENTION), "jobTemplate"), { ...nightly, suspend: false });
    });

    it("keeps the Secret mongodb-secret for people and other tools, changed in place (security guide, “MongoDB Authentication”)", () => {
        const { metadata, type, ...rest } = small.recording.one("kubernetes:core/v1:Secret::mongodb-secret").inputs;
        assert.deepEqual(
            [metadata, type],
            [{ name: "mongodb-secret", namespace: "kato", labels: labels("kato", "api") }, "Opaque"],
        );
        assert.equal("immutable" in rest, false);
        assert.deepEqual(valuesOf(small, "mongodb-secret"), {
            username: "kato_user",
            password: "of/mongo",
            connection_string:
                "mongodb://kato_user:of%2Fmongo@mongo-kb.kato.svc:27017/kato" +
                "?authSource=kato&authMechanism=SCRAM-SHA-256&tls=true",
        });
    });

    it("stores what the guide's code reads, and the rest, in lower case (security guide, “AWS Secrets Manager”)", async () => {
        assert.deepEqual(
            small.stored.map(({ service }) => service),
            ["kato"],
        );
        const keys = [1, 2, 3, 4, 5].map((number) => generated(`kato-api-key-${number}-g1`, 43));
        assert.deepEqual(await valueOf(pulumi.all({ ...small.stored[0]?.values })), {
            mongo_base_url:
                "mongodb://kato_user:of%2Fmongo@mongo-kb.kato.svc:27017/kato?authSource=kato" +
                "&authMechanism=SCRAM-SHA-256&tls=true&tlsCAFile=/etc/kato/ca/bundle.pem",
            mongo_username: "kato_user",
            mongo_password: "of/mongo",
            redis_url:
                "rediss://kato_user:of%2Fredis@redis-kb.kato.svc:6379/0" +
                "?ssl_cert_reqs=required&ssl_check_hostname=true&ssl_ca_certs=/etc/kato/ca/bundle.pem",
            redis_username: "kato_user",
            redis_password: "of/redis",
            qdrant_api_key: "of qdrant",
            qdrant_read_only_api_key: "of qdrant's readers",
            api_keys: keys.join(","),
            jwt_secret_key: generated("kato-jwt-g1", 86),
            mongo_admin_password: "of the administrator",
        });
    });

    it("lets a transform change each of its own objects", async () => {
        const mark = (args: { metadata?: unknown }) => {
            Object.assign(args.metadata as object, { annotations: { marked: "yes" } });
        };
        const transform = { deployment: mark, autoscaler: mark, retention: mark };
        const { recording } = await made({ replicas: { min: 1, max: 2 }, transform });
        const marked = recording.resources.filter(({ inputs }) => JSON.stringify(inputs).includes('"marked"'));
        assert.deepEqual(marked.map(({ name }) => name).sort(), ["kato", "kato-autoscaler", "kato-retention"]);
    });
});
