import { usage } from "../shared/arguments";
import { EXIT, messageOf, statusOf } from "../shared/exit";
import { command, policy } from "./policy";

try {
    const argv = process.argv.slice(2);
    if (argv.includes("--help")) {
        process.stdout.write(`${usage(command)}\n`);
    } else {
        process.exitCode = policy(argv, process);
    }
} catch (error) {
    process.exitCode = statusOf(error);
    const stack = error instanceof Error ? error.stack : undefined;
    process.stderr.write(`${process.exitCode === EXIT.unexpected ? (stack ?? messageOf(error)) : messageOf(error)}\n`);
}
