import * as fs from "node:fs";
import * as path from "node:path";
import { type Command, parseArguments } from "../shared/arguments";
import { readProjectFile, stackFilePath } from "../../config/stack-file/project-file";
import { UsageError } from "../shared/exit";
import type { Target } from "./program/stack";
import { stackName } from "../shared/stack-name";

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

export interface Options extends Target {
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
    const given = flags["stack-file"];
    if (flags.stack === undefined && given === undefined) {
        throw new UsageError("Which stack? Add --stack NAME for Pulumi.NAME.yaml, or --stack-file PATH.");
    }
    const stack = stackName(flags.stack ?? stackNamed(given ?? ""));
    return {
        stack,
        stackFile: given === undefined ? stackFilePath(readProjectFile(root), stack) : path.resolve(root, given),
        out: path.resolve(root, flags.out ?? path.join("out", stack)),
        overrides: flags.config,
        against: flags.against,
        json: flags.json,
    };
}

/** The stack that a file is of: the NAME in `Pulumi.NAME.yaml`, or the file's own name. */
function stackNamed(file: string): string {
    return path
        .basename(file)
        .replace(/\.ya?ml$/, "")
        .replace(/^Pulumi\./, "");
}
