import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import type { ResourceEntry } from "../../cli/preview/model/entries";
import { node, REPOSITORY, SPAWN_TIMEOUT } from "../cli/preview/support";
import { workflow, WORKFLOWS } from "./workflows";
import { stackFile } from "../support/stacks/files";

const folder = join(REPOSITORY, "deployment/aws");
const files = readdirSync(folder).filter((name) => name.endsWith(".json"));
const documentation = readFileSync(join(REPOSITORY, "docs/pipelines.md"), "utf8");

interface Statement {
    readonly Sid: string;
    readonly Effect: string;
    readonly Principal?: unknown;
    readonly Action: string | readonly string[];
    readonly Resource?: string | readonly string[];
    readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

const values = {
    ACCOUNT_ID: "123456789012",
    REGION: "us-east-1",
    CLUSTER: "karima",
    STATE_BUCKET: "karima-pulumi",
    STATE_KEY_ID: "1234abcd-12ab-34cd-56ef-1234567890ab",
    SUBJECT: "karima@42/platform@43",
    STACK: "prod",
    ENVIRONMENT: "production",
};

const list = (one: string | readonly string[] | undefined): readonly string[] =>
    one === undefined ? [] : typeof one === "string" ? [one] : one;

describe("deployment/aws", function () {
    this.timeout(SPAWN_TIMEOUT);
    const temporary = mkdtempSync(join(tmpdir(), "aws-"));
    after(() => rmSync(temporary, { recursive: true }));

    const fill = (given: Readonly<Record<string, string>>) => {
        const file = join(temporary, "values.env");
        writeFileSync(
            file,
            `# a comment\n\n${Object.entries(given)
                .map(([name, value]) => `${name}=${value}\n`)
                .join("")}`,
        );
        return spawnSync(join(folder, "fill.sh"), [file, join(temporary, "out")], { encoding: "utf8" });
    };
    const statements = (name: string): readonly Statement[] => {
        assert.equal(fill(values).status, 0);
        const text = readFileSync(join(temporary, "out", name), "utf8");
        const policy = JSON.parse(text) as { Version: string; Statement: readonly Statement[] };
        assert.equal(policy.Version, "2012-10-17");
        return policy.Statement;
    };

    it("is filled in from one file, and refused with everything that is missing", () => {
        const shipped = spawnSync(join(folder, "fill.sh"), { encoding: "utf8" });
        assert.equal(shipped.status, 2);
        assert.match(shipped.stderr, /gives no value for: ACCOUNT_ID CLUSTER STATE_BUCKET STATE_KEY_ID SUBJECT\n/);
        const { REGION: _region, ...without } = values;
        assert.match(fill(without).stderr, /has no line for something in .*: \$\{REGION\}/);
        for (const wrong of ['"; "Action": "*', "a b", "$(id)", "*"]) {
            assert.equal(fill({ ...values, CLUSTER: wrong }).status, 2, wrong);
        }
    });

    for (const name of files) {
        it(`${name} allows nobody unnamed, no whole service, and is explained action by action`, () => {
            for (const { Sid, Effect, Principal, Action, Resource, Condition } of statements(name)) {
                if (Effect === "Deny") {
                    continue;
                }
                assert.ok(!JSON.stringify(Principal ?? "").includes('"*"'), Sid);
                for (const action of list(Action)) {
                    assert.match(action, /^[a-z0-9]+:[A-Z][A-Za-z]+$/, Sid);
                    assert.ok(documentation.includes(`\`${action}\``), `${action} is explained in docs/pipelines.md`);
                }
                // Where AWS knows no narrower resource, a condition says what is meant.
                for (const resource of list(Resource).filter((each) => each === "*" || each.endsWith(":key/*"))) {
                    assert.ok(Condition !== undefined, `${Sid}: ${resource}`);
                }
            }
        });
    }

    it("trusts one environment to deploy, those that read to read, and no other repository, branch or audience", () => {
        const subjects = (name: string): unknown =>
            statements(name).map(({ Action, Principal, Condition }) => ({ Action, Principal, Condition }));
        const from = (sub: unknown): object => ({
            Action: "sts:AssumeRoleWithWebIdentity",
            Principal: { Federated: "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com" },
            Condition: {
                StringEquals: {
                    "token.actions.githubusercontent.com:aud": "sts.amazonaws.com",
                    "token.actions.githubusercontent.com:sub": sub,
                },
            },
        });
        assert.deepEqual(subjects("trust-deploy.json"), [from("repo:karima@42/platform@43:environment:prod")]);
        assert.deepEqual(subjects("trust-read.json"), [
            from([
                "repo:karima@42/platform@43:environment:prod-read",
                "repo:karima@42/platform@43:environment:prod-preview",
            ]),
        ]);
    });

    it("is asked for by the jobs with those environments, and by no other", () => {
        const environments = WORKFLOWS.flatMap(({ jobs }) =>
            Object.values(jobs).flatMap(({ permissions, environment, uses }) =>
                permissions?.["id-token"] === undefined || uses !== undefined ? [] : [environment],
            ),
        );
        assert.deepEqual(
            new Set(environments),
            new Set([
                "${{ inputs.stack }}",
                "${{ inputs.stack }}-read",
                "${{ matrix.stack }}-read",
                "${{ matrix.stack }}-preview",
            ]),
        );
    });

    it("deploys behind the environment of the stack, after its preview, one at a time and never cut off", () => {
        const { on, jobs } = workflow("deploy.yml");
        assert.deepEqual(Object.keys(on).sort(), ["push", "release", "workflow_dispatch"]);
        const { concurrency, uses, needs } = jobs["stack"]!;
        assert.deepEqual(concurrency, { group: "deploy-${{ matrix.stack }}", "cancel-in-progress": false });
        assert.deepEqual([uses, needs], ["./.github/workflows/deploy-stack.yml", "stacks"]);
        const { preview, deploy } = workflow("deploy-stack.yml").jobs;
        assert.deepEqual(
            [preview?.environment, deploy?.environment],
            ["${{ inputs.stack }}-read", "${{ inputs.stack }}"],
        );
        assert.equal(deploy?.needs, "preview");
        // The commit that was previewed, and what was approved of it.
        for (const job of [preview, deploy]) {
            const [checkout] = job?.steps ?? [];
            assert.equal(checkout?.with?.["ref"], "${{ github.sha }}");
        }
        const run = deploy.steps?.find((step) => step.run?.includes("deploy.sh") === true);
        assert.equal(run?.env?.["APPROVED"], "${{ needs.preview.outputs.proposal }}");
    });

    it("reads and changes nothing, where it is for looking", () => {
        const actions = statements("policy-read.json").flatMap(({ Action }) => list(Action));
        const looks =
            /^(s3:(ListBucket|GetObject)|kms:(Decrypt|Describe|Get|List)[A-Za-z]*|eks:DescribeCluster|secretsmanager:(Describe|Get)[A-Za-z]+)$/;
        assert.deepEqual(
            actions.filter((action) => !looks.test(action)),
            [],
        );
        const deploy = new Set(statements("policy-deploy.json").flatMap(({ Action }) => list(Action)));
        assert.deepEqual(
            actions.filter((action) => !deploy.has(action)),
            [],
        );
    });

    it("lets nobody delete what production protects, or weaken a key", () => {
        const actions = statements("policy-deploy.json").flatMap(({ Action }) => list(Action));
        const dangerous = /Delete(?!Object$)|ScheduleKeyDeletion|Disable|PutKeyPolicy|CreateGrant|^iam:/;
        assert.deepEqual(
            actions.filter((action) => dangerous.test(action)),
            [],
        );
    });

    it("is for what the production stack makes in AWS, by its names and tags", async () => {
        const out = join(temporary, "preview");
        const register = ["--require", join(REPOSITORY, "cli/shared/register.cjs")];
        const main = join(REPOSITORY, "cli/main.ts");
        const { status, stderr } = await node(
            [...register, main, "preview", "--stack", "prod", "--out", out],
            REPOSITORY,
        );
        assert.ok(status === 0 || status === 1, stderr);
        const entries = JSON.parse(readFileSync(join(out, "resources.json"), "utf8")) as ResourceEntry[];
        const made = entries.filter(({ type }) => type.startsWith("aws:"));
        // Whoever adds another kind adds what its provider calls to the policies.
        assert.deepEqual([...new Set(made.map(({ type }) => type))].sort(), [
            "aws:kms/alias:Alias",
            "aws:kms/key:Key",
            "aws:secretsmanager/secret:Secret",
            "aws:secretsmanager/secretPolicy:SecretPolicy",
            "aws:secretsmanager/secretVersion:SecretVersion",
        ]);
        const named = (type: string, key: string): unknown[] =>
            made.filter((each) => each.type === type).map(({ inputs }) => inputs[key]);
        const resources = (sid: string): readonly string[] =>
            list(statements("policy-deploy.json").find(({ Sid }) => Sid === sid)?.Resource);
        assert.deepEqual(
            named("aws:kms/alias:Alias", "name")
                .map((name) => `arn:aws:kms:us-east-1:123456789012:${String(name)}`)
                .sort(),
            [...resources("NameOurKeys")].sort(),
        );
        assert.deepEqual(
            named("aws:secretsmanager/secret:Secret", "name")
                .map((name) => `arn:aws:secretsmanager:us-east-1:123456789012:secret:${String(name)}-*`)
                .sort(),
            [...resources("KeepCredentials")].sort(),
        );
        const tags = { "part-of": "kato-platform", stack: "prod", environment: "production" };
        for (const type of ["aws:kms/key:Key", "aws:secretsmanager/secret:Secret"]) {
            named(type, "tags").forEach((each) => assert.deepEqual(each, tags));
        }
        const [create] = statements("policy-deploy.json").filter(({ Sid }) => Sid === "MakeKeys");
        assert.equal(create?.Condition?.["StringEquals"]?.["aws:RequestTag/environment"], "production");
    });

    it("has the region of the stack", () => {
        const stack = parse(readFileSync(stackFile("prod"), "utf8")) as {
            config: Record<string, { aws?: { region: string } }>;
        };
        const shipped = readFileSync(join(folder, "values.env"), "utf8");
        assert.ok(shipped.includes(`REGION=${stack.config["kato-platform:secrets"]?.aws?.region ?? ""}\n`));
    });
});
