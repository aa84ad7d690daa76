import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { generated, inDevelopment, up } from "../support/scenario";

describe("secrets in the state", () => {
    it("are encrypted, generated ones and those of the stack file, and never shown", () =>
        inDevelopment(async (project) => {
            // Characters that look different in a URL and in JSON.
            const password = `p/+%@"${randomBytes(12).toString("hex")}`;
            project.configure("dev", {
                "kato-platform:kratos.smtp": {
                    host: "smtp.example.com",
                    port: 465,
                    user: "mailer",
                    security: "smtps",
                    fromAddress: "no-reply@example.com",
                    fromName: "Test",
                },
            });
            const set = await project.pulumi("config", "set", "--secret", "smtpPassword", password, "--stack", "dev");
            assert.equal(set.code, 0, set.output);
            const outputs = [
                await up(project, "dev", "--diff"),
                await project.pulumi("stack", "export", "--stack", "dev"),
            ];

            const values = [...Object.values(generated(await project.state("dev"))), password];
            assert.equal(values.length, 6, "five generated values and the SMTP password");
            // The proof that looking for them would find them: the cluster has to have them in the clear.
            const world = join(project.folder, "..", "world");
            for (const value of values.slice(0, -1)) {
                assert.ok(value.length >= 32, "a generated value is at least 32 characters long");
                assert.notDeepEqual(project.filesWith(world, value), []);
            }
            for (const form of values.flatMap(formsOf)) {
                assert.deepEqual(project.filesWith(project.backend, form), [], "in the state");
                assert.deepEqual(project.filesWith(project.folder, form), [], "in the project's folder");
                for (const { output } of outputs) {
                    assert.ok(!output.includes(form), "in what the CLI prints");
                }
            }
        }));
});

/** The ways in which a value may be written down. */
function formsOf(value: string): string[] {
    return [
        value,
        encodeURIComponent(value),
        JSON.stringify(value).slice(1, -1),
        Buffer.from(value).toString("base64"),
    ];
}
