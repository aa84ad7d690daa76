import assert from "node:assert/strict";
import { Platform } from "../../components/platform";
import { quantity } from "../../kubernetes/quantity";
import { templateOf } from "../support/pods";
import { recordedPlatform } from "../support/platform";
import { record, type Recording } from "../support/record";
import { stackConfig } from "../support/stack";

const KUBERNETES = "pulumi:providers:kubernetes::kubernetes";

describe("Platform", () => {
    let dev: Recording;
    let prod: Recording;
    before(async () => {
        dev = await recordedPlatform("dev");
        prod = await recordedPlatform("prod");
    });

    it("is made of these parts", () => {
        const parts = ({ resources }: Recording) =>
            resources
                .filter(({ parent }) => parent === "kato:platform:Platform::platform")
                .map(({ type, name }) => `${type}::${name}`)
                .sort();
        const both = [
            "kato:app:Kato::kato",
            "kato:certificates:CertManager::cert-manager",
            "kato:certificates:InternalCa::internal-ca",
            "kato:certificates:PublicCertificates::public-certificates",
            "kato:data:Mongodb::mongo-kb",
            "kato:data:Postgres::kratos-postgres",
            "kato:data:Qdrant::qdrant-kb",
            "kato:data:Redis::redis-kb",
            "kato:edge:Edge::edge",
            "kato:identity:Kratos::kratos",
            "kato:network:Namespace::cert-manager",
            "kato:network:Namespace::kato",
            "kato:network:Namespace::kratos",
            "kato:network:Namespace::nginx-ingress",
            "kato:network:NetworkPolicies::cert-manager-network",
            "kato:network:NetworkPolicies::kato-network",
            "kato:network:NetworkPolicies::kratos-network",
            "kato:network:NetworkPolicies::nginx-ingress-network",
        ];
        assert.deepEqual(parts(dev), both);
        assert.deepEqual(
            parts(prod),
            [
                ...both,
                "kato:data:EncryptedStorageClass::encrypted-volumes",
                "kato:secrets:AwsSecretsManager::credentials",
            ].sort(),
        );
    });

    it("needs no cloud account in development", () => {
        assert.deepEqual(
            dev.resources.filter(({ type }) => type.includes("aws")),
            [],
        );
    });

    it("names its cluster and its region: nothing goes to whatever happens to be current", () => {
        assert.equal(prod.one(KUBERNETES).inputs["context"], "kato-production");
        assert.equal(prod.one("pulumi:providers:aws::aws").inputs["region"], "us-east-1");
        for (const recording of [dev, prod]) {
            const { enableSecretMutable, enableConfigMapMutable, enablePatchForce } = recording.one(KUBERNETES).inputs;
            assert.deepEqual([enableSecretMutable, enableConfigMapMutable, enablePatchForce], ["true", "true", "true"]);
            for (const { type, name, provider } of recording.resources) {
                const [, wanted] = /^(kubernetes|aws):/.exec(type) ?? [];
                const explicit = wanted === undefined ? undefined : `pulumi:providers:${wanted}::${wanted}`;
                assert.equal(provider, explicit, `${type}::${name}`);
            }
        }
    });

    it("protects in production, and keeps when deleted by force, what holds data; in development nothing", () => {
        const kept = ({ resources }: Recording, option: "protect" | "retainOnDelete") =>
            resources
                .filter((each) => each[option])
                .map(({ type, name }) => `${type}::${name}`)
                .sort();
        const data = [
            "aws:kms/key:Key::credentials",
            "aws:kms/key:Key::encrypted-volumes",
            "aws:secretsmanager/secret:Secret::credentials-kato",
            "aws:secretsmanager/secret:Secret::credentials-kratos",
            "kubernetes:cert-manager.io/v1:Certificate::internal-ca-root",
            "kubernetes:core/v1:Namespace::cert-manager",
            "kubernetes:core/v1:Namespace::kato",
            "kubernetes:core/v1:Namespace::kratos",
            "kubernetes:core/v1:Namespace::nginx-ingress",
            "kubernetes:core/v1:PersistentVolumeClaim::kratos-postgres-data",
            "kubernetes:core/v1:PersistentVolumeClaim::mongo-kb-data",
            "kubernetes:core/v1:PersistentVolumeClaim::qdrant-kb-data",
            "kubernetes:core/v1:PersistentVolumeClaim::redis-kb-data",
        ];
        const password = (name: string): string => `random:index/randomPassword:RandomPassword::${name}`;
        assert.deepEqual(kept(prod, "protect"), [
            ...data,
            // What encrypts MongoDB's files.
            "random:index/randomBytes:RandomBytes::mongo-kb-encryption-key",
            password("kato-api-key-1-g1"),
            password("kato-api-key-2-g1"),
            password("kato-api-key-3-g1"),
            password("kato-api-key-4-g1"),
            password("kato-api-key-5-g1"),
            password("kato-jwt-g1"),
            password("kratos-cipher-g1"),
            password("kratos-cookie-g1"),
            password("kratos-default-g1"),
            password("kratos-pagination-g1"),
            password("kratos-postgres-courier-login-g1"),
            password("kratos-postgres-login-g1"),
            password("kratos-postgres-server-login-g1"),
            password("mongo-kb-admin-g1"),
            password("mongo-kb-login-g1"),
            password("qdrant-kb-api-key-g1"),
            password("qdrant-kb-read-only-key-g1"),
            password("redis-kb-keeper-g1"),
            password("redis-kb-login-g1"),
            password("redis-kb-operator-g1"),
            password("redis-kb-probe-g1"),
        ]);
        assert.deepEqual(
            kept(prod, "retainOnDelete"),
            [
                ...data,
                "aws:secretsmanager/secretVersion:SecretVersion::credentials-kato",
                "aws:secretsmanager/secretVersion:SecretVersion::credentials-kratos",
            ].sort(),
        );
        assert.deepEqual([kept(dev, "protect"), kept(dev, "retainOnDelete")], [[], []]);
    });

    it("makes namespaces, their default deny and cert-manager's connections before what runs there", () => {
        const before = (name: string, ...earlier: string[]) => {
            for (const recording of [dev, prod]) {
                const { dependsOn } = recording.one(name);
                assert.deepEqual(
                    earlier.filter((each) => !dependsOn.includes(each)),
                    [],
                    name,
                );
            }
        };
        const policy = (name: string) => `kubernetes:networking.k8s.io/v1:NetworkPolicy::${name}`;
        before(
            "kubernetes:helm.sh/v3:Release::cert-manager",
            "kubernetes:core/v1:Namespace::cert-manager",
            policy("cert-manager-default-deny-all"),
            policy("cert-manager-network-allow-ingress-to-webhook"),
            policy("cert-manager-network-webhook-to-kubernetes-api"),
        );
        before(
            "kubernetes:cert-manager.io/v1:Issuer::internal-ca-bootstrap",
            "kubernetes:helm.sh/v3:Release::cert-manager",
        );
        before(
            "kubernetes:apps/v1:StatefulSet::kratos-postgres",
            "kubernetes:core/v1:Namespace::kratos",
            policy("kratos-default-deny-all"),
            "kubernetes:cert-manager.io/v1:ClusterIssuer::internal-ca-issuer",
            "kubernetes:cert-manager.io/v1:Certificate::kratos-postgres",
        );
        before(
            "kubernetes:batch/v1:Job::kratos-migrate",
            "kubernetes:apps/v1:StatefulSet::kratos-postgres",
            "kubernetes:cert-manager.io/v1:Certificate::kratos-tls",
            policy("kratos-network-kratos-migrate-to-kratos-postgres"),
            policy("kratos-network-allow-ingress-to-kratos-postgres"),
        );
        before("kubernetes:apps/v1:Deployment::kratos", "kubernetes:batch/v1:Job::kratos-migrate");
        before(
            "kubernetes:apps/v1:Deployment::kato",
            policy("kato-default-deny-all"),
            policy("kato-network-kato-to-databases"),
            ...["mongo-kb", "redis-kb", "qdrant-kb"].flatMap((store) => [
                `kubernetes:apps/v1:StatefulSet::${store}`,
                policy(`kato-network-allow-ingress-to-${store}`),
            ]),
        );
        before(
            "kubernetes:helm.sh/v3:Release::edge-controller",
            policy("nginx-ingress-default-deny-all"),
            policy("nginx-ingress-network-nginx-ingress-to-kubernetes-api"),
            "kubernetes:rbac.authorization.k8s.io/v1:RoleBinding::edge-controller-access-kato",
        );
        for (const store of ["mongo-kb", "redis-kb", "qdrant-kb"]) {
            before(
                `kubernetes:apps/v1:StatefulSet::${store}`,
                "kubernetes:core/v1:Namespace::kato",
                policy("kato-default-deny-all"),
                "kubernetes:cert-manager.io/v1:ClusterIssuer::internal-ca-issuer",
            );
        }
    });

    it("puts every volume of production on an encrypted class (security guide, “Data Protection”)", () => {
        const storageClass = "kubernetes:storage.k8s.io/v1:StorageClass::encrypted-volumes";
        const claims = prod.ofType("kubernetes:core/v1:PersistentVolumeClaim");
        assert.equal(claims.length, 4);
        for (const { name, inputs, dependsOn } of claims) {
            assert.equal((inputs["spec"] as { storageClassName: string }).storageClassName, "kato-encrypted", name);
            assert.ok(dependsOn.includes(storageClass), name);
        }
        for (const { name, inputs } of dev.ofType("kubernetes:core/v1:PersistentVolumeClaim")) {
            assert.ok(!("storageClassName" in (inputs["spec"] as object)), name);
        }
    });

    it("fits development on a laptop: 1.5 GiB of memory and one core for all pods that run all the time", () => {
        const containers = dev.resources
            .filter(({ type }) => /:(Deployment|StatefulSet)$/.test(type))
            .flatMap((resource) => templateOf(resource)?.spec.containers ?? []);
        const requested = (of: "cpu" | "memory") =>
            containers
                .map(({ resources }) => (resources as { requests: Record<string, string> }).requests[of])
                .reduce((sum, amount) => sum + quantity(String(amount)), 0);
        assert.ok(requested("memory") <= 1.5 * 2 ** 30, `${requested("memory") / 2 ** 20} MiB`);
        assert.ok(requested("cpu") <= 1, `${requested("cpu")} cores`);
    });

    it("runs two of Kratos in production and one in development", () => {
        const replicas = (recording: Recording) =>
            (recording.one("kubernetes:apps/v1:Deployment::kratos").inputs["spec"] as { replicas: number }).replicas;
        assert.deepEqual([replicas(prod), replicas(dev)], [2, 1]);
        assert.deepEqual(prod.names("kubernetes:policy/v1:PodDisruptionBudget"), ["kato-budget", "kratos-budget"]);
        assert.deepEqual(dev.names("kubernetes:policy/v1:PodDisruptionBudget"), []);
    });

    it("raises one credential without touching the others", async () => {
        const secrets = { store: "none", generations: { kratosCookie: 2 } };
        const raised = await record(() => new Platform("platform", { config: stackConfig("dev", { secrets }) }));
        const type = "random:index/randomPassword:RandomPassword";
        assert.deepEqual(raised.names(type), [...dev.names(type), "kratos-cookie-g2"].sort());
    });

    it("tells where Kratos and KATO are, outside and inside, and who signs for them", () => {
        const { kratosUrl, katoUrl, addresses, loadBalancer, issuer } = prod.one(
            "kato:platform:Platform::platform",
        ).outputs;
        assert.deepEqual(addresses, {
            kato: "https://kato.yourdomain.com/",
            kratos: ["https://auth.karima.com/", "https://auth.ks-backend.cloud/"],
        });
        assert.equal(loadBalancer, "lb.example.com");
        assert.equal(issuer, "letsencrypt-prod");
        assert.equal(kratosUrl, "https://kratos.kratos.svc:4433/");
        assert.equal(katoUrl, "https://kato.kato.svc:443/");
    });
});
