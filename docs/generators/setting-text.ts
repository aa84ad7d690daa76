import { z } from "zod";
import { node, type Node, options, type Setting } from "../../config/schema/walk";

/** The value of a setting in words. */
export function accepted({ core, meta }: Node): string {
    const choices = options(core);
    if (choices.length > 0) return choices.map(code).join(", ");
    if (meta.accepted !== undefined) return meta.accepted;
    if (core instanceof z.ZodObject) return "an object, see below";
    if (core instanceof z.ZodArray) return `a list; each: ${accepted(node(core.element))}`;
    if (core instanceof z.ZodBoolean) return "true or false";
    throw new Error(`No words for a setting of type ${core._zod.def.type}: give it \`accepted\``);
}

/** What a setting is when it is left out. */
export function preset({ node: of }: Setting): string {
    const { default: value, meta, optional } = of;
    if (meta.defaultText !== undefined) return meta.defaultText;
    if (isObject(of) && optional) return "its settings' defaults";
    if (Array.isArray(value) && value.length > 0) return value.map((item) => code(String(item))).join(", ");
    if (typeof value === "object") return "none";
    if (value !== undefined) return code(typeof value === "string" ? value : JSON.stringify(value));
    return optional ? "none" : "required";
}

/** Whether it is there to hold other settings. */
export function isObject({ core }: Node): boolean {
    return core instanceof z.ZodObject;
}

/** A table in Markdown; cells must not hold line breaks. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
    return [head, head.map(() => "---"), ...rows]
        .map((cells) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`)
        .join("\n");
}

export function code(text: string): string {
    return `\`${text}\``;
}
