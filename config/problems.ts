import type { Problem } from "./errors";
import type { Finding } from "./finding";
import { describeFound, describeHidden } from "./found";
import { formatPath, isWithin, valueAt } from "./path";
import { fullKey } from "./project";
import { secretKeys, stackSchema } from "./schema";
import { allSettings, node, schemaAt } from "./schema/walk";
import type { ConfigSource } from "./source";

/** One finding per setting: the first list that says something about it, or about what it is part of, has the say. */
export function unique(...lists: readonly Finding[][]): Finding[] {
    const kept: Finding[] = [];
    for (const list of lists) {
        const before = [...kept];
        for (const finding of list) {
            const settled = before.some(({ path }) => isWithin(finding.path, path));
            const same = kept.some(({ path }) => formatPath(path) === formatPath(finding.path));
            if (!settled && !same) kept.push(finding);
        }
    }
    return inSchemaOrder(kept);
}

/** The order of the documentation and of most stack files; keys that do not exist come after their siblings. */
function inSchemaOrder(findings: readonly Finding[]): Finding[] {
    const order = [...allSettings(stackSchema)].map(({ path }) => path);
    const rank = ({ path }: Finding) => {
        const plain = path.map((step) => (typeof step === "number" ? 0 : step));
        const known = order.findLast((each) => isWithin(plain, each)) ?? [];
        const exists = known.length === plain.length;
        return exists ? order.indexOf(known) : order.findLastIndex((each) => isWithin(each, known)) + 0.5;
    };
    return findings.toSorted((a, b) => rank(a) - rank(b));
}

/** The finding as the user gets it: what was found is looked up, masked, and shown. */
export function toProblem(finding: Finding, source: ConfigSource, raw: Readonly<Record<string, unknown>>): Problem {
    return {
        path: formatPath(finding.path),
        found: finding.found ?? found(finding, source, raw),
        expected: finding.expected,
        fix: finding.fixes.map((fix) => fix(source.stack)).join("\n"),
    };
}

function found({ path }: Finding, source: ConfigSource, raw: Readonly<Record<string, unknown>>): string {
    const [top = ""] = path;
    const value = valueAt(raw, path);
    if (source.secretKeys.has(fullKey(String(top))) || secretKeys.some((secret) => secret === top)) {
        return describeHidden(value);
    }
    if (value === undefined) {
        const schema = schemaAt(stackSchema, path, raw);
        const preset = schema === undefined ? undefined : node(schema).default;
        return preset === undefined ? "nothing" : `nothing, so the default: ${JSON.stringify(preset)}`;
    }
    // Very short secrets would hide unrelated values.
    const secrets = [...source.secretKeys].map((key) => source.values[key] ?? "").filter((text) => text.length > 3);
    return describeFound(value, secrets);
}
