import * as fs from "node:fs";
import * as path from "node:path";
import { parse } from "yaml";
import { secretKeys } from "../../config";
import { readStackFile } from "../../config/parse-file";
import { UsageError } from "../shared/exit";
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
    const project = projectName(root);
    const file = readStackFile(stackFile, [...overrides]);
    const values = { ...file.values };
    const secrets = new Set(file.secretKeys);
    for (const key of secretKeys) {
        const full = `${project}:${key}`;
        // One written in plain text stays marked as it is: the program refuses it where that is not allowed.
        if (!(full in values) || file.secure.includes(full)) {
            secrets.add(full);
        }
        values[full] = configPlaceholder(key);
    }
    return { root, project, stack, values, secretKeys: [...secrets] };
}

function projectName(root: string): string {
    const settings = parse(fs.readFileSync(path.join(root, "Pulumi.yaml"), "utf8")) as { name?: unknown } | null;
    if (typeof settings?.name !== "string") {
        throw new UsageError(`Pulumi.yaml in ${root} states no project name.`);
    }
    return settings.name;
}
