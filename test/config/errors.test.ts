import assert from "node:assert/strict";
import { RunError } from "@pulumi/pulumi/errors";
import { ConfigError } from "../../config";

describe("ConfigError", () => {
    const error = new ConfigError("stack prod", [
        { path: "kratos.log.level", found: '"debug"', expected: "info", fix: "one command\nanother command" },
        { path: "cluster.context", expected: "a kube-context", fix: "a command" },
    ]);

    it("is one that Pulumi prints without a stack trace", () => {
        assert.ok(RunError.isInstance(error));
        assert.equal(error.name, "ConfigError");
    });

    it("says for each problem where it is, what was found, what is accepted and what to do", () => {
        assert.equal(
            error.message,
            `The configuration of stack prod has 2 problems.

  kratos.log.level
    found:    "debug"
    accepted: info
    fix:      one command
              another command

  cluster.context
    found:    nothing
    accepted: a kube-context
    fix:      a command`,
        );
    });

    it("counts one problem as one", () => {
        assert.match(
            new ConfigError("stack dev", error.problems.slice(0, 1)).message,
            /^The .* stack dev has 1 problem\.\n/,
        );
    });
});
