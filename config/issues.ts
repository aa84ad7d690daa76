import { z } from "zod";
import { encrypt, type Finding, type Fix, remove, say, set, setFromFile } from "./finding";
import { type Path, valueAt } from "./path";
import { secretKeys } from "./schema";
import { node, options, requirements, schemaAt, shapeFor, variants } from "./schema/walk";
import { closest } from "./suggest";
import { unknownKey } from "./unknown-keys";

/** What zod found, in our words. */
export function findingsOf(schema: z.ZodType, issues: readonly z.core.$ZodIssue[], raw: unknown): Finding[] {
    return issues.flatMap((issue) => {
        const path = issue.path.map((step) => (typeof step === "symbol" ? String(step) : step));
        if (issue.code === "unrecognized_keys") return issue.keys.map((key) => unknownKey(schema, [...path, key], raw));
        if (issue.code === "invalid_union" && issue.discriminator !== undefined) {
            return [wrongVariant(schema, path, raw)];
        }
        return [wrongValue(schema, issue, path, raw)];
    });
}

function wrongValue(schema: z.ZodType, issue: z.core.$ZodIssue, path: Path, raw: unknown): Finding {
    const value = valueAt(raw, path);
    const at = node(schemaAt(schema, path, raw) ?? schema);
    const choices = options(at.core);
    const tooMany = issue.code === "too_big" && issue.origin === "array" ? `at most ${issue.maximum} items` : undefined;
    const listed = tooMany ?? (choices.length > 0 ? choices.join(", ") : kind(at.core));
    const accepted = stated(issue, "accepted") ?? at.meta.accepted ?? listed;
    const meant = typeof value === "string" ? closest(value, choices) : undefined;
    return {
        path,
        expected: accepted + didYouMean(meant),
        fixes: fixesFor(schema, path, raw, meant ?? stated(issue, "better")),
    };
}

/** What a check of ours said about the value, see `refuse` in schema/fields.ts. */
function stated(issue: z.core.$ZodIssue, what: "accepted" | "better"): string | undefined {
    const value: unknown = issue.code === "custom" ? issue.params?.[what] : undefined;
    return typeof value === "string" ? value : undefined;
}

function didYouMean(meant: string | undefined): string {
    return meant === undefined ? "" : `; did you mean \`${meant}\`?`;
}

function fixesFor(schema: z.ZodType, path: Path, raw: unknown, better: string | undefined): Fix[] {
    const [first] = path;
    const secret = path.length === 1 ? secretKeys.find((key) => key === first) : undefined;
    if (secret !== undefined) return [encrypt(secret)];
    const at = schemaAt(schema, path, raw) ?? schema;
    const { core, meta } = node(at);
    if (meta.file !== undefined) return [setFromFile(path, meta.file)];
    if (better !== undefined) return [set(path, better)];
    if (typeof valueAt(raw, path) === "number" && (core instanceof z.ZodString || core instanceof z.ZodEnum)) {
        // `pulumi config set --path` would make a number of it again.
        return [say("write it in quotes in the stack's file")];
    }
    if (first === "environment") {
        // A stack called prod should not be told to become a development one.
        return [(stack) => set(path, closest(stack, options(core)) ?? "production")(stack)];
    }
    const value = valueAt(raw, path);
    // `pulumi config set --path` makes no object or list out of text: what is there has to go first.
    const fits = Array.isArray(value) && core instanceof z.ZodArray;
    const inTheWay = value !== undefined && !fits && isContainer(core);
    return [...(inTheWay ? [remove(path)] : []), ...setAll(at, path)];
}

function isContainer(core: z.core.$ZodType): boolean {
    return (
        core instanceof z.ZodObject ||
        core instanceof z.ZodDiscriminatedUnion ||
        core instanceof z.ZodArray ||
        core instanceof z.ZodRecord
    );
}

function setAll(schema: z.core.$ZodType, path: Path): Fix[] {
    return requirements(schema, path).map((each) => set(each.path, each.value));
}

function wrongVariant(schema: z.ZodType, path: Path, raw: unknown): Finding {
    const parent = path.slice(0, -1);
    const at = schemaAt(schema, parent, raw) ?? schema;
    const { core, meta } = node(at);
    const choices = variants(core).map((variant) => variant.value);
    const value = valueAt(raw, path);
    const meant = typeof value === "string" ? closest(value, choices) : undefined;
    return {
        path,
        expected: (meta.accepted ?? choices.join(", ")) + didYouMean(meant),
        fixes: meant === undefined ? setAll(at, parent) : [set(path, meant)],
    };
}

/** Words for the kinds of value that have no text of their own: objects, lists and switches. */
function kind(core: z.core.$ZodType): string {
    const shapes = [shapeFor(core, undefined) ?? {}, ...variants(core).map(({ shape }) => shape)];
    const keys = shapes.flatMap((shape) => Object.keys(shape));
    if (keys.length > 0) return `an object with the keys ${[...new Set(keys)].join(", ")}`;
    return core instanceof z.ZodBoolean ? "true or false" : "a list with at least one item";
}
