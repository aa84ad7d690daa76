import * as fs from "node:fs";
import * as path from "node:path";
import { closest } from "../../config/suggest";
import { type Command, parseArguments } from "../shared/arguments";
import { UsageError } from "../shared/exit";

export const command = {
    start: "npm run preview --",
    purpose: "Previews a stack in this process: no Pulumi CLI, cluster, cloud account or secret is needed.",
    flags: {
        stack: { value: "NAME", help: "preview Pulumi.NAME.yaml" },
        "stack-file": { value: "PATH", help: "preview the stack file at PATH" },
        out: { value: "DIR", help: "folder to write to; default out/<stack>" },
        config: { value: "KEY=VALUE", repeatable: true, help: "override a setting, e.g. kratos.replicas=3" },
        against: {
            value: "DIR|REF",
            help: "also print what changes from an earlier preview's folder or from a git ref",
        },
        json: { help: "print one JSON summary on stdout and nothing else there" },
        verbose: { help: "print stack traces of unexpected errors" },
        help: { help: "print this text" },
    },
    notes: "Exit status: 0 fine, 1 a mandatory policy is violated, 2 the configuration is invalid, 3 anything unexpected.",
} as const satisfies Command;

export interface Options {
    readonly stack: string;
    /** Absolute path. */
    readonly stackFile: string;
    /** Absolute path. */
    readonly out: string;
    /** `KEY=VALUE` each. */
    readonly overrides: readonly string[];
    readonly against: string | undefined;
    readonly json: boolean;
}

/**
 * Reads the flags. Relative paths start at `root`, the project's folder.
 *
 * @throws UsageError for anything that cannot be previewed
 */
export function readOptions(argv: readonly string[], root: string): Options {
    const flags = parseArguments(command, argv);
    if (!fs.existsSync(path.join(root, "Pulumi.yaml"))) {
        throw new UsageError(`There is no Pulumi.yaml in ${root}. Run the preview in the project's folder.`);
    }
    const stackFile = flags["stack-file"] === undefined ? undefined : path.resolve(root, flags["stack-file"]);
    const stack = flags.stack ?? (stackFile === undefined ? missingStack(root) : stackNamed(stackFile));
    if (!/^[\w.-]+$/.test(stack) || /^\.+$/.test(stack)) {
        throw new UsageError(`'${stack}' cannot be a stack's name: letters, digits, '-', '_' and '.' can.`);
    }
    const file = stackFile ?? path.join(root, stackFileName(stack));
    if (!fs.existsSync(file)) {
        throw stackFile === undefined ? unknownStack(stack, root) : new UsageError(`There is no file ${stackFile}.`);
    }
    return {
        stack,
        stackFile: file,
        out: path.resolve(root, flags.out ?? path.join("out", stack)),
        overrides: flags.config,
        against: flags.against,
        json: flags.json,
    };
}

/** Name of a stack's file in the project's folder. */
export function stackFileName(stack: string): string {
    return `Pulumi.${stack}.yaml`;
}

/** The stack that a file is of: the NAME in `Pulumi.NAME.yaml`, or the file's own name. */
function stackNamed(file: string): string {
    return path
        .basename(file)
        .replace(/\.ya?ml$/, "")
        .replace(/^Pulumi\./, "");
}

function missingStack(root: string): never {
    const first = stacks(root)[0] ?? "NAME";
    throw new UsageError(`Which stack? Add --stack ${first}. ${known(root)}`);
}

function unknownStack(stack: string, root: string): UsageError {
    const suggestion = closest(stack, stacks(root));
    const hint = suggestion === undefined ? "" : ` Did you mean '${suggestion}'?`;
    return new UsageError(`There is no stack '${stack}' (${stackFileName(stack)}).${hint} ${known(root)}`);
}

function known(root: string): string {
    const names = stacks(root);
    return names.length === 0 ? "This project has no stack file yet." : `This project has: ${names.join(", ")}.`;
}

function stacks(root: string): string[] {
    return fs
        .readdirSync(root)
        .flatMap((name) => /^Pulumi\.([\w.-]+)\.yaml$/.exec(name)?.[1] ?? [])
        .sort();
}
