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
            // The cluster has to have them in the clear: looking for these forms does find what is there.
            const world = join(project.folder, "..", "world");
            for (const value of values) {
                assert.ok(value.length >= 30, "long enough not to be found by chance");
                assert.ok(
                    formsOf(value).some((form) => project.filesWith(world, form).length > 0),
                    "not in the cluster",
                );
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

/** The ways in which a value may be written down, also as a part of something longer that is then encoded. */
function formsOf(value: string): string[] {
    const written = [value, encodeURIComponent(value), JSON.stringify(value).slice(1, -1)];
    return [...new Set(written)].flatMap((form) => [form, ...base64Parts(form)]);
}

/** What base64 makes of a text in the middle of another one, at each of the three possible offsets. */
function base64Parts(text: string): string[] {
    return [0, 1, 2].map((offset) => {
        const encoded = Buffer.from(" ".repeat(offset) + text).toString("base64");
        // The characters at both ends depend on the neighbours.
        return encoded.replace(/=+$/, "").slice(offset === 0 ? 0 : 4, -2);
    });
}
