import { messageOf } from "../shared/exit";
import { NoAddressError } from "./net/dial";

/** The check that says which hosts DNS does not know: the cause of all that fail for want of an address. */
export const ADDRESSES = "the public hosts have addresses";

/** What came of looking. */
export type Outcome =
    | { readonly status: "ok"; readonly seen: string }
    /** @param expected in place of the check's own words, where they depend on what was found */
    | {
          readonly status: "failed";
          readonly seen: string;
          readonly expected?: string;
          readonly look?: string;
          readonly becauseOf?: string;
      }
    /** The stack's own settings make the question pointless. Not being able to look is a failure. */
    | { readonly status: "skipped"; readonly seen: string };

/** One question about a running stack. */
export interface Check {
    /** What it is about; results are shown by area. */
    readonly area: string;
    readonly name: string;
    /** What must be seen. */
    readonly expects: string;
    /** Where to look when it is not: a command, or a page of the documentation. */
    readonly look: string;
    /** Looks. Whatever it throws is a failure, too. */
    readonly run: () => Promise<Outcome>;
}

/** The answer to a check, as `--json` prints it. */
export interface Result {
    readonly area: string;
    readonly check: string;
    readonly status: "ok" | "failed" | "skipped";
    /** What was seen; why, if it was skipped. Never a secret. */
    readonly seen: string;
    /** Only of a failure. */
    readonly expected?: string;
    /** Only of a failure. */
    readonly look?: string;
    /** Only of a check that could not be made: the one whose failure is the cause, and the one to read. */
    readonly becauseOf?: string;
}

export function ok(seen: string): Outcome {
    return { status: "ok", seen };
}

export function failed(seen: string, instead: { readonly expected?: string; readonly look?: string } = {}): Outcome {
    return { status: "failed", seen, ...instead };
}

export function skipped(reason: string): Outcome {
    return { status: "skipped", seen: reason };
}

/** Asks one question. */
export async function answer({ area, name, expects, look, run }: Check): Promise<Result> {
    const outcome = await outcomeOf(run);
    const { status } = outcome;
    // It may quote a server, which must not speak to the terminal.
    const seen = outcome.seen.replaceAll(/\p{Cc}+/gu, " ");
    if (outcome.status !== "failed") {
        return { area, check: name, status, seen };
    }
    const { becauseOf, expected = expects } = outcome;
    const told = { area, check: name, status, seen, expected, look: outcome.look ?? look };
    return becauseOf === undefined ? told : { ...told, becauseOf };
}

async function outcomeOf(run: Check["run"]): Promise<Outcome> {
    try {
        return await run();
    } catch (error) {
        const seen = `could not be checked: ${reason(error)}`;
        return error instanceof NoAddressError ? { status: "failed", seen, becauseOf: ADDRESSES } : failed(seen);
    }
}

/** An error in one line. */
export function reason(error: unknown): string {
    const code = (error as { code?: unknown } | undefined)?.code;
    const text = messageOf(error).split("\n", 1).join("").trim();
    return typeof code === "string" && !text.includes(code) ? `${text} (${code})` : text;
}
