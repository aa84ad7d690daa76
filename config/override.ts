import { ConfigError } from "./errors";
import { parsePath, type Path } from "./path";
import { fullKey } from "./project";

/** One `--config KEY=VALUE`: the key as Pulumi knows it, the way inside its object, and the value. */
export interface Override {
    readonly key: string;
    readonly path: Path;
    readonly value: unknown;
}

/** @throws ConfigError if it is not of the form `KEY=VALUE` */
export function parseOverride(text: string): Override {
    const equals = text.indexOf("=");
    const name = equals === -1 ? text : text.slice(0, equals);
    const [, namespace, own = ""] = /^(?:([^:=]+):)?(.*)$/.exec(name) ?? [];
    const path = parsePath(own);
    const [first, ...rest] = path ?? [];
    if (equals === -1 || typeof first !== "string") {
        // The value is left out of the message: it may be a secret.
        const expected = "KEY=VALUE, where dots in KEY reach into objects and [0] into lists";
        throw new ConfigError("this run", [
            {
                path: "--config",
                found: JSON.stringify(equals === -1 ? "no =" : name),
                expected,
                fix: "--config kratos.log.level=debug",
            },
        ]);
    }
    const value = text.slice(equals + 1);
    const key = namespace === undefined ? fullKey(first) : `${namespace}:${first}`;
    return { key, path: rest, value: rest.length === 0 ? value : typed(value) };
}

/** Types as `pulumi config set --path` gives them: switches and whole numbers, but nothing with a leading zero. */
function typed(text: string): unknown {
    if (text === "true" || text === "false") return text === "true";
    return /^(0|-?[1-9]\d{0,15})$/.test(text) ? Number(text) : text;
}

/** The value with one more thing in it; objects and lists on the way are made if they are missing. */
export function withValue(container: unknown, path: Path, value: unknown): unknown {
    const [step, ...rest] = path;
    if (step === undefined) return value;
    if (typeof step === "number") {
        const list: unknown[] = Array.isArray(container) ? [...(container as unknown[])] : [];
        list[step] = withValue(list[step], rest, value);
        return list;
    }
    const object = typeof container === "object" && container !== null && !Array.isArray(container) ? container : {};
    return { ...object, [step]: withValue((object as Record<string, unknown>)[step], rest, value) };
}
