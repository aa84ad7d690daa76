import type { Words } from "./shell";

/** A kubectl command as far as it names things. */
export interface Kubectl {
    readonly verb: string;
    readonly namespace: string | undefined;
    readonly container: string | undefined;
    readonly selector: string | undefined;
    readonly output: string | undefined;
    /** `[kind, name]` as typed, e.g. `["pod", "redis-kb-0"]`; the name is missing where all of a kind are meant. */
    readonly objects: readonly Named[];
    /** What a `port-forward` forwards. */
    readonly ports: readonly string[];
    /** What runs in the container. */
    readonly inside: Words;
}

/** The flags that the pages use, and whether each takes a value. */
const flags: Readonly<Record<string, boolean>> = {
    "--namespace": true,
    "--container": true,
    "--selector": true,
    "--output": true,
    "--tail": true,
    "--replicas": true,
    "--from": true,
    "--filename": true,
    "--patch": true,
    "--stdin": false,
    "--tty": false,
    "--watch": false,
    "--prefix": false,
    "--all-containers": false,
};

const short: Readonly<Record<string, string>> = {
    "-n": "--namespace",
    "-c": "--container",
    "-l": "--selector",
    "-o": "--output",
    "-f": "--filename",
    "-p": "--patch",
    "-i": "--stdin",
    "-t": "--tty",
};

/** Verbs whose first argument is a pod unless it says another kind. */
const ofPods = ["logs", "exec", "port-forward"];
const verbs = [...ofPods, "get", "describe", "delete", "patch", "scale", "rollout", "create", "apply"];

/** @throws Error for a verb or a flag that is not known here */
export function readKubectl([, ...words]: Words): Kubectl {
    const end = words.indexOf("--");
    const inside = end < 0 ? [] : words.slice(end + 1);
    const { values, rest } = readFlags(end < 0 ? words : words.slice(0, end));
    const [verb = "", ...args] = rest;
    if (!verbs.includes(verb)) throw new Error(`kubectl ${verb} is not known here`);
    if (verb === "rollout" && args.shift() !== "status") throw new Error("rollout is followed by status");
    // What is created is new; what it is made from is not.
    const from = values.get("--from");
    const named = verb === "create" ? [...(from === undefined ? [] : [from])] : args;
    const ports = verb === "port-forward" ? named.splice(1) : [];
    return {
        verb,
        namespace: values.get("--namespace"),
        container: values.get("--container"),
        selector: values.get("--selector"),
        output: values.get("--output"),
        objects: ofPods.includes(verb) ? named.map(podOr) : objectsIn(named),
        ports,
        inside,
    };
}

function readFlags(words: Words): { values: Map<string, string>; rest: string[] } {
    const values = new Map<string, string>();
    const rest: string[] = [];
    // `-it` is `-i -t`.
    const queue = words.flatMap((word) => (word === "-it" ? ["-i", "-t"] : [word]));
    for (let word = queue.shift(); word !== undefined; word = queue.shift()) {
        if (!word.startsWith("-") || word === "-") {
            rest.push(word);
            continue;
        }
        const [typed = "", ...inline] = word.split("=");
        const name = short[typed] ?? typed;
        const takes = flags[name];
        if (takes === undefined) throw new Error(`the flag ${typed} is not known here`);
        if (takes) values.set(name, inline.length > 0 ? inline.join("=") : (queue.shift() ?? ""));
    }
    return { values, rest };
}

type Named = readonly [kind: string, name: string | undefined];

function podOr(word: string): Named {
    const [kind = "", name] = word.split("/");
    return name === undefined ? ["pod", kind] : [kind, name];
}

/** `kind/name …` or `kind[,kind] [name …]`. */
function objectsIn(words: Words): Named[] {
    const [first = "", ...names] = words;
    if (words.length === 0) return [];
    if (first.includes("/")) return words.map(podOr);
    const wanted = names.length === 0 ? [undefined] : names;
    return first.split(",").flatMap((kind) => wanted.map((name): Named => [kind, name]));
}
