import assert from "node:assert/strict";
import { describe, it } from "mocha";
import {
    type Cluster,
    generated,
    generatedCount,
    inProduction,
    inProject,
    katoSecrets,
    secretIn,
    succeeded,
    up,
} from "../support/scenario";
import type { Project } from "../support/project";

/** The volumes of all stores. */
const claims = ["kato/mongo-kb-data", "kato/qdrant-kb-data", "kato/redis-kb-data", "kratos/kratos-postgres-data"];

describe("the production stack", () => {
    it("comes up with its store, refuses to be destroyed, recovers with the same secrets if forced, and leaves all data", () =>
        inProduction(async (project) => {
            await up(project, "prod", "--policy-pack", "policies");
            const deployed = project.world("kubernetes");
            const before = generated(await project.state("prod"));
            assert.equal(Object.keys(before).length, generatedCount.production);
            isStored(project, deployed);
            assert.deepEqual(
                claimsIn(deployed).map(nameAndClass),
                claims.map((claim) => `${claim} kato-encrypted`),
            );
            project.operations();

            // docs/runbooks/interrupted-deployment.md, "Removing production". It is the preview that refuses; `--skip-preview` would delete all but what is protected and fail only then.
            const destroyed = await project.pulumi("destroy", "--yes", "--stack", "prod");
            assert.notEqual(destroyed.code, 0);
            assert.match(destroyed.output, /protected/);
            assert.deepEqual(project.operations(), []);

            // What encrypts data must outlive even that.
            const forced = await project.pulumi("destroy", "--yes", "--skip-preview", "--stack", "prod");
            assert.notEqual(forced.code, 0);
            assert.match(forced.output, /protected/);
            const operations = project.operations();
            for (const deployment of ["kratos", "kato"]) {
                assert.ok(operations.includes(`delete kubernetes:apps/v1:Deployment ${deployment}`), "it was forced");
            }
            assert.deepEqual(generated(await project.state("prod")), before);
            assert.deepEqual(claimsIn(project.world("kubernetes")), claimsIn(deployed));
            assert.deepEqual(passwords(project, "kratos"), [before["kratos-postgres-server-login-g1"]]);
            assert.deepEqual(passwords(project, "kato"), [before["mongo-kb-login-g1"]]);

            await up(project, "prod");
            assert.deepEqual(generated(await project.state("prod")), before);
            const again = project.world("kubernetes");
            assert.deepEqual(claimsIn(again), claimsIn(deployed));
            assert.deepEqual(katoSecrets(again).variables, katoSecrets(deployed).variables);
            for (const secret of ["mongo-kb-logins", "mongo-kb-admin", "mongo-kb-keys", "redis-kb-users"]) {
                assert.deepEqual(secretIn(again, "kato", secret), secretIn(deployed, "kato", secret));
            }

            // Whoever takes the protection away as well still has the data, the keys that encrypt it, and the passwords.
            succeeded(await project.pulumi("state", "unprotect", "--all", "--yes", "--stack", "prod"));
            succeeded(await project.pulumi("destroy", "--yes", "--skip-preview", "--stack", "prod"));
            assert.ok(
                project.operations().includes("delete kubernetes:apps/v1:StatefulSet mongo-kb"),
                "it was destroyed",
            );
            assert.deepEqual(claimsIn(project.world("kubernetes")), claimsIn(deployed));
            const account = project.world("aws").map(({ type }) => type);
            assert.equal(account.filter((type) => type === "aws:kms/key:Key").length, 2);
            assert.deepEqual(passwords(project, "kratos"), [before["kratos-postgres-server-login-g1"]]);
            assert.deepEqual(passwords(project, "kato"), [before["mongo-kb-login-g1"]]);
        }));

    it("goes on, with the same secrets, after the store was down", () =>
        inProduction(async (project) => {
            project.faults({ refuse: "aws:secretsmanager/secretVersion:SecretVersion credentials-kato" });
            await failing(project);
            // All that the document was to hold has been made; how much else has, is chance.
            const before = generated(await project.state("prod"));
            assert.notEqual(before["mongo-kb-login-g1"], undefined);
            assert.deepEqual(passwords(project, "kato"), []);
            project.faults({});
            await up(project, "prod");
            const first = generated(await project.state("prod"));
            assert.equal(Object.keys(first).length, generatedCount.production);
            assert.deepEqual({ ...first, ...before }, first);
            assert.deepEqual(passwords(project, "kato"), [first["mongo-kb-login-g1"]]);

            // The same in a stack that is in use: the new value is not lost, and the old one is in the store until then.
            project.configure("prod", { "kato-platform:secrets.generations": { mongodbKato: 2 } });
            project.faults({ refuse: "aws:secretsmanager/" });
            await failing(project);
            const raised = generated(await project.state("prod"));
            assert.deepEqual(passwords(project, "kato"), [first["mongo-kb-login-g1"]]);
            project.faults({});
            await up(project, "prod");
            assert.deepEqual(generated(await project.state("prod")), raised);
            assert.deepEqual({ ...raised, ...first }, raised);
            // AWS keeps the version before; Pulumi has let go of it.
            assert.deepEqual(passwords(project, "kato"), [first["mongo-kb-login-g1"], raised["mongo-kb-login-g2"]]);
            await up(project, "prod", "--expect-no-changes");
        }));

    it("is previewed with the guide's examples, and not deployed with them", () =>
        inProject(async (project) => {
            succeeded(await project.pulumi("stack", "init", "prod", "--no-select"));
            succeeded(await project.pulumi("config", "set", "--secret", "smtpPassword", "Xq3vKd82", "--stack", "prod"));
            const pack = ["--stack", "prod", "--policy-pack", "policies"];
            const preview = succeeded(await project.pulumi("preview", ...pack));
            assert.match(preview.output, /A deployment is refused until these settings hold values of your own/);
            // As the README has it, and for whoever skips the preview.
            for (const skip of [[], ["--skip-preview"]]) {
                const { code, output } = await project.pulumi("up", "--yes", ...skip, ...pack);
                assert.notEqual(code, 0, output);
                assert.match(output, /The configuration of stack prod has 6 problems/);
                const paths = ["kratos.smtp.user", "kato.image", "edge.hosts.kato", "edge.certificates.email"];
                for (const path of [...paths, "kato.cors.origins[0]", "kato.cors.origins[1]"]) {
                    assert.ok(output.includes(`--path 'kato-platform:${path}' '<yours>'`), path);
                }
                assert.deepEqual(project.operations(), []);
            }
        }));

    it("is not for npm run up, which says what is", () =>
        inProduction(async (project) => {
            const { code, output } = await project.run("npm", [
                "run",
                "--silent",
                "up",
                "--",
                "--stack",
                "prod",
                "--yes",
            ]);
            assert.equal(code, 2, output);
            assert.match(output, /pulumi up --stack prod --policy-pack policies/);
            assert.deepEqual(project.operations(), []);
        }));
});

