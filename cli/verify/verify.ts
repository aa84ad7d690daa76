import { answer, type Check, type Result } from "./check";
import type { Cleanup } from "./cleanup";

/** The run was interrupted; what it had made is gone. */
export class Interrupted extends Error {
    override readonly name = "Interrupted";
}

/**
 * Makes the checks one after the other, and in the end removes what they have made, also when it is interrupted.
 *
 * @param shown is told each result as it comes
 * @throws Interrupted if `signal` says so before the end
 */
export async function verify(
    checks: readonly Check[],
    cleanup: Cleanup,
    signal: AbortSignal,
    shown: (result: Result) => void,
): Promise<Result[]> {
    const results: Result[] = [];
    const add = (result: Result): void => {
        results.push(result);
        shown(result);
    };
    let listener: (() => void) | undefined;
    const interrupted = new Promise<never>((_resolve, reject) => {
        listener = () => reject(new Interrupted("interrupted"));
        signal.addEventListener("abort", listener);
    });
    // Nobody may be waiting for it at the moment.
    interrupted.catch(() => undefined);
    try {
        for (const check of checks) {
            signal.throwIfAborted();
            add(await Promise.race([answer(check), interrupted]));
        }
    } catch (error) {
        if (!signal.aborted) {
            throw error;
        }
    } finally {
        signal.removeEventListener("abort", listener ?? (() => undefined));
        (await cleanup.run()).forEach(add);
    }
    if (signal.aborted) {
        throw new Interrupted("interrupted");
    }
    return results;
}
