import assert from "node:assert/strict";
import { Platform } from "../../components/platform";
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
            "kato:certificates:CertManager::cert-manager",
            "kato:certificates:InternalCa::internal-ca",
            "kato:data:Postgres::kratos-postgres",
            "kato:identity:Kratos::kratos",
            "kato:network:Namespace::cert-manager",
            "kato:network:Namespace::kratos",
            "kato:network:NetworkPolicies::cert-manager-network",
            "kato:network:NetworkPolicies::kratos-network",
        ];
        assert.deepEqual(parts(dev), both);
        assert.deepEqual(parts(prod), [...both, "kato:secrets:AwsSecretsManager::credentials"].sort());
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
            const { enableSecretMutable, enableConfigMapMutable } = recording.one(KUBERNETES).inputs;
            assert.deepEqual([enableSecretMutable, enableConfigMapMutable], ["true", "true"]);
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
            "aws:secretsmanager/secret:Secret::credentials-kratos",
            "kubernetes:cert-manager.io/v1:Certificate::internal-ca-root",
            "kubernetes:core/v1:Namespace::cert-manager",
            "kubernetes:core/v1:Namespace::kratos",
            "kubernetes:core/v1:PersistentVolumeClaim::kratos-postgres-data",
        ];
        const password = (name: string): string => `random:index/randomPassword:RandomPassword::${name}`;
        assert.deepEqual(kept(prod, "protect"), [
            ...data,
            password("kratos-cipher-g1"),
            password("kratos-cookie-g1"),
            password("kratos-default-g1"),
            password("kratos-pagination-g1"),
            password("kratos-postgres-login-g1"),
        ]);
        assert.deepEqual(
            kept(prod, "retainOnDelete"),
            [...data, "aws:secretsmanager/secretVersion:SecretVersion::credentials-kratos"].sort(),
        );
        assert.deepEqual([kept(dev, "protect"), kept(dev, "retainOnDelete")], [[], []]);
    });

    it("keeps the seed's path and variables (setup guide, “Required Variables”; security guide, “AWS Secrets Manager”)", () => {
        const store = prod.one("aws:secretsmanager/secret:Secret::credentials-kratos");
        assert.equal(store.inputs["name"], "kratos/production/credentials");
        const { secretString } = prod.one("aws:secretsmanager/secretVersion:SecretVersion::credentials-kratos")
            .inputs as { secretString: { "a secret": string } };
        const values = JSON.parse(secretString["a secret"]) as Record<string, string>;
        assert.deepEqual(Object.keys(values).sort(), [
            "KRATOS_DB_PASSWORD",
            "KRATOS_DSN",
            "KRATOS_SECRET_CIPHER",
            "KRATOS_SECRET_COOKIE",
            "KRATOS_SECRET_DEFAULT",
            "KRATOS_SECRET_PAGINATION",
            "KRATOS_SMTP_CONNECTION_URI",
        ]);
        assert.equal(values["KRATOS_SECRET_COOKIE"]?.length, 43, "32 random bytes");
        assert.equal(values["KRATOS_SECRET_CIPHER"]?.length, 32, "exactly 32 characters");
        assert.match(
            String(values["KRATOS_DSN"]),
            /^postgres:.*@kratos-postgres\.kratos\.svc:5432\/.*sslmode=verify-full/,
        );
        assert.match(
            String(values["KRATOS_SMTP_CONNECTION_URI"]),
            /^smtps:.*@email-smtp\.us-east-1\.amazonaws\.com:465\/\?skip_ssl_verify=false$/,
        );
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
    });

    it("runs two of Kratos in production and one in development", () => {
        const replicas = (recording: Recording) =>
            (recording.one("kubernetes:apps/v1:Deployment::kratos").inputs["spec"] as { replicas: number }).replicas;
        assert.deepEqual([replicas(prod), replicas(dev)], [2, 1]);
        assert.deepEqual(prod.names("kubernetes:policy/v1:PodDisruptionBudget"), ["kratos-budget"]);
        assert.deepEqual(dev.names("kubernetes:policy/v1:PodDisruptionBudget"), []);
    });

    it("raises one credential without touching the others", async () => {
        const secrets = { store: "none", generations: { kratosCookie: 2 } };
        const raised = await record(() => new Platform("platform", stackConfig("dev", { secrets })));
        const type = "random:index/randomPassword:RandomPassword";
        assert.deepEqual(raised.names(type), [...dev.names(type), "kratos-cookie-g2"].sort());
    });

    it("tells where Kratos is", () => {
        const { kratosUrl } = prod.one("kato:platform:Platform::platform").outputs;
        assert.equal(kratosUrl, "https://kratos.kratos.svc:4433/");
    });
});
