import { fullKey } from "../../config";
import { parseArguments } from "../shared/arguments";
import { UsageError } from "../shared/exit";
import { readStackFile } from "../up/stack-file";
import { help, type PipelineCommand, required, stack, start } from "./command";
import { GitHub } from "./github";

/** A GitHub Environment, as far as it matters here (REST API, "Get an environment"). */
interface Environment {
    readonly protection_rules?: readonly { readonly type: string; readonly reviewers?: readonly unknown[] }[];
    readonly deployment_branch_policy?: unknown;
}

const usage = {
    start: start("approval"),
    purpose:
        "Fails unless the GitHub Environment of a production stack asks people first and takes chosen branches only.",
    flags: { stack, help },
} as const;

/**
 * GitHub makes an environment that a workflow names and that does not exist, without protection: a forgotten setting
 * would deploy to production unasked.
 */
export const approval: PipelineCommand = {
    usage,
    async run(argv, { root, environment, terminal }) {
        const name = required("stack", parseArguments(usage, argv).stack);
        const { values } = readStackFile(root, name).source;
        if (values[fullKey("environment")] !== "production") {
            terminal.stdout.write(`Stack ${name} is not production: no approval is required.\n`);
            return;
        }
        const path = `environments/${encodeURIComponent(name)}`;
        const problems = missing((await GitHub.of(environment).get(path)) as Environment | undefined);
        if (problems.length > 0) {
            throw new UsageError(
                `Stack ${name} is production, and its GitHub Environment "${name}" ${problems.join(" and ")}. ` +
                    "Nothing is deployed until it does; see docs/pipelines.md.",
            );
        }
        terminal.stdout.write(`Stack ${name} is production, and deployed when a reviewer approves.\n`);
    },
};

function missing(environment: Environment | undefined): string[] {
    if (environment === undefined) {
        return ["does not exist"];
    }
    const { protection_rules: rules = [], deployment_branch_policy: branches } = environment;
    const reviewed = rules.some(({ type, reviewers = [] }) => type === "required_reviewers" && reviewers.length > 0);
    return [
        ...(reviewed ? [] : ["requires no reviewer"]),
        ...((branches ?? null) === null ? ["takes every branch"] : []),
    ];
}
