import { createRequire } from "node:module";
import { closest } from "../config/suggest";
import { end, type Main } from "./shared/end";
import { type ExitStatus, UsageError } from "./shared/exit";

/** Where each command is, and what it is told first. Only what is asked for is loaded. */
const COMMANDS: Readonly<Record<string, readonly [module: string, ...first: string[]]>> = {
    preview: ["./preview/main"],
    policy: ["./policy/main"],
    doctor: ["./doctor/main"],
    up: ["./up/main", "up"],
    down: ["./up/main", "down"],
    verify: ["./verify/main"],
    drift: ["./drift/main"],
    pin: ["./pin/main"],
    comment: ["./comment/main"],
    "post-comment": ["./comment/post-main"],
    pipelines: ["./pipelines/main"],
};

/** `npm run COMMAND -- …`: `node --require ./cli/shared/register.cjs cli/main.ts COMMAND …` */
const [name = "", ...argv] = process.argv.slice(2);
end(run, { json: name === "preview" && argv.includes("--json"), verbose: argv.includes("--verbose") });

async function run(): Promise<ExitStatus> {
    const [module, ...first] = Object.hasOwn(COMMANDS, name) ? (COMMANDS[name] ?? []) : [];
    if (module === undefined) {
        const meant = closest(name, Object.keys(COMMANDS));
        const hint = meant === undefined ? "" : ` Did you mean '${meant}'?`;
        throw new UsageError(
            `There is no command '${name}'.${hint} The commands: ${Object.keys(COMMANDS).join(", ")}.`,
        );
    }
    const { main } = createRequire(__filename)(module) as { main: Main };
    return await main([...first, ...argv.filter((flag) => flag !== "--verbose")], process.cwd(), process);
}
