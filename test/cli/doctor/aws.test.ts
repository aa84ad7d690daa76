import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { checkAws } from "../../../cli/doctor/aws";
import { doctor } from "../../../cli/doctor/main";
import type { Config } from "../../../config";
import { recordedPlatform } from "../../support/platform";
import { type AwsAccount, ownAws } from "../shared/aws-double";
import { FakeApiServer } from "./fake-api-server";
import { ownKubeConfig } from "./own-kube-config";

const all = ["kato/production/credentials", "kratos/production/credentials"];
const aliases = ["alias/kato-platform-production", "alias/kato-platform-production-volumes"];

const secrets = { store: "aws-secrets-manager", aws: { region: "us-east-1", name: "production" } };
const stack = { stack: "prod", secrets, storage: { mode: "aws-ebs" } } as Config;

const ours = { "part-of": "kato-platform", stack: "prod", environment: "production" };
const theirs = { ...ours, stack: "prod-us" };

describe("npm run doctor, names in AWS", () => {
    const aws = ownAws();
    const folder = ownKubeConfig();

    /** What is said of each, `<level> <detail>` by subject. */
    async function said(account: AwsAccount | undefined, of = stack): Promise<Record<string, string>> {
        if (account !== undefined) aws(account);
        const findings = await checkAws(of);
        return Object.fromEntries(findings.map(({ level, subject, detail }) => [subject, `${level} ${detail}`]));
    }

    it("are free in an empty account", async () => {
        assert.deepEqual(await said({}), {
            AWS: "fine account 123456789012, us-east-1",
            ...Object.fromEntries([...all, ...aliases].map((name) => [name, "fine free"])),
        });
    });

    it("are all that a stack makes there", async () => {
        const names = (await recordedPlatform("prod")).resources
            .filter(({ type }) => /^aws:(kms\/alias:|secretsmanager\/secret:)/.test(type))
            .map(({ inputs }) => inputs["name"]);
        assert.deepEqual(names.sort(), [...aliases, ...all].sort());
    });

    it("are the stack's own after its first up", async () => {
        const has = {
            secrets: Object.fromEntries(all.map((name) => [name, { tags: ours }])),
            aliases: Object.fromEntries(aliases.map((name) => [name, ours])),
        };
        const findings = await said(has);
        for (const name of [...all, ...aliases]) assert.equal(findings[name], "fine this stack's");
        assert.match(findings["AWS"] ?? "", /^fine /);
    });

    it("are another stack's, and the fix is named once", async () => {
        const findings = await said({
            secrets: { "kato/production/credentials": { tags: theirs }, "kratos/production/credentials": {} },
            aliases: { "alias/kato-platform-production-volumes": theirs },
        });
        assert.deepEqual(findings, {
            AWS:
                "problem account 123456789012, us-east-1: names are taken, so `up` would fail: " +
                "`pulumi config set --path 'kato-platform:secrets.aws.name' NAME --stack prod` gives this stack names of its own. " +
                "A secret of this stack that is scheduled for deletion can be restored: docs/runbooks/interrupted-deployment.md",
            "kato/production/credentials": "problem taken by stack prod-us",
            "kratos/production/credentials": "problem taken by something else than kato-platform",
            "alias/kato-platform-production": "fine free",
            "alias/kato-platform-production-volumes": "problem taken by stack prod-us",
        });
    });

    it("stay taken until a deleted secret is gone, whosever it was", async () => {
        // The first version of the CLI prints seconds.
        for (const deletedDate of ["2026-12-24T10:11:12.345000+00:00", Date.UTC(2026, 11, 24, 10) / 1000 + 0.345]) {
            const findings = await said({ secrets: { "kato/production/credentials": { tags: ours, deletedDate } } });
            const finding = findings["kato/production/credentials"];
            assert.equal(finding, "problem scheduled for deletion, and taken until 2026-12-24");
            assert.match(findings["AWS"] ?? "", /^problem .*can be restored/);
        }
    });

    it("may be of an earlier version, which wrote no stack", async () => {
        const { stack: _none, ...tags } = ours;
        const findings = await said({ secrets: { "kato/production/credentials": { tags } } });
        assert.match(
            findings["kato/production/credentials"] ?? "",
            /^warning taken, by this stack or another: it has no/,
        );
        assert.match(findings["AWS"] ?? "", /^fine /);
    });

    it("cannot be told without the CLI, a login or the right to ask, which stops nobody", async () => {
        const unknown = "warning cannot tell whether its names are free: ";
        assert.match(
            (await said(undefined))["AWS"] ?? "",
            new RegExp(`^${unknown}the AWS CLI \\(\`aws\`\\) is not installed`),
        );
        const loggedOut = await said({ loggedOut: true });
        assert.deepEqual(Object.keys(loggedOut), ["AWS"]);
        assert.match(loggedOut["AWS"] ?? "", new RegExp(`^${unknown}AWS: Unable to locate credentials`));
        const denied = await said({ denied: ["describe-secret", "list-aliases"] });
        for (const name of [...all, ...aliases]) {
            assert.match(denied[name] ?? "", /^warning cannot tell whether it is free: AWS: .*AccessDenied/);
        }
        assert.match(denied["AWS"] ?? "", /^fine /);
    });

    it("are not asked for where the stack uses none", async () => {
        assert.deepEqual(await said(undefined, { ...stack, secrets: { store: "none" } } as Config), {});
        const arn = { mode: "aws-ebs", kmsKeyArn: "arn:aws:kms:us-east-1:123456789012:key/1" };
        const keys = Object.keys(await said({}, { ...stack, storage: arn } as Config));
        assert.deepEqual(keys, ["AWS", ...all, "alias/kato-platform-production"]);
    });

    it("are looked at by the command, beside the cluster", async () => {
        const server = await FakeApiServer.start({ storageDrivers: ["ebs.csi.aws.com"], groups: ["elbv2.k8s.aws"] });
        try {
            writeFileSync(join(folder(), "config"), server.kubeConfig("production"));
            const run = async (): Promise<string> => {
                let output = "";
                const write = (text: string): void => void (output += text);
                const argv = ["--stack", "prod", "--context", "production"];
                const status = await doctor(argv, { stdout: { write }, stderr: { write } });
                return `${output}\n${status}`;
            };
            assert.match(await run(), /warning +AWS +cannot tell [^]*\n0$/);
            aws({});
            assert.match(await run(), /ok +kato\/production\/credentials +free\n[^]*\n0$/);
            aws({ aliases: { "alias/kato-platform-production": theirs } });
            assert.match(await run(), /problem +alias\/kato-platform-production +taken by stack prod-us\n[^]*\n3$/);
        } finally {
            await server.stop();
        }
    });
});
