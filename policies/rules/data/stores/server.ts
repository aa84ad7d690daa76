import type { Field } from "../../../field";
import type { Container, Pod } from "../../../pod";
import type { PolicyObject } from "../../../resource";
import type { Context } from "../../../rule";
import { engineOf } from "../../../stores";
import type { Fault, Server, Variable } from "./engine";
import { mongodb } from "./mongodb";
import { called, mountedFiles, type MountedFile, texts } from "./mounts";
import { postgresql } from "./postgresql";
import { qdrant } from "./qdrant";
import { redis } from "./redis";
import { isShell, startsServer, startsIn } from "./start";
import { type Settings, type Word, wordsOf } from "./settings";

export const SERVERS: readonly Server[] = [postgresql, mongodb, redis, qdrant];

/** A server that a container runs, with all that it is told. */
export interface RunningServer {
    readonly server: Server;
    readonly settings: Settings;
    /** Its configuration files that can be seen. */
    readonly files: readonly MountedFile[];
    /** Whether it reads a file that cannot be seen, because a Secret's content is not known before it is made. */
    readonly hasHiddenFile: boolean;
}

/**
 * The server that a container runs; `undefined` for one that runs none, or only a client, a probe or a keeper from the same
 * image.
 *
 * What is said later counts: files, then variables, then the command line.
 */
export function runningServer(
    { field }: Container,
    pod: Pod,
    holder: PolicyObject,
    context: Context,
): RunningServer | undefined {
    const image = field.at("image").text ?? "";
    const engine = engineOf(image);
    const server = SERVERS.find(({ name }) => name === engine?.name);
    if (engine === undefined || server === undefined) {
        return undefined;
    }
    const [command, args] = [listed(field.at("command")), listed(field.at("args"))];
    const mounted = mountedFiles(field, pod, holder, context);
    const scripts = scriptsOf([...command, ...args], mounted);
    const [commandTexts, argTexts] = [command, args].map((words) => words.map(({ text }) => text));
    const inline = isShell(commandTexts?.[0]) ? (commandTexts ?? []) : [];
    const starts =
        startsServer(server.programs, commandTexts ?? [], argTexts ?? []) ||
        [...scripts, ...inline].some((text) => startsIn(server.programs, text)) ||
        // What no script says, the port does.
        servesPort(field, engine.ports);
    if (!starts) {
        return undefined;
    }
    const words = [...scripts.flatMap((text) => wordsOf(text)), ...[...command, ...args].flatMap(parted)];
    const read = mounted.filter((file) => server.file.test(file.path) && isRead(file.path, server, words));
    const files = read.filter(({ text }) => text !== undefined);
    // With a command of its own, the image's start script is not run.
    const scripted = command.length === 0 || command.some(({ text }) => /entrypoint|\/bitnami\//.test(text));
    const settings = new Map([
        ...files.flatMap(({ text = "" }) => [...server.fromFile(text)]),
        ...(scripted || server.name === "Qdrant"
            ? server.fromVariables(variablesOf(field, holder, context), image)
            : []),
        ...server.fromWords(words),
    ]);
    return { server, settings, files, hasHiddenFile: read.length > files.length };
}

function listed(list: Field): Word[] {
    return list.items().map((at) => ({ text: String(at.value ?? ""), at }));
}

/** The words of a word that is a script, `sh -c "…"`. */
function parted({ text, at }: Word): Word[] {
    return /\s/.test(text) ? wordsOf(text, at) : [{ text, ...(at === undefined ? {} : { at }) }];
}

/** Scripts that the command line names. */
function scriptsOf(words: readonly Word[], files: readonly MountedFile[]): string[] {
    return words.flatMap(({ text: word }) =>
        files.flatMap(({ path, text }) => (path === word && text !== undefined && /\.sh$/.test(path) ? [text] : [])),
    );
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
            ...called("ConfigMap", from.at("configMapRef", "name"), holder, context).filter(
                () => from.at("configMapRef").isSet,
            ),
            ...called("Secret", from.at("secretRef", "name"), holder, context).filter(() => from.at("secretRef").isSet),
        ])
        .flatMap(texts)
        .map(([name, value]): Variable => ({ name, value }));
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
                    return variable.at("valueFrom").isGiven ? undefined : String(at.value ?? "");
                },
            };
        });
    return [...all, ...own];
}

/** What is wrong with a file that is surely a server's, whoever reads it. */
export function fileFaults(name: string, text: string, aspect: AspectName, production: boolean): Fault[] {
    return SERVERS.filter(({ ownFile }) => ownFile.test(name)).flatMap((server) => [
        ...(server[aspect].tableFaults?.(name, text) ?? []),
        ...server[aspect].faults(server.fromFile(text), production),
    ]);
}

export type AspectName = "authentication" | "tls";
