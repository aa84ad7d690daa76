import { parseArgs } from "node:util";
import { closest } from "../../config/suggest";
import { UsageError } from "./exit";

/** One flag of a command. */
export interface Flag {
    /** What the usage shows for the value, e.g. `NAME`. A flag without it takes no value. */
    readonly value?: string;
    /** Whether it may be given more than once. @default false */
    readonly repeatable?: boolean;
    readonly help: string;
}

export interface Command {
    /** How it is started, e.g. `npm run preview --`. */
    readonly start: string;
    /** One sentence. */
    readonly purpose: string;
    readonly flags: Readonly<Record<string, Flag>>;
    /** Printed below the flags. @default nothing */
    readonly notes?: string;
}

/** Values of a command's flags; a flag that was not given is `undefined`, `false` or empty. */
export type FlagValues<C extends Command> = {
    readonly [K in keyof C["flags"]]: C["flags"][K] extends { readonly repeatable: true }
        ? readonly string[]
        : C["flags"][K] extends { readonly value: string }
          ? string | undefined
          : boolean;
};

/**
 * Reads a command line.
 *
 * @throws UsageError for an unknown flag, a missing or superfluous value, a repeated flag or a stray word
 */
export function parseArguments<const C extends Command>(command: C, argv: readonly string[]): FlagValues<C> {
    const values: Record<string, string | boolean | string[] | undefined> = {};
    for (const [name, flag] of Object.entries(command.flags)) {
        values[name] = flag.repeatable === true ? [] : flag.value === undefined ? false : undefined;
    }
    for (const token of tokens(command, argv)) {
        if (token.kind === "positional") {
            throw usageError(command, `Unexpected argument '${token.value}'.`);
        }
        if (token.kind === "option") {
            values[token.name] = accept(command, token, values[token.name]);
        }
    }
    return values as FlagValues<C>;
}

/** How a command is used. */
export function usage(command: Command): string {
    const left = (name: string, flag: Flag): string => `--${name}${flag.value === undefined ? "" : ` ${flag.value}`}`;
    const flags = Object.entries(command.flags);
    const width = Math.max(...flags.map(([name, flag]) => left(name, flag).length));
    const lines = flags.map(
        ([name, flag]) =>
            `  ${left(name, flag).padEnd(width)}  ${flag.help}${flag.repeatable === true ? " (repeatable)" : ""}`,
    );
    const notes = command.notes === undefined ? [] : ["", command.notes];
    return [command.purpose, "", `Usage: ${command.start} [flags]`, "", ...lines, ...notes].join("\n");
}

type Token = ReturnType<typeof tokens>[number];
type OptionToken = Extract<Token, { kind: "option" }>;

/** Lenient on purpose: the strict parser's own messages suggest neither a flag nor a way out. */
function tokens(command: Command, argv: readonly string[]) {
    const options = Object.fromEntries(
        Object.entries(command.flags).map(([name, flag]) => [
            name,
            { type: flag.value === undefined ? ("boolean" as const) : ("string" as const), multiple: true },
        ]),
    );
    return parseArgs({ args: [...argv], options, strict: false, tokens: true }).tokens;
}

function accept(
    command: Command,
    token: OptionToken,
    before: string | boolean | string[] | undefined,
): string | boolean | string[] {
    const flag = Object.hasOwn(command.flags, token.name) ? command.flags[token.name] : undefined;
    if (flag === undefined) {
        const suggestion = closest(token.name, Object.keys(command.flags));
        const hint = suggestion === undefined ? "" : ` Did you mean '--${suggestion}'?`;
        throw usageError(command, `Unknown flag '${token.rawName}'.${hint}`);
    }
    if (flag.value === undefined) {
        if (token.value !== undefined) {
            throw usageError(command, `'--${token.name}' takes no value.`);
        }
        return true;
    }
    // A following flag is not the value: `--out --json` is a forgotten value.
    if (token.value === undefined || token.value === "" || (!token.inlineValue && token.value.startsWith("--"))) {
        throw usageError(command, `'--${token.name}' needs a value: --${token.name} ${flag.value}`);
    }
    if (Array.isArray(before)) {
        return [...before, token.value];
    }
    if (before !== undefined) {
        throw usageError(command, `'--${token.name}' is given twice.`);
    }
    return token.value;
}

function usageError(command: Command, message: string): UsageError {
    return new UsageError(`${message}\n\n${usage(command)}`);
}
