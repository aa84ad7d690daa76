import { z } from "zod";
import type { Changes } from "../preview/compare/changes";
import { UsageError } from "../shared/exit";

/** What a pull request does to one stack. */
export type StackReport = { readonly stack: string } & Outcome;

type Outcome =
    /** Both previews are there. */
    | ({ readonly state: "compared"; readonly changes: Changes } & Totals)
    /** There is nothing to compare with: the stack is new or, with an `error`, its earlier preview failed. */
    | ({ readonly state: "alone"; readonly error?: string } & Totals)
    /** It cannot be previewed. */
    | { readonly state: "failed"; readonly error: string }
    /** Its file is gone. What is deployed stays. */
    | { readonly state: "removed" };

interface Totals {
    readonly resources: number;
    readonly connections: number;
    readonly mandatory: number;
    readonly advisory: number;
}

/** More than any stack has; what claims to have more is refused. */
const MOST = 20_000;

const text = z.string().max(100_000);
const count = z.number().int().min(0);
const value = z.json().exactOptional();
const fieldSchema = z.object({ path: text, before: value, after: value });
const rowSchema = z.object({ from: text, to: text, port: z.number(), protocol: text });
const violationSchema = z.object({
    rule: text,
    level: z.enum(["mandatory", "advisory"]),
    severity: z.enum(["critical", "high", "medium", "low"]),
    resource: text,
    message: text,
});
const changesSchema = z.object({
    dangers: z
        .array(
            z.object({
                what: z.enum([
                    "removed",
                    "replaced",
                    "shrunk",
                    "downgraded",
                    "version unknown",
                    "other engine",
                    "connection opened",
                    "TLS lost",
                    "route exposed",
                    "policy violated",
                    "weakened",
                    "protection lost",
                ]),
                subject: text,
                fields: z.array(fieldSchema).max(MOST),
                why: text,
                // A page of this project and nothing else: it becomes a link.
                runbook: z
                    .string()
                    .max(200)
                    .regex(/^docs\/[\w/-]+\.md(#[\w-]+)?$/)
                    .exactOptional(),
            }),
        )
        .max(MOST),
    resources: z
        .array(
            z.object({
                kind: z.enum(["added", "changed", "replaced", "removed"]),
                type: text,
                name: text,
                fields: z.array(fieldSchema).max(MOST),
            }),
        )
        .max(MOST),
    opened: z.array(rowSchema).max(MOST),
    closed: z.array(rowSchema).max(MOST),
    violated: z.array(violationSchema).max(MOST),
    fixed: z.array(violationSchema).max(MOST),
});
const totals = { resources: count, connections: count, mandatory: count, advisory: count };
const stack = z.string().regex(/^[\w-][\w.-]{0,99}$/);
const schema = z
    .array(
        z.discriminatedUnion("state", [
            z.object({ stack, state: z.literal("compared"), changes: changesSchema, ...totals }),
            z.object({ stack, state: z.literal("alone"), error: text.exactOptional(), ...totals }),
            z.object({ stack, state: z.literal("failed"), error: text }),
            z.object({ stack, state: z.literal("removed") }),
        ]),
    )
    .max(50);

/**
 * Reads reports that anybody may have written.
 *
 * @throws UsageError if they are not of the form that `npm run comment -- --json` prints
 */
export function parseReports(json: string): readonly StackReport[] {
    let parsed: unknown;
    try {
        parsed = JSON.parse(json);
    } catch {
        throw new UsageError("The changes are not JSON.");
    }
    const result = schema.safeParse(parsed);
    if (!result.success) {
        // The paths alone: values are a stranger's.
        const places = result.error.issues.slice(0, 5).map(({ path }) => path.join(".") || "the whole");
        throw new UsageError(`The changes are not what npm run comment -- --json prints: see ${places.join(", ")}.`);
    }
    return result.data;
}
