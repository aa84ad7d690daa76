import { readProjectFile, stacksOf } from "../../config/stack-file/project-file";
import { parseArguments } from "../shared/arguments";
import { help, type PipelineCommand, start } from "./command";

const usage = {
    start: start("stack-files"),
    purpose: "Prints the stacks that have a file, one a line; `stackConfigDir` of Pulumi.yaml says where files are.",
    flags: { help },
} as const;

export const command: PipelineCommand = {
    usage,
    run(argv, { root, terminal }) {
        parseArguments(usage, argv);
        terminal.stdout.write(
            stacksOf(readProjectFile(root))
                .map((stack) => `${stack}\n`)
                .join(""),
        );
    },
};
