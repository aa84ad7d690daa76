import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isMap, parse, parseDocument } from "yaml";
import { type ConfigSource, project } from "../../config";
import type { ApiServerEndpoint } from "../doctor/cluster";
import { UsageError } from "../shared/exit";

/** A value in a stack file: a scalar, an object, a list, or `{ secure: … }`. */
type Setting = unknown;

/** A stack file of the repository. */
export interface StackFile {
    readonly stack: string;
    readonly text: string;
    /** Its settings for the loader. Encrypted ones are not decrypted: whether they are there is all that matters. */
    readonly source: ConfigSource;
}

/** @throws UsageError if the stack has no file */
export function readStackFile(root: string, stack: string): StackFile {
    const file = join(root, `Pulumi.${stack}.yaml`);
    if (!/^[\w.-]+$/.test(stack) || !existsSync(file)) {
        const known = readdirSync(root).flatMap((name) => /^Pulumi\.(.+)\.yaml$/.exec(name)?.[1] ?? []);
        throw new UsageError(`There is no stack "${stack}" (no Pulumi.${stack}.yaml). There is: ${known.join(", ")}.`);
    }
    const text = readFileSync(file, "utf8");
    const settings = (parse(text) as { config?: Record<string, Setting> } | null)?.config ?? {};
    const secretKeys = new Set(Object.keys(settings).filter((key) => hasSecure(settings[key])));
    const values = Object.fromEntries(Object.entries(settings).map(([key, value]) => [key, asText(value)]));
    return { stack, text, source: { stack, values, secretKeys, projectDirectory: root } };
}

/** What is decided at the moment of a deployment rather than in the repository. */
export interface Pinned {
    readonly context: string;
    /** Where the cluster's API server is, for a stack that does not say. */
    readonly apiServer: ApiServerEndpoint | undefined;
}

/**
 * The stack file as deployed: the repository's, with the kube-context and API server pinned, and with the salt that the
 * CLI has written into the previous one. The CLI gets this copy because it writes into the file it is given.
 */
export function deployedStackFile(text: string, { context, apiServer }: Pinned, previous: string | undefined): string {
    const document = parseDocument(text);
    const cluster = ["config", `${project}:cluster`];
    if (!isMap(document.getIn(cluster))) {
        document.setIn(cluster, document.createNode({}));
    }
    document.setIn([...cluster, "context"], context);
    if (apiServer !== undefined && !document.hasIn([...cluster, "apiServer"])) {
        document.setIn([...cluster, "apiServer"], document.createNode(apiServer));
    }
    const salt = previous === undefined ? undefined : parseDocument(previous).get("encryptionsalt");
    if (salt !== undefined && !document.has("encryptionsalt")) {
        document.set("encryptionsalt", salt);
    }
    return document.toString();
}

/** Pulumi hands objects and lists to a program as JSON. */
function asText(value: Setting): string {
    if (isSecure(value)) {
        return "(encrypted)";
    }
    return typeof value === "string" ? value : JSON.stringify(value);
}

function hasSecure(value: Setting): boolean {
    return isSecure(value) || (typeof value === "object" && value !== null && Object.values(value).some(hasSecure));
}

function isSecure(value: Setting): boolean {
    return typeof value === "object" && value !== null && Object.keys(value).join() === "secure";
}
