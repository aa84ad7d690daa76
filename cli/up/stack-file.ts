import { existsSync, readFileSync } from "node:fs";
import { isMap, parseDocument } from "yaml";
import { type ConfigSource, project } from "../../config";
import { readProjectFile, stackFilePath, stacksOf } from "../../config/stack-file/project-file";
import { readStackFile as readSettings } from "../../config/stack-file/read";
import type { ApiServerEndpoint } from "../doctor/cluster";
import { UsageError } from "../shared/exit";

/** A stack file of the repository. */
export interface StackFile {
    readonly stack: string;
    readonly text: string;
    /** Its settings for the loader. Encrypted ones are not decrypted: whether they are there is all that matters. */
    readonly source: ConfigSource;
}

/**
 * @throws UsageError if the stack has no file
 * @throws ConfigError if the file cannot be understood
 */
export function readStackFile(root: string, stack: string): StackFile {
    const project = readProjectFile(root);
    const file = stackFilePath(project, stack);
    if (!/^[\w.-]+$/.test(stack) || !existsSync(file)) {
        const known = stacksOf(project);
        throw new UsageError(`There is no stack "${stack}" (no Pulumi.${stack}.yaml). There is: ${known.join(", ")}.`);
    }
    const { secure, values, ...source } = readSettings(file, [], project);
    const encrypted = Object.fromEntries(secure.map((key) => [key, "(encrypted)"]));
    return {
        stack,
        text: readFileSync(file, "utf8"),
        source: {
            ...source,
            values: { ...values, ...encrypted },
            withheld: new Set(secure),
            projectDirectory: root,
        },
    };
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
