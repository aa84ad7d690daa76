import * as pulumi from "@pulumi/pulumi";
import { fullKey } from "./project";
import { secretKeys } from "./schema";

/** A stack's settings as they were written, wherever they come from. */
export interface ConfigSource {
    /** Name of the stack, for the commands that errors propose. */
    readonly stack: string;
    /** Full key (`kato-platform:kratos`) to the text Pulumi hands out: objects and lists as JSON, secrets decrypted. */
    readonly values: Readonly<Record<string, string>>;
    /** Full keys whose value is, or contains, an encrypted one. */
    readonly secretKeys: ReadonlySet<string>;
    /** Folder that paths in settings start from. @default the current folder, which Pulumi makes the project's */
    readonly projectDirectory?: string;
    /** Full keys of secrets whose value is not known here; `values` has something in its place. @default none */
    readonly withheld?: ReadonlySet<string>;
    /** Whether what is read is about to be deployed, not only looked at. @default false */
    readonly deploys?: boolean;
    /** Says what is no error but should be known. @default nobody is told */
    readonly warn?: (text: string) => void;
}

/** What a preview has in place of a secret, whether it is set or not. */
export function standIn(key: string): string {
    return `placeholder-${key}`;
}

/** The settings of the stack that the Pulumi engine is running. */
export function engineConfig(): ConfigSource {
    const values = pulumi.runtime.allConfig();
    // Not in the SDK's published types, but the one place that knows: the Automation API keeps the list out of the environment.
    const { isConfigSecret } = pulumi.runtime as unknown as { isConfigSecret: (key: string) => boolean };
    return {
        stack: pulumi.getStack(),
        values,
        secretKeys: new Set(Object.keys(values).filter(isConfigSecret)),
        withheld: pulumi.runtime.isDryRun() ? standIns(values) : new Set(),
        deploys: !pulumi.runtime.isDryRun(),
        warn: (text) => void pulumi.log.warn(text),
    };
}

/** A deployment takes nothing for a stand-in: whatever is there is what it would deploy. */
function standIns(values: Readonly<Record<string, string>>): Set<string> {
    return new Set(secretKeys.filter((key) => values[fullKey(key)] === standIn(key)).map(fullKey));
}
