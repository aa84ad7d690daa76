import type { Field } from "../../../../kubernetes/field";
import type { Container, Pod } from "../../../../kubernetes/pod";
import type { PolicyObject } from "../../../../kubernetes/resource";
import type { Context } from "../../../engine/rule";
import { engineOf } from "../../stores";
import type { Fault, Server, Variable } from "./engine";
import { mongodb } from "./mongodb";
import { called, entries, type Entry, mountedFiles, type MountedFile } from "./mounts";
import { postgresql } from "./postgresql";
import { qdrant } from "./qdrant";
import { redis } from "./redis";
import { type Settings, type Word, wordsOf } from "./settings";
import { isShell, startsIn, startsServer } from "./start";

const SERVERS: readonly Server[] = [postgresql, mongodb, redis, qdrant];

/** A server that a container runs, with all that it is told. */
export interface RunningServer {
    readonly server: Server;
    readonly settings: Settings;
    /** Its configuration files that can be seen. */
    readonly files: readonly ReadFile[];
    /** Whether it reads a file that cannot be seen, because a Secret's content is not known before it is made. */
    readonly hasHiddenFile: boolean;
}

interface ReadFile {
    /** Its key in the ConfigMap or Secret. */
    readonly key: string;
    readonly text: string;
}

/** Both rules about stores ask for the same servers; an object is read anew whenever it is judged anew. */
const known = new WeakMap<Container, { readonly running: RunningServer | undefined }>();

/**
 * The server that a container runs; `undefined` for one that runs none, or only a client, a probe or a keeper from the same
 * image.
 */
export function runningServer(
    container: Container,
    pod: Pod,
    holder: PolicyObject,
    context: Context,
): RunningServer | undefined {
    let entry = known.get(container);
    if (entry === undefined) {
        entry = { running: readServer(container, pod, holder, context) };
        known.set(container, entry);
    }
    return entry.running;
}

function readServer({ field }: Container, pod: Pod, holder: PolicyObject, context: Context): RunningServer | undefined {
    const image = field.at("image").text ?? "";
    const engine = engineOf(image);
    const server = SERVERS.find(({ name }) => name === engine?.name);
    if (engine === undefined || server === undefined) {
        return undefined;
    }
    const [command, args] = [listed(field.at("command")), listed(field.at("args"))];
    const mounted = mountedFiles(field, pod, holder, context);
    const scripts = scriptsOf([...command, ...args], mounted);
    if (!startsServer(server.programs, texts(command), texts(args))) {
        const inline = isShell(command[0]?.text) ? texts([...command, ...args]) : [];
        const inScript = [...scripts, ...inline].some((text) => startsIn(server.programs, text));
        // What no script says, the port does.
        if (!inScript && !servesPort(field, engine.ports)) {
            return undefined;
        }
    }
    const words = [...scripts.flatMap((text) => wordsOf(text)), ...[...command, ...args].flatMap(parted)];
    const read = mounted.filter(({ path }) => server.file.test(path) && isRead(path, server, words));
    const files = read.flatMap(({ key, text }) => {
        const seen = text();
        return seen === undefined ? [] : [{ key, text: seen }];
    });
    // With a command of its own, the image's start script is not run; Qdrant reads its variables itself.
    const readsVariables =
        command.length === 0 || server === qdrant || texts(command).some((text) => /entrypoint|\/bitnami\//.test(text));
    // What is said later counts: files, then variables, then the command line.
    const settings = new Map([
        ...files.flatMap(({ text }) => [...server.fromFile(text)]),
        ...(readsVariables ? server.fromVariables(variablesOf(field, holder, context), image) : []),
        ...server.fromWords(words),
    ]);
    const hasHiddenFile = read.some(({ from, text }) => from === "Secret" && text() === undefined);
    return { server, settings, files, hasHiddenFile };
}

function listed(list: Field): Word[] {
    return list.items().map((at) => ({ text: scalar(at), at }));
}

/** YAML makes a number or a boolean of a text that looks like one. */
function scalar({ value }: Field): string {
    return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? String(value) : "";
}

function texts(words: readonly Word[]): string[] {
    return words.map(({ text }) => text);
}

/** The words of a word that is a script, `sh -c "…"`. */
function parted(word: Word): Word[] {
    return /\s/.test(word.text) ? wordsOf(word.text, word.at) : [word];
}

/** Scripts that the command line names, without their comments. */
function scriptsOf(words: readonly Word[], files: readonly MountedFile[]): string[] {
    return files
        .filter(({ path }) => path.endsWith(".sh") && words.some(({ text }) => text === path))
        .map(({ text }) => (text() ?? "").replace(/^[ \t]*#.*$/gm, ""));
}

function servesPort(container: Field, ports: readonly number[]): boolean {
    return container
        .at("ports")
        .items()
        .some((port) => ports.includes(Number(port.at("containerPort").value)));
}

/** Whether the server reads a file: its command line names it, or the folder that it is in, or it looks there by itself. */
function isRead(path: string, { folders }: Server, words: readonly Word[]): boolean {
    return (
        folders.some((folder) => path.startsWith(`${folder}/`)) ||
        words.some(({ text }) => {
            const named = text.replace(/^[^/]*=/, "").replace(/\/+$/, "");
            return named.startsWith("/") && (path === named || path.startsWith(`${named}/`));
        })
    );
}

function variablesOf(container: Field, holder: PolicyObject, context: Context): Variable[] {
    const all = container
        .at("envFrom")
        .items()
        .flatMap((from) => [
            ...entriesFrom("ConfigMap", from.at("configMapRef"), holder, context),
            ...entriesFrom("Secret", from.at("secretRef"), holder, context),
        ])
        .map(({ key, text }): Variable => ({ name: key, value: text() }));
    const own = container
        .at("env")
        .items()
        .map((variable): Variable => {
            const at = variable.at("value");
            return {
                name: variable.at("name").text ?? "",
                at,
                // Read by whoever knows the name: what the others hold may be unknown.
                get value() {
                    return variable.at("valueFrom").isGiven ? undefined : scalar(at);
                },
            };
        });
    return [...all, ...own];
}

function entriesFrom(kind: Entry["from"], reference: Field, holder: PolicyObject, context: Context): Entry[] {
    return reference.isSet ? called(kind, reference.at("name"), holder, context).flatMap(entries) : [];
}

/** Whether a file is surely a server's, going by its name. */
export function isServersFile(name: string): boolean {
    return SERVERS.some(({ ownFile }) => ownFile.test(name));
}

export type AspectName = "authentication" | "tls";

/** What is wrong with such a file, whoever reads it. */
export function fileFaults(name: string, text: string, aspect: AspectName, shared: boolean): Fault[] {
    return SERVERS.filter(({ ownFile }) => ownFile.test(name)).flatMap((server) => [
        ...(server[aspect].tableFaults?.(name, text) ?? []),
        ...server[aspect].faults(server.fromFile(text), shared),
    ]);
}
