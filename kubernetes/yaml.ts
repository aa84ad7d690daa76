import type * as ManifestText from "./manifest-text";

/** The documents of a YAML text, without empty ones; `undefined` if it is no YAML. */
export function parseYaml(text: string): unknown[] | undefined {
    // Loaded only when a text is met: the parser takes longer to load than all rules together.
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- rules are synchronous, `import()` is not
    const { parseText } = require("./manifest-text") as typeof ManifestText;
    const { documents, problems } = parseText(text);
    return problems.length > 0 ? undefined : documents.map(({ value }) => value);
}
