import { readProjectFile, stackFilePath } from "../../config/stack-file/project-file";
import { readStackFile } from "../../config/stack-file/read";
import { fullKey } from "../../config/project";
import { type Environment, environmentNamed, NORMS } from "../../environments";
import { parseArguments } from "../shared/arguments";
import { messageOf, UsageError } from "../shared/exit";
import { help, type PipelineCommand, stack as stackFlag, start } from "./command";

/** What starts a pipeline, as GitHub names it. */
const events = ["push", "release", "schedule", "workflow_dispatch"] as const;
type Event = (typeof events)[number];

const usage = {
    start: start("stacks"),
    purpose: "Prints which stacks an event is for, as JSON. The variable STACKS lists those that pipelines deploy.",
    flags: { event: { value: "EVENT", help: events.join(", ") }, stack: stackFlag, help },
} as const;

export const command: PipelineCommand = {
    usage,
    run(argv, { root, environment, terminal }) {
        const flags = parseArguments(usage, argv);
        const event = events.find((each) => each === flags.event);
        if (event === undefined) {
            throw new UsageError(`--event is one of ${events.join(", ")}.`);
        }
        terminal.stdout.write(`${JSON.stringify(stacksFor(root, environment["STACKS"], event, flags.stack))}\n`);
    },
};

export interface PipelineStack {
    readonly stack: string;
    readonly environment: Environment;
}

/**
 * Which of the stacks that are deployed by pipelines an event is for. What lands on main goes to every stack but
 * production's, a release to those; by hand, to the one that is named.
 *
 * @param listed the stacks that are deployed by pipelines, as a JSON list. @default none
 * @param named the stack that a person has chosen
 * @throws UsageError for a list that is none, or a stack that is not in it
 */
export function stacksFor(root: string, listed: string | undefined, event: Event, named?: string): PipelineStack[] {
    const all = names(listed || "[]").map((stack) => ({ stack, environment: environmentOf(root, stack) }));
    switch (event) {
        case "push":
            return all.filter(({ environment }) => !NORMS[environment].live);
        case "release":
            return all.filter(({ environment }) => NORMS[environment].live);
        case "schedule":
            return all;
        case "workflow_dispatch": {
            const chosen = all.filter(({ stack }) => stack === named);
            if (chosen.length === 0) {
                throw new UsageError(
                    `Stack "${named ?? ""}" is not one that pipelines deploy. The variable STACKS lists: ` +
                        `${all.map(({ stack }) => stack).join(", ") || "none"}.`,
                );
            }
            return chosen;
        }
    }
}

function names(listed: string): string[] {
    let list: unknown;
    try {
        list = JSON.parse(listed);
    } catch (error) {
        throw new UsageError(`STACKS is not JSON: ${messageOf(error)}. It is a list: ["prod"]`);
    }
    if (!Array.isArray(list) || !list.every((name) => typeof name === "string")) {
        throw new UsageError('STACKS is a JSON list of names: ["prod"]');
    }
    const wrong = list.find((name) => !/^[\w-][\w.-]*$/.test(name));
    if (wrong !== undefined) {
        throw new UsageError(`'${wrong}' in STACKS cannot be a stack's name.`);
    }
    return list;
}

function environmentOf(root: string, stack: string): Environment {
    const project = readProjectFile(root);
    const { values } = readStackFile(stackFilePath(project, stack), [], project);
    return environmentNamed(values[fullKey("environment")]);
}
