import { parse } from "yaml";
import { formatPath } from "../../../kubernetes/field";
import type { ResourceEntry } from "../model/entries";
import { type Fields, fields, list, type Json, text } from "../../../kubernetes/json";

/** One setting of a resource. */
export interface Leaf {
    /** Where it stands, for people. */
    readonly path: string;
    /** A plain value, or a list of them: their order means nothing in what is looked at here. */
    readonly value: Json;
}

/**
 * The settings of a resource, by keys joined with dots. They reach into the configuration files in a ConfigMap and in a
 * chart's values; items of a list go by their name where they have one, so that a new one does not shift the others. The
 * contents of a Secret are none: they are placeholders.
 */
export function leaves({ type, inputs }: ResourceEntry): ReadonlyMap<string, Leaf> {
    const found = new Map<string, Leaf>();
    if (type === "kubernetes:core/v1:Secret") {
        return found;
    }
    const visit = (value: Json, keys: readonly (string | number)[]): void => {
        const key = keys.at(-1);
        const read = typeof value === "string" && typeof key === "string" ? readFile(key, value) : value;
        if (Array.isArray(read) && read.some((item) => typeof item === "object")) {
            const names = read.map((item) => text(fields(item)["name"]));
            const areNames = names.every((name) => name !== undefined) && new Set(names).size === names.length;
            read.forEach((item, index) => {
                visit(item, [...keys, (areNames ? names[index] : undefined) ?? index]);
            });
        } else if (typeof read === "object" && read !== null && !Array.isArray(read)) {
            Object.entries(read).forEach(([name, item]) => {
                visit(item, [...keys, name]);
            });
        } else {
            found.set(keys.join("."), { path: formatPath(keys), value: read });
        }
    };
    visit(withRights(type, inputs), []);
    return found;
}

/** What a configuration file says, by the name it has in a ConfigMap or in a chart's values; other texts are plain values. */
function readFile(name: string, content: string): Json {
    if (/\.(ya?ml|json)$/.test(name)) {
        try {
            const value = parse(content) as Json | undefined;
            return typeof value === "object" ? value : content;
        } catch {
            return content;
        }
    }
    return /\.conf$|-snippets$/.test(name) ? directives(content) : content;
}

/** Lines such as `ssl = on`, `tls-port 6379` and `add_header Name "value";`; a directive that comes again is a list. */
function directives(content: string): Fields {
    const found: Record<string, Json> = {};
    for (const line of content.split("\n")) {
        const [, name, value] = /^\s*(add_header\s+[\w-]+|[\w-]+)\s*[\s=]\s*(\S.*?);?\s*$/.exec(line) ?? [];
        if (name !== undefined && value !== undefined) {
            const before = found[name];
            found[name] = before === undefined ? value : [...(Array.isArray(before) ? before : [before]), value];
        }
    }
    return found;
}

/** A role's rules as the rights they give, and a binding's subjects by their names: plain lists, which can be compared. */
function withRights(type: string, inputs: Fields): Fields {
    if (!type.startsWith("kubernetes:rbac.authorization.k8s.io/")) {
        return inputs;
    }
    return {
        ...inputs,
        ...("rules" in inputs ? { rules: list(inputs["rules"]).flatMap((rule) => rights(fields(rule))) } : {}),
        ...("subjects" in inputs ? { subjects: list(inputs["subjects"]).map((each) => subject(fields(each))) } : {}),
    };
}

function rights(rule: Fields): string[] {
    const texts = (key: string): string[] => list(rule[key]).map((item) => text(item) ?? "");
    const names = texts("resourceNames");
    const only = names.length === 0 ? [""] : names.map((name) => ` ${name}`);
    const groups = texts("apiGroups").map((group) => (group === "" ? "" : `${group}/`));
    const what = [
        ...groups.flatMap((group) =>
            texts("resources").flatMap((kind) => only.map((name) => `${group}${kind}${name}`)),
        ),
        ...texts("nonResourceURLs"),
    ];
    return texts("verbs").flatMap((verb) => what.map((each) => `${verb} ${each}`));
}

function subject({ kind, namespace, name }: Fields): string {
    return `${text(kind) ?? ""} ${namespace === undefined ? "" : `${text(namespace) ?? ""}/`}${text(name) ?? ""}`;
}
