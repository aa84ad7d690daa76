import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import type { KubeConfig } from "@kubernetes/client-node";
import { LineCounter, parseDocument } from "yaml";
import { MOST_ALIASES } from "../../kubernetes/aliases";
import { messageOf, UsageError } from "../shared/exit";

/**
 * The kubeconfig that `kubectl` uses. `KUBECONFIG` may list several files: the first that has a cluster, a user, a context
 * or a current context of a name decides it, and files that do not exist count as empty
 * (https://kubernetes.io/docs/concepts/configuration/organize-cluster-access-kubeconfig/). The Kubernetes client's own
 * reading of a list lets the last file decide and fails on the others.
 *
 * @throws UsageError if there is no kubeconfig or one cannot be read; nothing of its content is in the message
 */
export async function readKubeConfig(): Promise<KubeConfig> {
    const files = kubeConfigFiles();
    const existing = files.filter((file) => existsSync(file));
    if (existing.length === 0) {
        const places = files.length === 0 ? "KUBECONFIG names no file" : `looked for ${files.join(", ")}`;
        throw new UsageError(
            `There is no kubeconfig (${places}), so there is no cluster to talk to.\n` +
                "Start one, e.g. `kind create cluster`, or set KUBECONFIG to the file of an existing one.",
        );
    }
    const filled = existing.filter(hasContent);
    // Loaded here because most commands never talk to a cluster.
    const { KubeConfig: Reader } = await import("@kubernetes/client-node");
    const read = filled.map((file) => {
        const config = new Reader();
        try {
            // An entry that is not complete harms nobody who does not use it.
            config.loadFromFile(file, { onInvalidEntry: "filter" });
        } catch (error) {
            throw unreadable(file, messageOf(error));
        }
        return config;
    });
    const merged = new Reader();
    merged.loadFromOptions({
        clusters: firstOfEachName(read.flatMap(({ clusters }) => clusters)),
        users: firstOfEachName(read.flatMap(({ users }) => users)),
        contexts: firstOfEachName(read.flatMap(({ contexts }) => contexts)),
        currentContext: read.map((config) => config.getCurrentContext()).find(Boolean) ?? "",
    });
    return merged;
}

function kubeConfigFiles(): string[] {
    const variable = process.env["KUBECONFIG"];
    return variable ? variable.split(delimiter).filter(Boolean) : [join(homedir(), ".kube", "config")];
}

/** @throws UsageError if the file cannot be read or is no kubeconfig */
function hasContent(file: string): boolean {
    let text: string;
    try {
        text = readFileSync(file, "utf8");
    } catch (error) {
        throw unreadable(file, messageOf(error));
    }
    const lines = new LineCounter();
    // Without `prettyErrors` no message quotes the file, which holds secrets.
    const document = parseDocument(text, { prettyErrors: false, lineCounter: lines });
    const [broken] = document.errors;
    if (broken !== undefined) {
        throw unreadable(`${file}:${String(lines.linePos(broken.pos[0]).line)}`, broken.code);
    }
    const content: unknown = document.toJS({ maxAliasCount: MOST_ALIASES });
    if (content !== null && (typeof content !== "object" || Array.isArray(content))) {
        throw unreadable(file, "it is not a map with clusters, users and contexts");
    }
    return content !== null;
}

function unreadable(place: string, reason: string): UsageError {
    return new UsageError(`The kubeconfig ${place} cannot be read: ${reason}.`);
}

function firstOfEachName<T extends { readonly name: string }>(entries: readonly T[]): T[] {
    return entries.filter(({ name }, index) => entries.findIndex((other) => other.name === name) === index);
}
