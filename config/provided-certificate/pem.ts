/** A part of PEM text (RFC 7468): what it says it is, and all of it. */
export interface Block {
    readonly label: string;
    readonly text: string;
}

/** The parts of PEM text. What stands between them is explanation, and servers skip it. */
export function blocksOf(text: string): Block[] {
    return [...text.matchAll(/-----BEGIN ([A-Z0-9 ]+)-----(?:(?!-----).)*-----END \1-----/gs)].map(
        ([block, label = ""]) => ({ label, text: block }),
    );
}

/** Whether a part begins and has no end: text that was cut off, or whose line breaks were lost with a line. */
export function isCutOff(text: string): boolean {
    return (text.match(/-----BEGIN /g)?.length ?? 0) > blocksOf(text).length;
}
