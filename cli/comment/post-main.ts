import * as fs from "node:fs";
import type { Main } from "../shared/end";
import { EXIT, UsageError } from "../shared/exit";
import { PullRequestApi } from "./github";
import { parseEvent, post } from "./post";

/** A variable that GitHub Actions sets, or the workflow. */
function required(name: string): string {
    const value = process.env[name];
    if (value === undefined || value === "") {
        throw new UsageError(`${name} is not set. .github/scripts/post-comment.sh says what is needed.`);
    }
    return value;
}

/** `.github/scripts/post-comment.sh`: posts a comment that was rendered. */
export const main: Main = async (_argv, _root, terminal) => {
    const event = parseEvent(fs.readFileSync(required("GITHUB_EVENT_PATH"), "utf8"));
    const api = process.env["GITHUB_API_URL"] ?? "https://api.github.com";
    const github = new PullRequestApi(api, event.repository.full_name, required("GITHUB_TOKEN"));
    terminal.stdout.write(`${await post(event, github)}\n`);
    return EXIT.ok;
};
