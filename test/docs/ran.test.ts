import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pages, repository } from "./commands/pages";

/**
 * Which tests run commands of a page, or do to a real server what they do to a pod. All commands are checked against
 * production's preview (commands.test.ts), and those of the Pulumi CLI against the CLI (engine/scenarios/runbooks.test.ts).
 */
const ran: Readonly<Record<string, readonly string[]>> = {
    "README.md": ["engine/scenarios/runbooks.test.ts"],
    "docs/runbooks/certificates.md": ["engine/scenarios/certificates.test.ts"],
    "docs/runbooks/interrupted-deployment.md": [
        "engine/scenarios/killed.test.ts",
        "engine/scenarios/production.test.ts",
    ],
    "docs/runbooks/mongodb.md": ["servers/mongodb/start.test.ts", "servers/mongodb/users.test.ts"],
    "docs/runbooks/personal-data.md": ["servers/kratos/sections/requests.ts"],
    "docs/runbooks/postgres.md": ["servers/postgres/external.test.ts", "servers/postgres/lifecycle.test.ts"],
    // Its server is not in Debian: nobody but a person with the real one runs these.
    "docs/runbooks/qdrant.md": [],
    "docs/runbooks/redis.md": ["servers/redis/pod.ts"],
    "docs/runbooks/rotate-secrets.md": ["engine/scenarios/rotation.test.ts"],
};

describe("the table of tests that run a page's commands", () => {
    it("has every page", () => {
        assert.deepEqual(Object.keys(ran).sort(), [...pages].sort());
    });

    for (const [page, files] of Object.entries(ran)) {
        for (const file of files) {
            it(`${file} names ${page}`, () => {
                const text = readFileSync(join(repository, "test", file), "utf8");
                assert.ok(text.includes(page));
            });
        }
    }
});
