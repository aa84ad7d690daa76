const SHELLS = ["sh", "bash", "ash", "dash"];
/** What starts the program that is named after it. */
const WRAPPERS = ["docker-entrypoint.sh", "entrypoint.sh", "tini", "exec", "env"];

/** Whether a word of a command line is a shell. */
export function isShell(word: string | undefined): boolean {
    return SHELLS.includes(program(word ?? ""));
}

/**
 * Whether a command line surely starts a server; otherwise that is up to a script or another program.
 *
 * @param command replaces the image's start script, which starts the server unless `args` say what else
 */
export function startsServer(
    programs: readonly string[],
    command: readonly string[],
    args: readonly string[],
): boolean {
    const [first, ...more] = command;
    if (first === undefined) {
        const [argument] = args;
        // Options, and for Redis its file, are the server's.
        return argument === undefined || /^-|\.conf$/.test(argument) || startsServer(programs, args, []);
    }
    if (WRAPPERS.includes(program(first))) {
        const rest = more.findIndex((word) => !/^-|=/.test(word));
        return startsServer(programs, rest < 0 ? [] : more.slice(rest), args);
    }
    return programs.includes(program(first));
}

const forms = new Map<readonly string[], RegExp>();

/** Whether a script starts a server: one of its programs where a command stands. */
export function startsIn(programs: readonly string[], script: string): boolean {
    let form = forms.get(programs);
    if (form === undefined) {
        const before = "(?:^|[;&|({]|\\b(?:exec|then|do|else)\\s)[ \\t]*(?:exec[ \\t]+)?(?:[\\w./-]*/)?";
        form = new RegExp(`${before}(?:${programs.join("|")})(?=$|[\\s;&|])`, "m");
        forms.set(programs, form);
    }
    return form.test(script);
}

function program(word: string): string {
    return word.slice(word.lastIndexOf("/") + 1);
}
