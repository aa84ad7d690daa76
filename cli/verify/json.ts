/**
 * Parses JSON that may hold secrets.
 *
 * @param what names the text in the error, which, unlike the engine's own, repeats nothing of it
 */
export function parseJson(text: string, what: string): unknown {
    try {
        return JSON.parse(text);
    } catch {
        throw new Error(`${what} is not JSON`);
    }
}
