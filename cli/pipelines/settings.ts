import { type Config, fullKey, loadConfig, secretKeys, standIn } from "../../config";
import { readStackFile } from "../up/stack-file";

/**
 * A stack's settings as a preview takes them: with something in the place of every secret, set or not.
 *
 * @throws ConfigError if the other settings are wrong
 */
export function previewSettings(root: string, stack: string): Config {
    const { source } = readStackFile(root, stack);
    const secrets = secretKeys.map((key) => [fullKey(key), standIn(key)] as const);
    return loadConfig({
        ...source,
        values: { ...source.values, ...Object.fromEntries(secrets) },
        withheld: new Set([...(source.withheld ?? []), ...secrets.map(([key]) => key)]),
        secretKeys: new Set([...source.secretKeys, ...secrets.map(([key]) => key)]),
    });
}
