import assert from "node:assert/strict";
import { LEVEL } from "./rpc";
import { DENY, deployment, engine, exception, named, NAMESPACE, PRIVILEGED, STACK } from "./started";

describe("exceptions under the engine", () => {
    it("let a violation pass", async () => {
        assert.deepEqual(await engine([exception()]).analyze(PRIVILEGED), []);
        const deny = exception({ rule: "namespace-default-deny", resource: "_cluster/Namespace/kato" });
        assert.deepEqual(await engine([deny]).analyzeStack(NAMESPACE), []);
    });

    it("let nothing else pass", async () => {
        const other = { ...PRIVILEGED, ...deployment({ securityContext: { privileged: true } }, "other") };
        assert.deepEqual(named(await engine([exception()]).analyze(other)), [["pss-privileged", LEVEL.mandatory]]);
    });

    it("are refused with the first resource where one has expired or is malformed", async () => {
        const started = engine([exception({ expiry: "2026-11-21" }), exception({ owner: "" })]);
        assert.deepEqual(named(await started.analyze(STACK)), [
            ["exception-invalid", LEVEL.mandatory],
            ["exception-expired", LEVEL.mandatory],
        ]);
        assert.deepEqual(named(await started.analyze(PRIVILEGED)), [["pss-privileged", LEVEL.mandatory]]);
    });

    it("are refused at the end where one was not needed", async () => {
        const started = engine([exception()]);
        assert.deepEqual(await started.analyze(deployment({})), []);
        const [diagnostic, ...others] = await started.analyzeStack(deployment({}));
        assert.deepEqual(others, []);
        assert.equal(diagnostic?.policyname, "exception-unused");
        assert.equal(diagnostic.enforcementlevel, LEVEL.mandatory);
        assert.match(diagnostic.message, /_cluster\/PolicyException\/1: /);
    });

    it("for a rule that relates objects are not in use because one object alone would need it", async () => {
        const deny = exception({ rule: "namespace-default-deny", resource: "_cluster/Namespace/kato" });
        const started = engine([deny]);
        await started.analyze(NAMESPACE);
        await started.analyze(DENY);
        assert.deepEqual(named(await started.analyzeStack(NAMESPACE, DENY)), [["exception-unused", LEVEL.mandatory]]);
    });

    it("are in use where a resource needed it, also when the stack no longer shows why", async () => {
        const started = engine([exception()]);
        await started.analyze(PRIVILEGED);
        assert.deepEqual(await started.analyzeStack(deployment({})), []);
    });

    it("are not called unused by a run that has not judged the resource", async () => {
        const started = engine([exception()]);
        // As after `pulumi destroy`: the program did not run.
        assert.deepEqual(await started.analyzeStack(STACK), []);
        await started.analyze(STACK);
        assert.deepEqual(await started.analyzeStack(STACK, PRIVILEGED), []);
        assert.equal((await started.analyzeStack(STACK)).length, 1);
    });
});
