import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseDocument } from "yaml";
import { SPAWN_TIMEOUT } from "../cli/preview/support";
import { Job, type Outcome } from "./doubles";
import { stackFile } from "../support/stacks/files";

/** The stack file as its owner has it: without an example's values, with a key for the state and the mail's password. */
function ownProduction(job: Job, without: readonly string[] = []): void {
    const text = readFileSync(stackFile("prod"), "utf8")
        .replaceAll("yourdomain.com", "karima.com")
        .replaceAll("your-org", "karima")
        .replaceAll("your-ses-smtp-username", "AKIASMTPUSER");
    const file = parseDocument(text);
    file.set("secretsprovider", "awskms://alias/pulumi?region=us-east-1");
    file.setIn(["config", "kato-platform:smtpPassword"], file.createNode({ secure: "v1:encrypted" }));
    without.forEach((key) => file.delete(key));
    writeFileSync(join(job.folder, "Pulumi.prod.yaml"), file.toString());
}

/** The CLI is logged in to this backend. */
function backend(job: Job, url: string): Job {
    return job.give("pulumi", `echo '{"user": "somebody", "url": "${url}"}'`);
}

describe("require-variables.sh", function () {
    this.timeout(SPAWN_TIMEOUT);
    const job = new Job();
    after(() => job.remove());
    const names = ["AWS_REGION", "AWS_ROLE", "EKS_CLUSTER"];

    it("names all that are missing at once; an empty one is", () => {
        const { status, stderr } = job.run("require-variables.sh", names, { AWS_REGION: "us-east-1", AWS_ROLE: "" });
        assert.equal(status, 2);
        assert.match(stderr, /^Not set: AWS_ROLE EKS_CLUSTER\. /);
        assert.ok(!stderr.includes("us-east-1"));
    });

    it("is silent where there are all", () => {
        const { status, stdout, stderr } = job.run("require-variables.sh", names, {
            AWS_REGION: "us-east-1",
            AWS_ROLE: "role",
            EKS_CLUSTER: "cluster",
        });
        assert.deepEqual([status, stdout, stderr], [0, "", ""]);
    });
});

