import { fullKey, project, secretKeys } from "../../config";
import { parseOverride } from "../../config/override";
import { readStackFile } from "../../config/parse-file";
import { configPlaceholder } from "./placeholders";
import type { Program } from "./run";

/**
 * Reads what a program runs with. Every secret setting gets a placeholder, whether it is there or not: nothing that
 * follows can then reveal one, and whoever has no secret at all can preview.
 *
 * @param overrides `KEY=VALUE` each
 * @throws ConfigError if the file or an override cannot be read
 */
export function readProgram(root: string, stack: string, stackFile: string, overrides: readonly string[]): Program {
    const file = readStackFile(stackFile, overrides.filter(isPlain));
    const values = { ...file.values };
    const secrets = new Set(file.secretKeys);
    for (const name of secretKeys) {
        const key = fullKey(name);
        // One that the file has in plain text stays marked as it is: the program refuses it where that is not allowed.
        if (!Object.hasOwn(values, key)) {
            secrets.add(key);
        }
        values[key] = configPlaceholder(name);
    }
    return { root, project, stack, values, secretKeys: [...secrets] };
}

/** Whether an override is not of a secret: the value of one would be replaced anyway. */
function isPlain(override: string): boolean {
    const { key, path } = parseOverride(override);
    return path.length > 0 || !secretKeys.map(fullKey).includes(key);
}
