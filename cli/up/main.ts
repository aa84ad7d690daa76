import { type Command, parseArguments, usage } from "../shared/arguments";
import { EXIT, type ExitStatus, UsageError } from "../shared/exit";
import { stackName } from "../shared/stack-name";
import type { Terminal } from "../shared/terminal";
import { down } from "./down";
import { up } from "./up";

const flags = {
    stack: { value: "NAME", help: "the stack to work on; by default dev" },
    yes: { help: "do not ask" },
    help: { help: "show this" },
} as const;

export const commands = {
    up: {
        start: "npm run up --",
        purpose: "Brings a stack up on the current kube-context. Its state and passphrase are kept in .local/.",
        flags,
        notes: [
            "To set a secret of the stack file, once the stack is up:",
            "  export PULUMI_BACKEND_URL='file://'$PWD'/.local/state?metadata=skip'",
            "  export PULUMI_CONFIG_PASSPHRASE_FILE=$PWD/.local/passphrase",
            "  npx pulumi config set --secret smtpPassword --stack dev",
        ].join("\n"),
    },
    down: {
        start: "npm run down --",
        purpose: "Removes what `npm run up` has created, the data included.",
        flags,
    },
} as const satisfies Record<string, Command>;

/** `npm run up` and `npm run down`: the first argument says which. */
export async function main([which, ...argv]: readonly string[], root: string, terminal: Terminal): Promise<ExitStatus> {
    if (which !== "up" && which !== "down") {
        throw new UsageError("The first argument is up or down.");
    }
    const { stack = "dev", yes, help } = parseArguments(commands[which], argv);
    if (help) {
        terminal.stdout.write(`${usage(commands[which])}\n`);
        return EXIT.ok;
    }
    return (which === "up" ? up : down)({ root, stack: stackName(stack), yes }, terminal);
}
