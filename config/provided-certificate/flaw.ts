/** Something wrong with a certificate or its key. Neither text ever holds a part of the key. */
export interface Flaw {
    readonly found: string;
    /** What it would have to be. */
    readonly accepted: string;
}

/** A flaw where there is one. */
export function unless(fine: boolean, found: string, accepted: string): Flaw[] {
    return fine ? [] : [{ found, accepted }];
}

/** The day, which says enough and is the same in every language. */
export function day(date: Date): string {
    return date.toISOString().slice(0, 10);
}
