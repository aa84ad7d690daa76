import { usage } from "../shared/arguments";
import { messageOf, statusOf } from "../shared/exit";
import { command, pin } from "./pin";

async function main(argv: readonly string[]): Promise<void> {
    try {
        if (argv.includes("--help")) {
            process.stdout.write(`${usage(command)}\n`);
        } else {
            process.exitCode = await pin(argv, process.cwd(), process);
        }
    } catch (error) {
        process.exitCode = statusOf(error);
        process.stderr.write(`${messageOf(error)}\n`);
    }
}

void main(process.argv.slice(2));
