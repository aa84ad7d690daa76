import { setTimeout as delay } from "node:timers/promises";

/** Asks again and again until there is an answer; the error names what was waited for. */
export async function until<T>(
    what: string,
    ask: () => T | undefined | Promise<T | undefined>,
    milliseconds = 30_000,
): Promise<T> {
    const end = Date.now() + milliseconds;
    for (;;) {
        const answer = await ask();
        if (answer !== undefined) {
            return answer;
        }
        if (Date.now() > end) {
            throw new Error(`not within ${milliseconds} ms: ${what}`);
        }
        await delay(50);
    }
}
