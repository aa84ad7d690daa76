import assert from "node:assert/strict";
import { appendFileSync, copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { main } from "../../../cli/verify/main";
import { statusOf } from "../../../cli/shared/exit";
import { stackFile } from "../../support/stacks/files";
import { FakeApiServer } from "../doctor/fake-api-server";

const project = join(__dirname, "../../..");

describe("npm run verify", () => {
    let root = "";
    let before: string | undefined;

    beforeEach(() => {
        root = mkdtempSync(join(tmpdir(), "verify-"));
        copyFileSync(join(project, "Pulumi.yaml"), join(root, "Pulumi.yaml"));
        for (const stack of ["dev", "prod"] as const) {
            copyFileSync(stackFile(stack), join(root, `Pulumi.${stack}.yaml`));
        }
        // As `pulumi config set --secret smtpPassword` leaves it.
        appendFileSync(join(root, "Pulumi.prod.yaml"), "\n  kato-platform:smtpPassword: { secure: v1:encrypted }\n");
        before = process.env["KUBECONFIG"];
        process.env["KUBECONFIG"] = join(root, "kubeconfig");
    });

    afterEach(() => {
        if (before === undefined) {
            delete process.env["KUBECONFIG"];
        } else {
            process.env["KUBECONFIG"] = before;
        }
        rmSync(root, { recursive: true });
    });

    /** Its exit status and what it printed; an error's message is on standard error, as the entry point has it. */
    async function run(...argv: readonly string[]): Promise<{ status: number; stdout: string; stderr: string }> {
        const printed = { stdout: "", stderr: "" };
        const terminal = {
            stdout: { write: (text: string) => void (printed.stdout += text) },
            stderr: { write: (text: string) => void (printed.stderr += text) },
        };
        try {
            return { status: await main(argv, root, terminal, new AbortController().signal), ...printed };
        } catch (error) {
            return { status: statusOf(error), stdout: printed.stdout, stderr: String(error) };
        }
    }

    it("explains itself", async () => {
        const { status, stdout } = await run("--help");
        assert.equal(status, 0);
        assert.match(stdout, /^Checks that what is running is what a stack promises/);
        assert.match(stdout, /Usage: npm run verify -- \[flags\]/);
        assert.match(stdout, /Exit status: 0 all is well, 1 a check failed, 2 the configuration is invalid, 3/);
    });

    it("ends with 2 for a flag, a stack or a file that it cannot understand", async () => {
        assert.deepEqual([(await run("--stak", "dev")).status, (await run("--stack", "nope")).status], [2, 2]);
        assert.match((await run("--stak", "dev")).stderr, /Did you mean '--stack'\?/);
        writeFileSync(join(root, "Pulumi.dev.yaml"), "config:\n  kato-platform:environment: nowhere\n");
        assert.equal((await run("--stack", "dev")).status, 2);
    });

    it("ends with 2 where there is no cluster to talk to", async () => {
        const { status, stderr } = await run();
        assert.equal(status, 2);
        assert.match(stderr, /There is no kubeconfig/);
    });

    it("checks production on its configured kube-context only, whatever the current one is", async () => {
        const server = await FakeApiServer.start();
        try {
            writeFileSync(join(root, "kubeconfig"), server.kubeConfig("somewhere-else"));
            const { status, stderr } = await run("--stack", "prod");
            assert.equal(status, 2);
            assert.match(stderr, /The kubeconfig has no context "kato-production". It has: somewhere-else\./);
        } finally {
            await server.stop();
        }
    });

    it("checks development where `npm run up` has brought it up, not on the current kube-context", async () => {
        const server = await FakeApiServer.start();
        try {
            writeFileSync(join(root, "kubeconfig"), server.kubeConfig("current", "deployed"));
            mkdirSync(join(root, ".local"));
            const deployed = "config:\n  kato-platform:cluster: { context: deployed }\n";
            writeFileSync(join(root, ".local/Pulumi.dev.yaml"), deployed);
            const { status, stdout, stderr } = await run();
            assert.match(stdout, /^Stack dev on kube-context deployed at /);
            assert.equal(status, 3);
            assert.match(stderr, /The platform does not run on kube-context "deployed"/);
        } finally {
            await server.stop();
        }
    });

    it("refuses a cluster that was made anew under the same name", async () => {
        const server = await FakeApiServer.start({ uid: "another" });
        try {
            writeFileSync(join(root, "kubeconfig"), server.kubeConfig("kind"));
            mkdirSync(join(root, ".local"));
            writeFileSync(
                join(root, ".local/Pulumi.dev.yaml"),
                "config:\n  kato-platform:cluster: { context: kind }\n",
            );
            writeFileSync(join(root, ".local/dev.cluster"), "the one before");
            const { status, stderr } = await run();
            assert.equal(status, 2);
            assert.match(stderr, /is not the one that stack dev is on/);
        } finally {
            await server.stop();
        }
    });

    it("prints nothing on standard output with --json before the array", async () => {
        const server = await FakeApiServer.start();
        try {
            writeFileSync(join(root, "kubeconfig"), server.kubeConfig("kind"));
            assert.equal((await run("--json")).stdout, "");
        } finally {
            await server.stop();
        }
    });
});
