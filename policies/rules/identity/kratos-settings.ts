import type { Norms } from "../../../environments";
import { seed } from "../references";
import type { PolicyObject } from "../../../kubernetes/resource";
import { type Finding, judged, type Rule, type Situation } from "../../engine/rule";
import { KRATOS_FILE, settingsFiles } from "../norms/files";

/** One setting of Kratos, and what makes it safe. */
interface Setting {
    readonly path: readonly string[];
    readonly isSafe: (value: unknown) => boolean;
    readonly expected: string;
    readonly write: string;
    /** Of which environments it is asked, by a fact of theirs. @default of all */
    readonly where?: keyof Norms;
}

const not =
    (...values: readonly unknown[]) =>
    (value: unknown): boolean =>
        !values.includes(value);
const oneOf =
    (...values: readonly unknown[]) =>
    (value: unknown): boolean =>
        values.includes(value);
/** At least so much, if it is set: Kratos' own default is enough. */
const atLeast =
    (least: number) =>
    (value: unknown): boolean =>
        value === undefined || (typeof value === "number" && value >= least);
const isHttps = (value: unknown): boolean => typeof value === "string" && value.startsWith("https://");

/** OWASP's choices for argon2id, which are equally strong. */
const ARGON2 = [
    { memory: 46, iterations: 1 },
    { memory: 19, iterations: 2 },
    { memory: 12, iterations: 3 },
    { memory: 9, iterations: 4 },
    { memory: 7, iterations: 5 },
];

/** Whether it is one of those, or more; Kratos' own default is 128MB in one iteration. */
function isStrong(argon2: unknown): boolean {
    const { memory = "128MB", iterations = 1 } = (argon2 ?? {}) as { memory?: unknown; iterations?: unknown };
    const [size, times] = [megabytes(memory), Number(iterations)];
    return ARGON2.some((least) => size >= least.memory && times >= least.iterations);
}

const SETTINGS: readonly Setting[] = [
    { path: ["dev"], isSafe: not(true), expected: "false or nothing", write: "dev: false" },
    {
        path: ["serve", "public", "base_url"],
        isSafe: isHttps,
        expected: "an https URL, which makes cookies Secure",
        write: "base_url: https://…",
        where: "shared",
    },
    ...["public", "admin"].map((api): Setting => ({
        path: ["serve", api, "tls", "cert"],
        isSafe: not(undefined),
        expected: "a certificate",
        write: "tls: { cert: { path: … }, key: { path: … } }",
        where: "shared",
    })),
    {
        path: ["cookies", "same_site"],
        isSafe: not("None"),
        expected: "Strict or Lax",
        write: "same_site: Strict",
    },
    {
        path: ["ciphers", "algorithm"],
        isSafe: oneOf("xchacha20-poly1305", "aes"),
        expected: "xchacha20-poly1305 or aes; by default nothing is encrypted",
        write: "ciphers: { algorithm: xchacha20-poly1305 }",
    },
    {
        path: ["hashers", "algorithm"],
        isSafe: oneOf(undefined, "argon2", "bcrypt"),
        expected: "argon2 or bcrypt",
        write: "algorithm: argon2",
    },
    {
        path: ["hashers", "argon2"],
        isSafe: isStrong,
        expected: `at least ${ARGON2.map(({ memory, iterations }) => `${memory}MB and ${iterations} iterations`).join(", or ")}`,
        write: "argon2: { memory: 7MB, iterations: 5 }",
    },
    { path: ["hashers", "bcrypt", "cost"], isSafe: atLeast(12), expected: "12 or more", write: "cost: 12" },
    {
        path: ["selfservice", "methods", "password", "config", "min_password_length"],
        isSafe: atLeast(8),
        expected: "8 or more",
        write: "min_password_length: 12",
    },
    {
        path: ["selfservice", "methods", "password", "config", "identifier_similarity_check_enabled"],
        isSafe: not(false),
        expected: "true or nothing",
        write: "identifier_similarity_check_enabled: true",
    },
    {
        path: ["security", "account_enumeration", "mitigate"],
        isSafe: oneOf(true),
        expected: "true; otherwise anybody learns who has an account",
        write: "account_enumeration: { mitigate: true }",
    },
    {
        path: ["clients", "http", "disallow_private_ip_ranges"],
        isSafe: oneOf(true),
        expected: "true; otherwise web hooks reach the cluster",
        write: "http: { disallow_private_ip_ranges: true }",
    },
    ...["verification", "recovery"].map((flow): Setting => ({
        path: ["selfservice", "flows", flow, "notify_unknown_recipients"],
        isSafe: not(true),
        expected: "false or nothing; otherwise anybody can have mail sent to strangers",
        write: "notify_unknown_recipients: false",
    })),
    {
        path: ["log", "level"],
        isSafe: oneOf(undefined, "info", "warning"),
        expected: "info or warning",
        write: "level: info",
        where: "live",
    },
    {
        path: ["log", "format"],
        isSafe: oneOf("json"),
        expected: "json, which what collects logs can read",
        write: "format: json",
        where: "live",
    },
    {
        path: ["log", "leak_sensitive_values"],
        isSafe: not(true),
        expected: "false or nothing",
        write: "leak_sensitive_values: false",
        where: "live",
    },
];

export const kratosSettings: Rule = {
    id: "kratos-settings",
    title: "Kratos' configuration keeps what it knows about people",
    description:
        "Some settings of Kratos switch protection off: values stored as plain text, weak password hashes, a log with tokens, answers that tell who has an account.",
    level: "mandatory",
    severity: "high",
    references: [
        seed("Kratos production setup", "Checklist Before Going Live: logging, leak_sensitive_values, HTTPS"),
        {
            title: "OWASP Password Storage Cheat Sheet",
            url: "https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html",
        },
        {
            title: "Ory Kratos: configuration reference",
            url: "https://www.ory.com/docs/kratos/reference/configuration",
        },
    ],
    remediation: "Write the setting as the message says; components/identity/kratos-config.ts has all of them.",
    kinds: ["ConfigMap"],
    check: (object, situation) => judged(() => judgeFiles(object, situation)),
};

function judgeFiles(object: PolicyObject, situation: Situation): Finding[] {
    const asked = SETTINGS.filter(({ where }) => where === undefined || situation[where]);
    return settingsFiles(object, KRATOS_FILE).flatMap(({ at, settings }) =>
        asked.flatMap(({ path, isSafe, expected, write }) => {
            const { value } = settings.at(...path);
            const found = `${path.join(".")}: ${value === undefined ? "nothing" : JSON.stringify(value)}`;
            // None of these settings is a secret.
            return isSafe(value) ? [] : [{ at, found, expected, write }];
        }),
    );
}

function megabytes(value: unknown): number {
    const [, number = "0", unit = ""] = /^(\d+)\s*([KMG]?)i?B$/i.exec(String(value)) ?? [];
    return Number(number) * ({ K: 1 / 1000, M: 1, G: 1000 }[unit.toUpperCase()] ?? 1e-6);
}
