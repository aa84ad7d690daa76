import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pages, pageText, programsOf, repository } from "./commands/pages";

/** Tests that run what they read from the pages themselves, by the program that a person types. */
const programs: Readonly<Record<string, string>> = {
    kubectl: "cluster/runbooks.test.ts",
    pulumi: "engine/scenarios/runbooks.test.ts",
    npm: "docs/commands.test.ts",
    jq: "servers/jq.test.ts",
    operator: "servers/redis/runbook.test.ts",
    "redis-check-aof": "servers/redis/runbook.test.ts",
    openssl: "servers/support/runbook.ts",
};

/** What runs nowhere here, and why: the page has to be tried by somebody who has it. docs/proof.md has the same list. */
const nowhere: Readonly<Record<string, string>> = {
    aws: "there is no AWS account; the CLI was run once by hand against moto, which knows no access entries of EKS",
    certbot: "it speaks to Let's Encrypt",
    cmctl: "it is not to be had as a module; it was run once by hand, built from source, on the live cluster",
    kato: "the image of KATO is the user's",
    kratos: "it is curl through a port-forward; servers/kratos/sections/requests.ts asks the same paths",
    mongodump: "there is no mongod and no MongoDB Database Tools",
    qdrant: "the server is not in Debian; 1.19.0 was run once by hand",
};

/** Which tests run commands of a page, or do to a real server what they do to a pod, beyond those by program. */
const ran: Readonly<Record<string, readonly string[]>> = {
    "README.md": ["engine/scenarios/runbooks.test.ts"],
    "docs/runbooks/certificates.md": ["engine/scenarios/certificates.test.ts", "servers/tls-proxy/tls-proxy.test.ts"],
    "docs/runbooks/interrupted-deployment.md": [
        "engine/scenarios/killed.test.ts",
        "engine/scenarios/production.test.ts",
    ],
    "docs/runbooks/mongodb.md": ["servers/mongodb/start.test.ts", "servers/mongodb/users.test.ts"],
    "docs/runbooks/personal-data.md": ["servers/kratos/sections/requests.ts", "servers/postgres/runbook.test.ts"],
    "docs/runbooks/postgres.md": [
        "servers/postgres/external.test.ts",
        "servers/postgres/lifecycle.test.ts",
        "servers/postgres/runbook.test.ts",
    ],
    // Its server is not in Debian: nobody but a person with the real one runs these.
    "docs/runbooks/qdrant.md": [],
    "docs/runbooks/redis.md": ["servers/redis/runbook.test.ts"],
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

describe("the programs that the pages have people type", () => {
    /** They prepare or print, and their manual is the system's. */
    const everyday = ["cat", "rm", "cp", "base64", "cut", "sort", "grep", "printf", "umask", "cd", "git", "curl"];

    it("are run by a test, or said to run nowhere", () => {
        const known = [...Object.keys(programs), ...Object.keys(nowhere), ...everyday];
        const found = new Set(pages.flatMap((page) => programsOf(page)));
        assert.deepEqual(
            [...found].filter((program) => !known.includes(program)),
            [],
        );
    });

    for (const [program, file] of Object.entries(programs)) {
        it(`${program}: ${file}`, () => {
            const text = readFileSync(join(repository, "test", file), "utf8");
            assert.ok(text.includes(`"${program}"`) || text.includes("typeLine"));
        });
    }

    it("that run nowhere are in docs/proof.md", () => {
        const [row = ""] = /^\| the runbooks .*$/m.exec(pageText("docs/proof.md")) ?? [];
        for (const program of Object.keys(nowhere)) assert.ok(row.includes(`\`${program}\``), program);
    });
});
