import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import type { Engine } from "../../../cli/up/engine";
import { resumeVariables, unlock } from "../../../cli/up/interrupted";
import { LocalFolder, pinnedContext } from "../../../cli/up/local-folder";

describe("LocalFolder", () => {
    let root = "";
    let local: LocalFolder;
    beforeEach(() => {
        root = mkdtempSync(join(tmpdir(), "local-folder-"));
        local = new LocalFolder(root);
    });
    afterEach(() => rmSync(root, { recursive: true }));

    const lock = (content: object): void => {
        const folder = join(local.stateFolder, ".pulumi/locks/organization/kato-platform/dev");
        mkdirSync(folder, { recursive: true });
        writeFileSync(join(folder, "one.json"), JSON.stringify(content));
    };

    /** An engine of which only unlocking is expected. */
    const unlocking = (): { engine: Engine; unlocked: () => number } => {
        let count = 0;
        const engine = { unlock: () => Promise.resolve(void (count += 1)) } as unknown as Engine;
        return { engine, unlocked: () => count };
    };
    const silent = { write: () => true };

    it("makes a passphrase of 32 random bytes once, readable by its owner alone", () => {
        local.prepare();
        const first = readFileSync(local.passphraseFile, "utf8");
        assert.match(first, /^[\w-]{43}$/);
        assert.equal(statSync(local.passphraseFile).mode & 0o777, 0o600);
        assert.equal(statSync(local.folder).mode & 0o777, 0o700);
        local.prepare();
        assert.equal(readFileSync(local.passphraseFile, "utf8"), first);
    });

    it("makes no second passphrase for a state that the first one encrypts", () => {
        local.prepare();
        mkdirSync(join(local.stateFolder, ".pulumi/stacks"), { recursive: true });
        rmSync(local.passphraseFile);
        assert.throws(() => local.prepare(), { name: "UsageError", message: /passphrase is gone/ });
        assert.ok(!existsSync(local.passphraseFile));
    });

    it("remembers which cluster a stack is on until it is removed", () => {
        local.prepare();
        assert.equal(local.cluster("dev"), undefined);
        local.record("dev", "config:\n  kato-platform:cluster: { context: kind-kind }\n", "uid-1");
        assert.equal(local.cluster("dev"), "uid-1");
        assert.equal(pinnedContext(local.deployed("dev") ?? ""), "kind-kind");
        local.forget("dev");
        assert.equal(local.cluster("dev"), undefined);
        assert.equal(local.deployed("dev"), undefined);
    });

    it("frees a stack from the lock of a dead process", async () => {
        local.prepare();
        // Process ids end at 2^22 on Linux.
        lock({ pid: 2 ** 22 + 1, hostname: hostname(), timestamp: "2026-01-01T00:00:00Z" });
        const { engine, unlocked } = unlocking();
        await unlock(engine, local, "dev", silent);
        assert.equal(unlocked(), 1);
    });

    it("waits for a process that lives, here or on another machine", async () => {
        local.prepare();
        const { engine, unlocked } = unlocking();
        for (const other of [
            { pid: process.pid, hostname: hostname() },
            { pid: 2 ** 22 + 1, hostname: "another-machine" },
        ]) {
            lock({ ...other, timestamp: "2026-01-01T00:00:00Z" });
            await assert.rejects(unlock(engine, local, "dev", silent), {
                name: "UsageError",
                message: /^Another run is changing stack dev \(process/,
            });
        }
        assert.equal(unlocked(), 0);
    });

    it("takes over existing objects only where a run was interrupted while creating", () => {
        const operation = (type: string) => ({
            type,
            resource: { urn: "urn:pulumi:dev::p::t::kratos-admin", type: "t" },
        });
        let said = "";
        const output = { write: (text: string) => (said += text) };
        assert.deepEqual(resumeVariables(undefined, output), {});
        assert.deepEqual(resumeVariables({ pending_operations: [operation("updating")] }, output), {});
        assert.equal(said, "");
        assert.deepEqual(resumeVariables({ pending_operations: [operation("creating")] }, output), {
            PULUMI_K8S_UPSERT_EXISTING_OBJECTS: "true",
        });
        assert.match(said, /It was creating kratos-admin\./);
    });

    it("knows from the engine's events whether a mandatory policy was violated", () => {
        local.prepare();
        assert.deepEqual(local.stoppedBy(), { policy: false, takenName: false });
        const event = (level: string): string => JSON.stringify({ policyEvent: { enforcementLevel: level } });
        writeFileSync(local.eventsFile, `{"preludeEvent":{}}\n${event("advisory")}\n`);
        assert.equal(local.stoppedBy().policy, false);
        writeFileSync(local.eventsFile, `${event("mandatory")}\n`);
        assert.equal(local.stoppedBy().policy, true);
        assert.ok(!existsSync(local.eventsFile), "read once");
    });

    it("knows from them whether AWS has something of that name", () => {
        local.prepare();
        const said = (message: string): boolean => {
            writeFileSync(local.eventsFile, `${JSON.stringify({ diagnosticEvent: { message, severity: "error" } })}\n`);
            return local.stoppedBy().takenName;
        };
        for (const refusal of [
            "creating Secrets Manager Secret (kratos/staging/credentials): operation error Secrets Manager: CreateSecret, ResourceExistsException: The operation failed because the secret kratos/staging/credentials already exists.",
            "InvalidRequestException: You can't create this secret because a secret with this name is already scheduled for deletion.",
            "creating KMS Alias (alias/kato-platform-staging): AlreadyExistsException: An alias with the name already exists",
        ]) {
            assert.equal(said(refusal), true, refusal);
        }
        assert.equal(said('namespaces "kato" already exists'), false);
    });
});
