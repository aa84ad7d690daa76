import type { Path } from "./path";
import { fullKey } from "./project";

/** Words that YAML, or an older reader of it, takes for something else than text. */
const notText = /^(true|false|null|yes|no|on|off|y|n)$/i;

/** A setting as one line below `config:` of a stack's file, with what it says about other settings left out. */
export function yamlLine([first = "", ...rest]: Path, value: string): string {
    const inside = rest.reduceRight<string>((inner, step) => {
        if (typeof step === "number") return step === 0 ? `[${inner}]` : `[…, ${inner}]`;
        return `{ ${scalar(step)}: ${inner} }`;
    }, typed(value));
    return `${fullKey(String(first))}: ${inside}`;
}

/** With the types that `pulumi config set --path` gives: switches and whole numbers. */
function typed(value: string): string {
    return /^(true|false|0|-?[1-9]\d*)$/.test(value) ? value : scalar(value);
}

function scalar(text: string): string {
    return /^[A-Za-z][\w@%+./:-]*$/.test(text) && !text.endsWith(":") && !notText.test(text)
        ? text
        : JSON.stringify(text);
}
