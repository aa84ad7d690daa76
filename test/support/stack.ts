import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { type Config, fullKey, loadConfig, secretKeys } from "../../config";
import { stackFile } from "./stacks/files";

const PROJECT = join(__dirname, "..", "..");

/** Stands for what a user sets; a fresh clone has none. It has what URLs must escape. */
export const SMTP_PASSWORD = "set by/the user:100%";

/** The configuration of one of the project's stacks as it is shipped; `changes` replace whole keys, `undefined` leaves one out. */
export function stackConfig(stack: "dev" | "prod", changes: Readonly<Record<string, unknown>> = {}): Config {
    const file = parse(readFileSync(stackFile(stack), "utf8")) as { config: object };
    const values = new Map<string, string>();
    const put = (key: string, value: unknown) => {
        // As Pulumi hands settings out.
        values.set(key, typeof value === "string" ? value : JSON.stringify(value));
    };
    Object.entries(file.config).forEach(([key, value]) => {
        put(key, value);
    });
    if (stack === "prod") {
        put("kato-platform:smtpPassword", SMTP_PASSWORD);
    }
    for (const [key, value] of Object.entries(changes)) {
        const full = `kato-platform:${key}`;
        if (value === undefined) {
            values.delete(full);
        } else {
            put(full, value);
        }
    }
    const marked = new Set(secretKeys.map(fullKey));
    return loadConfig({ stack, values: Object.fromEntries(values), secretKeys: marked, projectDirectory: PROJECT });
}
