import { RunError } from "@pulumi/pulumi/errors";

/** One thing that is wrong with a stack's settings. No member ever holds a secret. */
export interface Problem {
    /** The setting, in the notation of `pulumi config set --path`: `kratos.allowedOrigins[0]`. */
    readonly path: string;
    /** What was there. @default nothing was */
    readonly found?: string;
    /** What is accepted. */
    readonly expected: string;
    /** What to do: commands, one per line. */
    readonly fix: string;
}

/** All that is wrong with a stack's settings; `message` is for the user to read. Pulumi prints it without a stack trace. */
export class ConfigError extends RunError {
    override readonly name = "ConfigError";

    /**
     * @param subject what has the problems, e.g. `stack prod`
     * @param problems at least one
     */
    constructor(
        subject: string,
        readonly problems: readonly Problem[],
    ) {
        super(render(subject, problems));
    }
}

function render(subject: string, problems: readonly Problem[]): string {
    const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
    return [`The configuration of ${subject} has ${count}.`, ...problems.map(renderProblem)].join("\n\n");
}

function renderProblem({ path, found, expected, fix }: Problem): string {
    const line = (label: string, text: string) =>
        `    ${label.padEnd(10)}${text.replaceAll("\n", `\n${" ".repeat(14)}`)}`;
    return [`  ${path}`, line("found:", found ?? "nothing"), line("accepted:", expected), line("fix:", fix)].join("\n");
}
