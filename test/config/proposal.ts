import { readFileSync } from "node:fs";
import { parse, stringify } from "yaml";
import { fullKey } from "../../config";
import { withValue } from "../../config/override";
import { isObject, parsePath, type Path, valueAt } from "../../config/path";
import { stackFile } from "../support/stacks/files";

type Settings = Record<string, unknown>;

const { config: elsewhere } = parse(readFileSync(stackFile("external-stores"), "utf8")) as { config: Settings };
/** What is in any file that a command reads. */
const authority = valueAt(elsewhere, [fullKey("postgres"), "ca"]);

/** The proposals in the text of a fix, each the commands that belong together: lines that begin with "or" part them. */
export function proposalsIn(fix: string): string[][] {
    const proposals: string[][] = [[]];
    for (const line of fix.split("\n")) {
        if (/^or\b/.test(line)) proposals.push([]);
        else if (line.startsWith("pulumi config ")) proposals.at(-1)?.push(line);
    }
    return proposals.filter((commands) => commands.length > 0);
}

/** The lines for the stack's file that stand beside the commands of a fix. */
export function linesForFile(fix: string, stack: string): string[] {
    const mark = `# in Pulumi.${stack}.yaml: `;
    return fix.split("\n").flatMap((line) => (line.startsWith(mark) ? line.slice(mark.length) : []));
}

/**
 * The text of a stack file after a command, as `pulumi config` of CLI 3.259 writes it.
 *
 * @throws Error for what the CLI would refuse
 */
export function applied(text: string, command: string): string {
    const { config } = parse(text) as { config: Settings };
    const [verb, inside, key, value] = read(command);
    const [first, ...rest] = inside ? pathOf(key) : [key.includes(":") ? key : fullKey(key)];
    if (typeof first !== "string") throw new Error(`No key in ${command}`);
    if (verb === "rm") {
        return stringify({ config: without(config, [first, ...rest]) });
    }
    mustFit(config, [first, ...rest]);
    return stringify({ config: withValue(config, [first, ...rest], inside ? typed(value) : value) });
}

function read(command: string): [verb: "set" | "rm", inside: boolean, key: string, value: unknown] {
    const words = [...command.matchAll(/'((?:[^']|'\\'')*)'|(\S+)/g)].map(
        ([, quoted, plain]) => quoted?.replaceAll(`'\\''`, "'") ?? plain ?? "",
    );
    const [, , verb, ...rest] = words;
    const options = new Set(rest.filter((word) => word === "--path" || word === "--secret"));
    const redirected = rest.includes("<");
    const [key = "", value] = rest
        .slice(0, rest.indexOf("--stack"))
        .filter((word) => word !== "--path" && word !== "--secret");
    if (verb !== "set" && verb !== "rm") throw new Error(`Not a command of Pulumi: ${command}`);
    const asked = options.has("--secret") ? { secure: "AAABAA==" } : undefined;
    const content = asked ?? value ?? (redirected ? authority : undefined);
    if (verb === "set" && content === undefined) throw new Error(`No value in ${command}`);
    return [verb, options.has("--path"), key, content];
}

function pathOf(key: string): Path {
    const [, namespace = "", own = ""] = /^([\w-]+:)?(.*)$/.exec(key) ?? [];
    const [first, ...rest] = parsePath(own) ?? [];
    if (first === undefined) throw new Error(`The CLI cannot read ${key}`);
    return [`${namespace}${first}`, ...rest];
}

/** The CLI makes what is missing on the way, but replaces nothing, and adds to a list at its end alone. */
function mustFit(config: Settings, path: Path): void {
    path.forEach((step, i) => {
        const at = valueAt(config, path.slice(0, i));
        if (at === undefined) return;
        const fits = typeof step === "number" ? Array.isArray(at) && step <= at.length : isObject(at);
        if (!fits) throw new Error(`${path.slice(0, i).join(".")} is in the way of ${path.join(".")}`);
    });
}

function typed(text: unknown): unknown {
    if (text === "true" || text === "false") return text === "true";
    return typeof text === "string" && /^(0|-?[1-9]\d*)$/.test(text) ? Number(text) : text;
}

function without(container: unknown, [step, ...rest]: Path): unknown {
    if (step === undefined) return undefined;
    if (Array.isArray(container)) {
        return container.flatMap((item: unknown, i) =>
            i !== step ? [item] : rest.length === 0 ? [] : [without(item, rest)],
        );
    }
    if (!isObject(container)) return container;
    return Object.fromEntries(
        Object.entries(container).flatMap(([key, value]) =>
            key !== String(step) ? [[key, value]] : rest.length === 0 ? [] : [[key, without(value, rest)]],
        ),
    );
}
