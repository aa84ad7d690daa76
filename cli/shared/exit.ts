/** Exit statuses that every command uses the same way. */
export const EXIT = {
    ok: 0,
    /** A mandatory policy is violated. */
    policy: 1,
    /** The configuration or the command line is invalid. */
    invalid: 2,
    /** Anything unexpected. */
    unexpected: 3,
} as const;

/** The user interrupted the process; what shells report for SIGINT. */
export const INTERRUPTED = 130;

export type ExitStatus = (typeof EXIT)[keyof typeof EXIT];

/** The user asked for something that cannot be done as asked. The message says what to do instead. */
export class UsageError extends Error {
    override readonly name = "UsageError";
}

/**
 * Which status an error ends with. Errors are told apart by name, because a configuration loaded from another checkout
 * (a comparison with a git ref) throws that checkout's class.
 */
export function statusOf(error: unknown): ExitStatus {
    const name = error instanceof Error ? error.name : "";
    return name === "UsageError" || name === "ConfigError" ? EXIT.invalid : EXIT.unexpected;
}

/** What went wrong in words, without a stack trace. */
export function messageOf(error: unknown): string {
    return error instanceof Error && error.message !== "" ? error.message : String(error);
}
