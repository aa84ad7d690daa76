import { Document, visit } from "yaml";

/**
 * An object as YAML that means the same to readers of YAML 1.1, such as kubectl, and of 1.2: `yes`, `1_000` and a key `N` are quoted.
 * Without line folding and anchors: what is compared line by line should change line by line.
 */
export function manifestYaml(body: unknown): string {
    const document = new Document(body, { compat: "yaml-1.1", aliasDuplicateObjects: false });
    visit(document, {
        Scalar(_, scalar) {
            if (typeof scalar.value === "string" && UNPRINTABLE.test(scalar.value)) scalar.type = "QUOTE_DOUBLE";
        },
    });
    return document
        .toString({ lineWidth: 0 })
        .replaceAll(new RegExp(UNPRINTABLE, "g"), (text) => `\\u${text.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** What YAML 1.1 takes for the end of a line (U+0085, U+2028, U+2029) or refuses, and the `yaml` library writes as it is. */
const UNPRINTABLE = /[\u007f-\u009f\u2028\u2029\ufeff]/;