describe("prepare.sh", function () {
    this.timeout(SPAWN_TIMEOUT);
    let job: Job;
    beforeEach(() => {
        job = new Job().give("aws");
    });
    afterEach(() => job.remove());
    const run = (): Outcome => job.run("prepare.sh", ["prod"], { AWS_REGION: "us-east-1", EKS_CLUSTER: "karima" });

    it("makes the kube-context that the stack's file names", () => {
        ownProduction(job);
        const { status, stderr } = backend(job, "s3://bucket?region=us-east-1").run("prepare.sh", ["prod"], {
            AWS_REGION: "us-east-1",
            EKS_CLUSTER: "karima",
        });
        assert.equal(status, 0, stderr);
        assert.deepEqual(job.calls("aws"), [
            "eks update-kubeconfig --region us-east-1 --name karima --alias kato-production",
        ]);
    });

    it("refuses a local backend", () => {
        ownProduction(job);
        for (const url of ["file:///home/somebody/state", "mem://"]) {
            const { status, stderr } = backend(job, url).run("prepare.sh", ["prod"]);
            assert.equal(status, 2);
            assert.match(stderr, /The backend is local/);
        }
        assert.deepEqual(job.calls("aws"), []);
    });

    it("refuses a passphrase, but not Pulumi's own service, which has keys", () => {
        ownProduction(job, ["secretsprovider"]);
        backend(job, "s3://bucket");
        const refused = run();
        assert.equal(refused.status, 2);
        assert.match(refused.stderr, /names no key that encrypts the state's secrets/);
        backend(job, "https://api.pulumi.com");
        assert.equal(run().status, 0);
    });

    it("says everything that is in the way at once", () => {
        const { status, stderr } = backend(job, "file:///state").run("prepare.sh", ["prod"]);
        assert.equal(status, 2);
        for (const problem of [
            /kato\.image is still a placeholder: ghcr\.io\/your-org\/kato/,
            /edge\.hosts\.kato is still a placeholder/,
            /smtpPassword\n +found: +nothing/,
            /The backend is local/,
        ]) {
            assert.match(stderr, problem);
        }
        assert.deepEqual(job.calls("aws"), []);
    });

    it("refuses a stack of one's own machine, one that does not exist, and a CLI that is not logged in", () => {
        backend(job, "s3://bucket");
        assert.match(job.run("prepare.sh", ["dev"]).stderr, /cluster\.context names no kube-context/);
        assert.match(job.run("prepare.sh", ["../prod"]).stderr, /There is no stack/);
        ownProduction(job);
        job.give("pulumi", 'echo "error: no credentials" >&2; exit 1');
        const { status, stderr } = run();
        assert.equal(status, 2);
        assert.match(stderr, /not logged in to a backend: error: no credentials/);
    });
});

describe("stacks.sh", function () {
    this.timeout(SPAWN_TIMEOUT);
    let job: Job;
    beforeEach(() => {
        job = new Job();
        const staging = readFileSync(stackFile("prod"), "utf8");
        writeFileSync(
            join(job.folder, "Pulumi.staging.yaml"),
            staging.replace("environment: production", "environment: staging"),
        );
        github(reviewed);
    });
    afterEach(() => job.remove());
    const reviewed = {
        protection_rules: [{ type: "required_reviewers", reviewers: [{ type: "User" }] }],
        deployment_branch_policy: { protected_branches: false, custom_branch_policies: true },
    };
    const github = (environment: object): void => void job.give("gh", `echo '${JSON.stringify(environment)}'`);
    const run = (event: string, stack = "", STACKS = '["staging", "prod"]'): Outcome =>
        job.run("stacks.sh", [event, stack], { STACKS });
    const staging = '{"stack":"staging","environment":"staging"}';
    const production = '{"stack":"prod","environment":"production"}';

    it("gives a push what is not production, a release production, the night all, and a person what is named", () => {
        assert.equal(run("push").outputs, `stacks=[${staging}]\n`);
        assert.equal(run("release").outputs, `stacks=[${production}]\n`);
        assert.equal(run("schedule").outputs, `stacks=[${staging},${production}]\n`);
        assert.equal(run("workflow_dispatch", "staging").outputs, `stacks=[${staging}]\n`);
        assert.equal(run("push", "", "").outputs, "stacks=[]\n");
    });

    it("asks GitHub about the environment of production, and of production only", () => {
        run("push");
        assert.deepEqual(job.calls("gh"), []);
        run("release");
        assert.deepEqual(job.calls("gh"), ["api repos/owner/name/environments/prod"]);
        run("schedule");
        assert.equal(job.calls("gh").length, 1);
    });

    it("refuses production without an approval, or from any branch", () => {
        const cases: [object, RegExp][] = [
            [{ ...reviewed, protection_rules: [{ type: "wait_timer" }] }, /"prod" requires no reviewer/],
            [
                { ...reviewed, protection_rules: [{ type: "required_reviewers", reviewers: [] }] },
                /requires no reviewer/,
            ],
            [{ ...reviewed, deployment_branch_policy: null }, /"prod" takes every branch and tag/],
            [{}, /"prod" requires no reviewer and takes every branch and tag/],
        ];
        for (const [environment, expected] of cases) {
            github(environment);
            const { status, outputs, stderr } = run("release");
            assert.deepEqual([status, outputs], [2, ""]);
            assert.match(stderr, expected);
        }
        job.give("gh", 'echo "gh: Not Found (HTTP 404)" >&2; exit 1');
        assert.match(run("workflow_dispatch", "prod").stderr, /"prod" does not exist/);
        job.give("gh", 'echo "gh: Bad gateway (HTTP 502)" >&2; exit 1');
        assert.equal(run("release").status, 3);
    });

    it("refuses a stack that is not listed, a list that is none, and an event that it does not know", () => {
        assert.match(
            run("workflow_dispatch", "dev").stderr,
            /Stack "dev" is not one that pipelines deploy.*staging, prod/,
        );
        assert.match(run("workflow_dispatch").stderr, /Stack "" is not one/);
        assert.match(run("push", "", "prod").stderr, /STACKS is not JSON/);
        assert.match(run("push", "", '{"a": 1}').stderr, /STACKS is a JSON list/);
        assert.match(run("push", "", '["../prod"]').stderr, /'\.\.\/prod' in STACKS cannot be a stack's name/);
        assert.equal(run("push", "", '["qa"]').status, 2);
        assert.match(run("pull_request").stderr, /--event is one of/);
    });
});
