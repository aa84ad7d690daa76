import { readFileSync } from "node:fs";
import { parseArguments } from "../shared/arguments";
import { help, type PipelineCommand, required, stack, start } from "./command";
import { GitHub } from "./github";

const label = "drift";

const usage = {
    start: start("drift-issue"),
    purpose: "Opens the issue about a stack's drift, brings it up to date, or closes it.",
    flags: {
        stack,
        report: { value: "FILE", help: "what differs, as Markdown; without it nothing does, and the issue is closed" },
        help,
    },
} as const;

/** One issue per stack, as long as it differs: a nightly run must not open another one, or comment every night. */
export const command: PipelineCommand = {
    usage,
    async run(argv, { environment, terminal }) {
        const flags = parseArguments(usage, argv);
        const name = required("stack", flags.stack);
        const github = GitHub.of(environment);
        const open = await openIssues(github, name);
        const [first, ...others] = open;
        const say = (text: string): void => void terminal.stdout.write(`${text}\n`);
        const run = runUrl(environment);

        if (flags.report === undefined) {
            for (const { number } of open) {
                await close(github, number, `Stack ${name} is as it was deployed again.${run}`);
                say(`Closed #${number}: no drift any more.`);
            }
            return;
        }
        const body = [marker(name), readFileSync(flags.report, "utf8").trim(), run.trim()].filter(Boolean).join("\n\n");
        if (first === undefined) {
            await github.run("label", "create", label, "--force", "--description", "A stack is not as it was deployed");
            const created = ["--title", `Drift: stack ${name}`, "--label", label, "--body", body];
            say(`Opened ${(await github.run("issue", "create", ...created)).trim()}`);
        } else {
            await github.run("issue", "edit", String(first.number), "--body", body);
            say(`Updated #${first.number}`);
        }
        for (const { number } of others) {
            await close(github, number, `The same as #${String(first?.number)}.`);
        }
    },
};

interface Issue {
    readonly number: number;
    readonly body: string;
}

/** By a label, which only those who may triage can set, and by a marker, which survives another title. Oldest first. */
async function openIssues(github: GitHub, name: string): Promise<Issue[]> {
    const filter = ["--state", "open", "--label", label, "--limit", "200", "--json", "number,body"];
    const issues = JSON.parse(await github.run("issue", "list", ...filter)) as Issue[];
    return issues.filter(({ body }) => body.startsWith(marker(name))).sort((left, right) => left.number - right.number);
}

function marker(name: string): string {
    return `<!-- drift of stack ${name} -->`;
}

async function close(github: GitHub, number: number, comment: string): Promise<void> {
    await github.run("issue", "close", String(number), "--comment", comment);
}

function runUrl({
    GITHUB_SERVER_URL: server,
    GITHUB_REPOSITORY: repository,
    GITHUB_RUN_ID: id,
}: NodeJS.ProcessEnv): string {
    return id === undefined ? "" : ` Seen by ${server ?? "https://github.com"}/${repository ?? ""}/actions/runs/${id}`;
}
