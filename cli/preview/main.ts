import { createRequire } from "node:module";
import { usage } from "../shared/arguments";
import type { Main } from "../shared/end";
import { EXIT } from "../shared/exit";
import { command, readOptions } from "./options";
import type * as previewModule from "./preview";

/** `npm run preview` */
export const main: Main = async (argv, root, terminal) => {
    if (argv.includes("--help")) {
        terminal.stdout.write(`${usage(command)}\n`);
        return EXIT.ok;
    }
    const options = readOptions(argv, root);
    // Loaded only now: a mistyped flag is answered at once, without half a second for the SDK.
    const { preview } = createRequire(__filename)("./preview") as typeof previewModule;
    return await preview(options, root, terminal);
};
