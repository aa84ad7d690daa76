import * as fs from "node:fs";
import { createRequire } from "node:module";
import * as path from "node:path";
import { fullKey, project, secretKeys as currentSecretKeys, standIn } from "../../../config";
import { parseOverride } from "../../../config/override";
import { readProjectFile } from "../../../config/stack-file/project-file";
import { readStackFile } from "../../../config/stack-file/read";
import type { Program } from "./run";

/** Which stack is previewed, by which file. */
export interface Target {
    readonly stack: string;
    /** Absolute path. */
    readonly stackFile: string;
}

/**
 * Reads what a program runs with. Every secret setting gets a placeholder, whether it is there or not: nothing that
 * follows can then reveal one, and whoever has no secret at all can preview.
 *
 * @param overrides `KEY=VALUE` each
 * @throws ConfigError if the file or an override cannot be read
 */
export function readProgram(root: string, stack: string, stackFile: string, overrides: readonly string[]): Program {
    const secretKeys = secretKeysOf(root);
    const isPlain = (override: string): boolean => !isSecret(override, secretKeys);
    const file = readStackFile(stackFile, overrides.filter(isPlain), readProjectFile(root));
    // A setting that is encrypted is not seen here, and the loader refuses it: left out, its default would be shown in its place.
    const values = { ...file.values, ...Object.fromEntries(file.secure.map((key) => [key, HIDDEN])) };
    const secrets = new Set(file.secretKeys);
    for (const name of secretKeys) {
        const key = fullKey(name);
        // One that the file has in plain text stays marked as it is: the program refuses it where that is not allowed.
        if (!Object.hasOwn(file.values, key)) {
            secrets.add(key);
        }
        values[key] = standIn(name);
    }
    return { root, project, stack, values, secretKeys: [...secrets], warnings: unseen(file.environments) };
}

function unseen(environments: readonly string[]): string[] {
    if (environments.length === 0) return [];
    const names = environments.join(", ");
    return [`The settings that Pulumi ESC has for this stack are not seen here (environment: ${names}).`];
}

/** The secret settings of the program at `root`. One of an earlier commit has its own, and refuses those it does not know. */
function secretKeysOf(root: string): readonly string[] {
    const folder = path.join(root, "config");
    return fs.existsSync(path.join(folder, "index.ts"))
        ? (createRequire(__filename)(folder) as { secretKeys: readonly string[] }).secretKeys
        : currentSecretKeys;
}

/** In place of what only the stack's key can decrypt. */
const HIDDEN = "[encrypted]";

/** Whether an override is of a secret: its value would be replaced anyway. */
function isSecret(override: string, secretKeys: readonly string[]): boolean {
    const parsed = parseOverride(override);
    return parsed.path.length === 0 && secretKeys.map(fullKey).includes(parsed.key);
}
