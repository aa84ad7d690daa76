import type * as Yaml from "yaml";

/**
 * The documents of a YAML text, as the API server's own parser reads it: YAML 1.1, in which `yes` is true. `undefined` if
 * it is no YAML.
 */
export function parseYaml(text: string): unknown[] | undefined {
    // Loaded only when a text is met: the parser takes longer to load than all rules together.
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- rules are synchronous, `import()` is not
    const { parseAllDocuments } = require("yaml") as typeof Yaml;
    const documents = [...parseAllDocuments(text, { version: "1.1" })];
    const isBroken = documents.some((document) => "errors" in document && document.errors.length > 0);
    return isBroken ? undefined : documents.map((document) => document.toJS() as unknown);
}
