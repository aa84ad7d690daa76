import { usage } from "../shared/arguments";
import type { Main } from "../shared/end";
import { EXIT } from "../shared/exit";
import { command, policy } from "./policy";

/** `npm run policy` */
export const main: Main = (argv, _root, terminal) => {
    if (argv.includes("--help")) {
        terminal.stdout.write(`${usage(command)}\n`);
        return EXIT.ok;
    }
    return policy(argv, terminal);
};
