import { readFileSync } from "node:fs";
import { parseArguments } from "../shared/arguments";
import type { Checkpoint } from "../up/engine";
import { resumeVariables } from "../up/interrupted";
import { help, type PipelineCommand, required, start } from "./command";

const usage = {
    start: start("pending"),
    purpose:
        "Prints the variables with which a deployment goes on after an interrupted one, as NAME=VALUE; none if none was.",
    flags: { state: { value: "FILE", help: "of pulumi stack export" }, help },
} as const;

export const command: PipelineCommand = {
    usage,
    run(argv, { terminal }) {
        const file = required("state", parseArguments(usage, argv).state);
        const { deployment } = JSON.parse(readFileSync(file, "utf8")) as { deployment?: Checkpoint };
        for (const [name, value] of Object.entries(resumeVariables(deployment, terminal.stderr))) {
            terminal.stdout.write(`${name}=${value ?? ""}\n`);
        }
    },
};
