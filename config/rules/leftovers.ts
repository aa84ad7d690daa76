import { type Finding, say, set } from "../finding";
import { isObject, isWithin, type Path } from "../path";
import { fullKey, ownKey, project } from "../project";
import { settings, stackSchema } from "../schema";
import { requirements, schemaAt } from "../schema/walk";
import type { ConfigSource } from "../source";
import { closest } from "../suggest";

const refused: { pattern: RegExp; expected: string }[] = [
    {
        pattern: /skip_?ssl_?verify|disable_?starttls/i,
        expected:
            "a value without `skip_ssl_verify` or `disable_starttls`: TLS and the server's certificate are always verified",
    },
    {
        pattern: /sslmode=|^\s*(postgres(ql)?|cockroach|mysql|sqlite3?):\/\//i,
        expected: "no DSN: it is assembled from `postgres`, always with `sslmode=verify-full`",
    },
];

/** Switches that weaken TLS, smuggled into a value: those of the setup guide's connection strings. Looks at what was written. */
export function leftovers(raw: Readonly<Record<string, unknown>>): Finding[] {
    return (
        Object.keys(settings)
            .flatMap((key) => texts(raw[key], [key]))
            // What KATO makes of variables of its own is not known here.
            .filter(({ path }) => !isWithin(path, ["kato", "extraEnv"]))
            .flatMap(({ path, text }): Finding[] => {
                const match = refused.find(({ pattern }) => pattern.test(text));
                const schema = schemaAt(stackSchema, path, raw);
                // A key that does not exist has a finding of its own, which says where its value belongs.
                if (match === undefined || schema === undefined) return [];
                const fixes = requirements(schema, path).map((each) => set(each.path, each.value));
                return [{ path, expected: match.expected, fixes }];
            })
    );
}

function texts(value: unknown, path: Path): { path: Path; text: string }[] {
    if (typeof value === "string") return [{ path, text: value }];
    if (Array.isArray(value)) return value.flatMap((item, i) => texts(item, [...path, i]));
    return isObject(value) ? Object.entries(value).flatMap(([key, item]) => texts(item, [...path, key])) : [];
}

/** Keys of a project that is not there, but whose name is nearly ours: nothing would read them, and a default would hold. */
export function misspelt({ values }: ConfigSource): Finding[] {
    return Object.keys(values)
        .filter((key) => ownKey(key) === undefined)
        .flatMap((key): Finding[] => {
            const [namespace = "", name = ""] = key.split(":");
            if (closest(namespace, [project]) === undefined) return [];
            const meant = fullKey(name);
            return [
                {
                    path: [key],
                    found: `a key of another project, ${namespace}`,
                    expected: `did you mean \`${meant}\`?`,
                    fixes: [say(`rename it to \`${meant}\` in the stack's file`)],
                },
            ];
        });
}
