import { NORMS } from "../../environments";
import { parseArguments } from "../shared/arguments";
import { UsageError } from "../shared/exit";
import { help, type PipelineCommand, required, start } from "./command";
import { GitHub } from "./github";
import type { PipelineStack } from "./stacks";

/** A GitHub Environment, as far as it matters here (REST API, "Get an environment"). */
interface Environment {
    readonly protection_rules?: readonly { readonly type: string; readonly reviewers?: readonly unknown[] }[];
    readonly deployment_branch_policy?: unknown;
}

const usage = {
    start: start("approval"),
    purpose:
        "Fails unless the GitHub Environment of every production stack asks people first and takes chosen refs only.",
    flags: { stacks: { value: "JSON", help: "what `stacks` has printed" }, help },
} as const;

/**
 * GitHub makes an environment that a workflow names and that does not exist, without protection: a forgotten setting
 * would deploy to production unasked.
 */
export const command: PipelineCommand = {
    usage,
    async run(argv, { environment, terminal }) {
        const stacks = JSON.parse(required("stacks", parseArguments(usage, argv).stacks)) as PipelineStack[];
        const production = stacks.filter((each) => NORMS[each.environment].live);
        const problems: string[] = [];
        for (const { stack } of production) {
            const path = `environments/${encodeURIComponent(stack)}`;
            const missing = missingProtection((await GitHub.of(environment).get(path)) as Environment | undefined);
            if (missing.length > 0) {
                problems.push(`  - "${stack}" ${missing.join(" and ")}`);
            } else {
                terminal.stdout.write(`Stack ${stack} is production: a reviewer has to approve.\n`);
            }
        }
        if (problems.length > 0) {
            throw new UsageError(
                "A production stack is deployed only when people approve, by the GitHub Environment of its name " +
                    `(docs/pipelines.md):\n${problems.join("\n")}`,
            );
        }
    },
};

function missingProtection(environment: Environment | undefined): string[] {
    if (environment === undefined) {
        return ["does not exist"];
    }
    const { protection_rules: rules = [], deployment_branch_policy: refs = null } = environment;
    const reviewed = rules.some(({ type, reviewers = [] }) => type === "required_reviewers" && reviewers.length > 0);
    return [...(reviewed ? [] : ["requires no reviewer"]), ...(refs === null ? ["takes every branch and tag"] : [])];
}
