/**
 * Text of strangers in GitHub's Markdown. A pull request's author chooses names, values and messages, and none of them may
 * end a code span, open a tag, mention somebody, refer to an issue, become a link or hide what it says.
 *
 * @see https://github.github.com/gfm/
 */

/** Text as code: nothing in it is markup, and GitHub neither mentions nor links from there. */
export function code(text: string, most = 200): string {
    const shown = visible(truncated(text, most));
    const fence = "`".repeat(longestRun(shown) + 1);
    // A space at both ends is taken off again; a span of nothing would be two backticks in the text.
    const padded = /^`|`$|^ .* $/.test(shown) || shown === "" ? ` ${shown} ` : shown;
    return `${fence}${padded}${fence}`;
}

/** Text as a sentence: its words stay readable, its punctuation means nothing. */
export function prose(text: string, most = 800): string {
    return (
        visible(truncated(text, most))
            .replace(/[\\`*_[\]|~!&]/g, "\\$&")
            .replaceAll("<", "&lt;")
            .replaceAll(">", "&gt;")
            .replaceAll("://", ":\\//")
            .replace(/\bwww\./gi, "www\\.")
            // Mentions, references and formulas are looked for in the finished text, where an escape has left no trace; they
            // do not reach across elements.
            .replace(/[@#$]/g, "<span>$&</span>")
    );
}

/** Lines as a block of differences, indented to stand in a list item. */
export function diffBlock(lines: readonly string[], indent: string): string {
    const shown = lines.map((line) => visible(truncated(line, 200)));
    const fence = "`".repeat(Math.max(3, ...shown.map((line) => longestRun(line) + 1)));
    return [`${fence}diff`, ...shown, fence].map((line) => `${indent}${line}`).join("\n");
}

/** Characters that show nothing, or turn the direction of what follows, as their codes: a reader sees that they are there. */
function visible(text: string): string {
    return text
        .replace(/\r?\n/g, " ⏎ ")
        .replace(
            /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/gu,
            (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
        );
}

function truncated(text: string, most: number): string {
    return text.length > most ? `${text.slice(0, most)}…` : text;
}

function longestRun(text: string): number {
    return Math.max(0, ...(text.match(/`+/g) ?? []).map(({ length }) => length));
}
