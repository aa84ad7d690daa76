import assert from "node:assert/strict";
import { z } from "zod";
import { formatPath, type Path } from "../../config/path";
import { stackSchema } from "../../config/schema";
import { exampleOf, node } from "../../config/schema/walk";
import { problemsOf } from "./stacks";

interface Leaf {
    readonly path: Path;
    readonly schema: z.core.$ZodType;
    readonly core: z.core.$ZodType;
}

/** Every setting that holds no named settings, with its wrappers; lists and records besides what is in them. */
function* leaves(schema: z.core.$ZodType, path: Path): Generator<Leaf> {
    const { core } = node(schema);
    const shapes =
        core instanceof z.ZodDiscriminatedUnion ? core.options : core instanceof z.ZodObject ? [core] : undefined;
    if (shapes !== undefined) {
        for (const shape of shapes) {
            for (const [key, child] of Object.entries((shape as z.ZodObject<Record<string, z.ZodType>>).shape))
                yield* leaves(child, [...path, key]);
        }
        return;
    }
    yield { path, schema, core };
    if (core instanceof z.ZodArray) yield* leaves(core.element, [...path, 0]);
    if (core instanceof z.ZodRecord) yield* leaves(core.valueType, [...path, "NAME"]);
}

/** Values that no Secret, ConfigMap or variable could hold: more than 1 MiB, or a number that is none of any use. */
function excessive({ schema, core }: Leaf): unknown[] {
    const many = 100_000;
    if (core instanceof z.ZodArray) {
        const item = node(core.element);
        const one = item.core instanceof z.ZodObject ? {} : exampleOf(item);
        return [Array.from({ length: many }, () => one)];
    }
    if (core instanceof z.ZodRecord) {
        const one = exampleOf(node(core.valueType));
        return [Object.fromEntries(Array.from({ length: many }, (_, i) => [`NAME_${i}`, one]))];
    }
    if (core instanceof z.ZodBoolean || core instanceof z.ZodEnum || core instanceof z.ZodLiteral) return [];
    const example = exampleOf(node(schema));
    return [1e12, "a".repeat(2e6), "1".repeat(2e6), example + "0".repeat(2e6), example.repeat(2e5)];
}

describe("every setting has a bound", () => {
    for (const leaf of leaves(stackSchema, [])) {
        it(formatPath(leaf.path), () => {
            for (const value of excessive(leaf)) {
                assert.equal(z.safeParse(leaf.schema, value).success, false, JSON.stringify(value).slice(0, 80));
            }
        });
    }

    const said: readonly (readonly [string, string, string])[] = [
        ["keys that no variable could hold", "kato: { apiKeys: { count: 10000 } }", "2 to 100"],
        ["days that no database can count", "retention: { days: 1000000000000 }", "1 to 36500"],
        ["a time that Go cannot count", "kratos: { sessionLifespan: 9999999h }", "at most `87600h`"],
        ["a volume that nobody makes", "postgres: { storage: 100Ti }", "at most `64Ti`"],
        [
            "more origins than a variable holds",
            `kratos: { allowedOrigins: [${Array.from({ length: 101 }, (_, i) => `https://a${i}.karima.com`).join()}] }`,
            "at most 100 items",
        ],
    ];
    for (const [what, patch, accepted] of said) {
        it(`and says so: ${what}`, () => {
            const [problem, ...others] = problemsOf("prod", patch);
            assert.ok(problem?.expected.includes(accepted), problem?.expected);
            assert.deepEqual(others, []);
        });
    }

    const providers = "pulumi:disable-default-providers";
    for (const value of ["null", "[]", "[kubernetes]", "[aws]", "kubernetes", "{ kubernetes: true }", '""']) {
        it(`no provider is made by default: ${value} is refused`, () => {
            const problems = problemsOf("prod", `${providers}: ${value}`);
            assert.deepEqual(
                problems.map(({ path }) => path),
                [providers],
            );
            assert.match(
                problems[0]?.fix ?? "",
                /config set --path 'pulumi:disable-default-providers\[0\]' kubernetes/,
            );
        });
    }

    it("nor with a star", () => {
        assert.deepEqual(problemsOf("prod", `${providers}: ["*"]`), []);
    });
});
