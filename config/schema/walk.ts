import { z } from "zod";
import { isObject, type Path } from "../path";

/** A setting without its wrappers: what it holds, and what the wrappers say about it. */
export interface Node {
    readonly core: z.core.$ZodType;
    readonly meta: z.GlobalMeta;
    /** Whether it may be left out. */
    readonly optional: boolean;
    /** The value it has when it is left out; `undefined` if that is no value or an object of defaults. */
    readonly default: unknown;
}

/** Takes the wrappers (optional, default, transform) off; what an outer one says wins. */
export function node(schema: z.core.$ZodType): Node {
    const meta = z.globalRegistry.get(schema) ?? {};
    if (schema instanceof z.ZodOptional) return wrapped(schema.unwrap(), meta, { optional: true });
    if (schema instanceof z.ZodPrefault) return wrapped(schema.unwrap(), meta, { optional: true });
    if (schema instanceof z.ZodDefault) {
        return wrapped(schema.unwrap(), meta, { optional: true, default: schema.def.defaultValue });
    }
    if (schema instanceof z.ZodPipe) return wrapped(schema.in, meta, {});
    return { core: schema, meta, optional: false, default: undefined };
}

function wrapped(inner: z.core.$ZodType, meta: z.GlobalMeta, outer: Partial<Node>): Node {
    const of = node(inner);
    return { ...of, ...outer, meta: { ...of.meta, ...meta } };
}

/** The keys of an object with their schemas. */
export type Shape = Readonly<Record<string, z.core.$ZodType>>;

/** The variants of a setting that has several, each with the value of its discriminator. */
export function variants(core: z.core.$ZodType): { key: string; value: string; shape: Shape }[] {
    if (!(core instanceof z.ZodDiscriminatedUnion)) return [];
    const key = core.def.discriminator;
    return core.options.flatMap((option) => {
        const shape = shapeOf(option);
        const literal = shape?.[key];
        return shape === undefined || literal === undefined
            ? []
            : options(literal).map((value) => ({ key, value, shape }));
    });
}

/** The keys of an object; `undefined` for anything else. */
function shapeOf(core: z.core.$ZodType): Shape | undefined {
    return core instanceof z.ZodObject ? core.shape : undefined;
}

/** The object a value is checked against: for a setting with variants, the one that the value names. */
export function shapeFor(core: z.core.$ZodType, value: unknown): Shape | undefined {
    return (
        shapeOf(core) ??
        variants(core).find((variant) => isObject(value) && value[variant.key] === variant.value)?.shape
    );
}

/** The schema of the setting at a path, following the variants that `value` names. */
export function schemaAt(schema: z.core.$ZodType, path: Path, value: unknown): z.core.$ZodType | undefined {
    const [step, ...rest] = path;
    if (step === undefined) return schema;
    const { core } = node(schema);
    const child = (value as Record<string | number, unknown> | undefined | null)?.[step];
    if (typeof step === "number") {
        return core instanceof z.ZodArray ? schemaAt(core.element, rest, child) : undefined;
    }
    const below = core instanceof z.ZodRecord ? core.valueType : shapeFor(core, value)?.[step];
    return below === undefined ? undefined : schemaAt(below, rest, child);
}

/**
 * What is usable of a value that failed the check: every part that passes on its own, defaults filled in. An item of a
 * list that does not pass leaves a hole, so that the others keep their index.
 */
export function salvage(schema: z.core.$ZodType, value: unknown): unknown {
    const result = z.safeParse(schema, value);
    if (result.success) return result.data;
    const { core } = node(schema);
    if (core instanceof z.ZodArray) {
        return Array.isArray(value) ? value.map((item) => salvage(core.element, item)) : undefined;
    }
    if (!isObject(value)) return undefined;
    if (core instanceof z.ZodRecord) {
        return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, salvage(core.valueType, item)]));
    }
    const shape = shapeFor(core, value);
    if (shape === undefined) return undefined;
    return Object.fromEntries(Object.entries(shape).map(([key, child]) => [key, salvage(child, value[key])]));
}

/** The settings that a person has to write to get a valid value: paths below `path`, each with an example. */
export function requirements(schema: z.core.$ZodType, path: Path): { path: Path; value: string }[] {
    const of = node(schema);
    const [variant] = variants(of.core);
    const shape = variant?.shape ?? shapeOf(of.core);
    if (shape !== undefined) {
        return Object.entries(shape)
            .filter(([, child]) => !node(child).optional)
            .flatMap(([key, child]) => requirements(child, [...path, key]));
    }
    if (of.core instanceof z.ZodArray) return requirements(of.core.element, [...path, 0]);
    if (of.core instanceof z.ZodRecord) return requirements(of.core.valueType, [...path, "NAME"]);
    return [{ path, value: exampleOf(of) }];
}

/** A value that a single setting accepts, as the text to write. */
export function exampleOf({ core, meta, default: preset }: Node): string {
    const scalar = typeof preset === "string" || typeof preset === "number" || typeof preset === "boolean";
    return meta.example ?? (scalar ? String(preset) : (options(core)[0] ?? ""));
}

/** The values of an enumeration; none for anything else. */
export function options(core: z.core.$ZodType): string[] {
    if (core instanceof z.ZodEnum || core instanceof z.ZodLiteral) {
        return [...(core instanceof z.ZodEnum ? core.options : core.values)].map(String);
    }
    return [];
}

/** A setting in its place. */
export interface Setting {
    readonly path: Path;
    readonly node: Node;
    /** The only variant that has it, e.g. `mode: external`. @default every variant has it */
    readonly variant?: string;
}

/** Every setting below a schema, areas included, in the order they are written. An item of a list is the step `0`. */
export function* allSettings(schema: z.core.$ZodType, path: Path = []): Generator<Setting> {
    const { core } = node(schema);
    if (core instanceof z.ZodArray) {
        yield* allSettings(core.element, [...path, 0]);
        return;
    }
    const shape = shapeOf(core);
    for (const [key, child] of Object.entries(shape ?? {})) yield* settingAndBelow(child, [...path, key]);
    yield* settingsOfVariants(core, path);
}

function* settingAndBelow(schema: z.core.$ZodType, path: Path, variant?: string): Generator<Setting> {
    const only = variant === undefined ? {} : { variant };
    yield { path, node: node(schema), ...only };
    for (const below of allSettings(schema, path)) yield { ...only, ...below };
}

function* settingsOfVariants(core: z.core.$ZodType, path: Path): Generator<Setting> {
    const all = variants(core);
    const keys = new Set(all.flatMap(({ shape }) => Object.keys(shape)));
    for (const key of keys) {
        const having = all.filter(({ shape }) => key in shape);
        const [first] = having;
        const child = first?.shape[key];
        if (first === undefined || child === undefined) continue;
        const only = having.length === all.length ? undefined : `${first.key}: ${first.value}`;
        if (key === first.key) yield discriminator(child, [...path, key], all);
        else yield* settingAndBelow(child, [...path, key], only);
    }
}

/** The setting that chooses the variant has every variant's value. */
function discriminator(schema: z.core.$ZodType, path: Path, all: readonly { value: string }[]): Setting {
    return { path, node: { ...node(schema), core: z.enum(all.map(({ value }) => value)) } };
}
