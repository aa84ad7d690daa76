/**
 * What stands for something of yours: the guides' examples and ours, the account of AWS' documentation (not its other one,
 * 123456789012, which test doubles of AWS answer with), and the names that RFC 2606 reserves for examples.
 */
const placeholder =
    /\byour[-_]?(domain|org|company|email|host|ses|bucket|account|user|password|secret|secure|api|app)(?![a-z])|\bchange-?me\b|(^|[./@-])example(\.(com|net|org)|$)|\.(example|invalid|test)\b|\b111122223333\b/i;

/** Whether a value is an example's, and stands for one of yours. */
export function isPlaceholder(value: string): boolean {
    return placeholder.test(value);
}

/** The part of a text that is an example's; `undefined` where all of it is somebody's own. */
export function placeholderIn(text: string): string | undefined {
    return placeholder.exec(text)?.[0];
}
