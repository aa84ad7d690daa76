import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { format, resolveConfig } from "prettier";
import { configurationPage } from "./generators/configuration";
import { decisionsPage } from "./generators/decisions";
import { policiesPage } from "./generators/policies";
import { pullRequestCommentPage } from "./generators/pull-request-comment";

/** Pages that are written from the code, by path. */
const pages: Readonly<Record<string, () => string | Promise<string>>> = {
    "docs/adr/README.md": decisionsPage,
    "docs/configuration.md": configurationPage,
    "docs/policies.md": policiesPage,
    "docs/pull-request-comment.md": pullRequestCommentPage,
};

const root = join(__dirname, "..");

/** Writes every page, or with `--check` fails if one is not what the code says. */
async function main(check: boolean): Promise<void> {
    const outdated: string[] = [];
    for (const [path, page] of Object.entries(pages)) {
        const file = join(root, path);
        const text = await format(await page(), { ...(await resolveConfig(file)), filepath: file });
        if (text === read(file)) continue;
        outdated.push(path);
        if (!check) writeFileSync(file, text);
    }
    if (check && outdated.length > 0) {
        process.exitCode = 1;
        console.error(`Out of date: ${outdated.join(", ")}. Run npm run docs and commit what it writes.`);
    } else {
        console.log(outdated.length === 0 ? "Every page is up to date." : `Written: ${outdated.join(", ")}.`);
    }
}

function read(file: string): string | undefined {
    try {
        return readFileSync(file, "utf8");
    } catch {
        return undefined;
    }
}

void main(process.argv.includes("--check"));