async function failing(project: Project): Promise<void> {
    const { code, output } = await project.pulumi("up", "--yes", "--skip-preview", "--stack", "prod");
    assert.notEqual(code, 0, output);
    assert.match(output, /credentials-kato is refused/);
}

/** What the guides say is in the store, is in it, and is what the cluster has. */
function isStored(project: Project, cluster: Cluster): void {
    // Setup guide, "Secrets Management": one JSON document under this name.
    const names = project.world("aws").map(({ object }) => object["name"]);
    assert.ok(names.includes("kratos/production/credentials"), JSON.stringify(names));
    // Security guide, "AWS Secrets Manager": `os.environ['MONGO_PASSWORD'] = secrets['mongo_password']`, and so `api_keys`.
    assert.ok(names.includes("kato/production/credentials"), JSON.stringify(names));
    const [secrets, ...others] = stored(project, "kato");
    assert.ok(secrets !== undefined && others.length === 0);
    const { variables } = katoSecrets(cluster);
    assert.equal(secrets["mongo_password"], variables["MONGO_PASSWORD"]);
    assert.equal(secrets["api_keys"], variables["API_KEYS"]);
    assert.equal(secrets["api_keys"]?.split(",").filter((key) => key.length >= 43).length, 5);
    // What no pod of KATO gets, and nobody else has.
    assert.equal(secrets["mongo_admin_password"], secretIn(cluster, "kato", "mongo-kb-admin")["current"]);
    assert.equal(secrets["mongo_encryption_key"], secretIn(cluster, "kato", "mongo-kb-keys")["encryption-key"]);
    assert.equal(Buffer.from(secrets["mongo_encryption_key"] ?? "", "base64").length, 32);
}

/** A service's documents in the store, one per version, the oldest first. */
function stored(project: Project, service: "kratos" | "kato"): readonly Readonly<Record<string, string>>[] {
    return project
        .world("aws")
        .filter(({ type }) => type === "aws:secretsmanager/secretVersion:SecretVersion")
        .filter(({ object }) => String(object["secretId"]).endsWith(`:secret:${service}/production/credentials`))
        .map(({ object }) => JSON.parse(String(object["secretString"])) as Record<string, string>);
}

/** The password of a service's database in each of the versions. */
function passwords(project: Project, service: "kratos" | "kato"): readonly (string | undefined)[] {
    const key = { kratos: "KRATOS_DB_PASSWORD", kato: "mongo_password" }[service];
    return stored(project, service).map((document) => document[key]);
}

function claimsIn(cluster: Cluster): Cluster {
    const found = cluster.filter(({ type }) => type === "kubernetes:core/v1:PersistentVolumeClaim");
    return [...found].sort((one, other) => (one.id < other.id ? -1 : 1));
}

/** `<namespace>/<name> <class>` of a claim. */
function nameAndClass({ id, object }: Cluster[number]): string {
    const { storageClassName } = object["spec"] as { storageClassName?: string };
    return `${id.slice(id.indexOf(" ") + 1)} ${String(storageClassName)}`;
}
