import type { z } from "zod";
import { encrypt, type Finding, remove, say, set, type Fix } from "./finding";
import { katoVariables } from "./kato-variables";
import { formatPath, type Path, valueAt } from "./path";
import { kratosVariables } from "./seed-variables";
import { allSettings, node, schemaAt, shapeFor, variants } from "./schema/walk";
import { closest, plain } from "./suggest";

const topLevel = "no password here: secrets are keys of their own at the top level";
const generated = `${topLevel}, and \`standalone\` generates its own`;

/** Names that other tools and the guides use for something that is solved differently here. */
const elsewhere: { name: RegExp; expected: string; fixes?: readonly Fix[] }[] = [
    {
        name: /^cluster\.storage_?class(_?name)?$/i,
        expected: "it has moved to `storage`, which also says whether the class encrypts its volumes",
        fixes: [
            set(["storage", "mode"], "existing"),
            set(["storage", "class"], "gp3-encrypted"),
            set(["storage", "encrypted"], "true"),
        ],
    },
    {
        name: /^kratos\.smtp\.(.*pass.*)$|^(kratos)?smtppass(word)?$/i,
        expected: topLevel,
        fixes: [encrypt("smtpPassword")],
    },
    {
        name: /^postgres\.(.*pass.*)$|^(postgres|db|database)pass(word)?$/i,
        expected: generated,
        fixes: [encrypt("postgresPassword")],
    },
    { name: /^mongo(db)?\.(.*pass.*)$|^mongopass(word)?$/i, expected: generated, fixes: [encrypt("mongodbPassword")] },
    { name: /^redis\.(.*(pass|auth).*)$/i, expected: generated, fixes: [encrypt("redisPassword")] },
    { name: /^qdrant\.(.*(pass|key).*)$/i, expected: generated, fixes: [encrypt("qdrantApiKey")] },
    {
        name: /^kato\.registry\.(.*(pass|token|secret).*)$/i,
        expected: topLevel,
        fixes: [encrypt("katoRegistryPassword")],
    },
    {
        name: /^edge\.(tls|certificates)\.(.*(cert|chain|key|pem).*)$/i,
        expected: "no PEM text here: with `edge.certificates.issuer: provided` it is in two secrets",
        fixes: [encrypt("edgeCertificate"), encrypt("edgePrivateKey")],
    },
    {
        name: /^(mongodb|redis|qdrant)\.(.*_?ur[li]|connection_?string)$/i,
        expected:
            "no URL: it is assembled from `host`, `port` and the login, always with TLS and the certificate verified",
    },
    {
        name: /(dsn|connection_?string|(database|postgres)_?ur[li])$/i,
        expected:
            "no DSN: it is assembled from `postgres`, always PostgreSQL with `sslmode=verify-full`; a database in memory would lose every identity on restart",
    },
    {
        name: /ssl_?mode$/i,
        expected: "no sslmode: connections to the database always use `verify-full`",
    },
    {
        name: /skip_?ssl_?verify$|disable_?starttls$|insecure(_?skip_?verify)?$/i,
        expected: "no such switch (`skip_ssl_verify`): TLS and the server's certificate are always verified",
    },
    {
        name: /connection_?ur[li]$|^smtp_?ur[li]$/i,
        expected:
            "the parts of `smtp` (host, port, user, security) and the secret `smtpPassword`; certificates are always verified, so there is no `skip_ssl_verify`",
        fixes: [encrypt("smtpPassword")],
    },
    {
        name: /(^|\.)kratos(\.secrets?|_?secret)|^secrets\.(cookie|cipher|default)|(cookie|cipher)_?secret$/i,
        expected: "no secret of Kratos: they are generated, and rotate by `secrets.generations`",
    },
    {
        name: /admin_?(base_?)?url$/i,
        expected: "no admin URL: the admin API is reached inside the cluster only",
    },
];

/** What to say about a key that the schema does not know. */
export function unknownKey(schema: z.core.$ZodType, path: Path, raw: unknown): Finding {
    const found = "a key that does not exist";
    const name = formatPath(path);
    const moved = fromGuide(path) ?? elsewhere.find((entry) => entry.name.test(name));
    if (moved !== undefined) {
        return { path, found, expected: moved.expected, fixes: [remove(path), ...(moved.fixes ?? [])] };
    }
    const parent = path.slice(0, -1);
    const key = String(path.at(-1));
    const siblings = keysAt(schema, parent, raw);
    const variant = variantWith(schema, parent, key);
    if (variant !== undefined) {
        return { path, found, expected: `\`${key}\` only with \`${variant}\``, fixes: [remove(path)] };
    }
    const meant = closest(key, siblings);
    if (meant !== undefined) {
        return rename(path, [...parent, meant]);
    }
    const namesake = [...allSettings(schema)].find((setting) => plain(String(setting.path.at(-1))) === plain(key));
    if (namesake !== undefined) return rename(path, namesake.path);
    return { path, found, expected: siblings.join(", "), fixes: [remove(path)] };
}

function rename(path: Path, to: Path): Finding {
    const name = formatPath(to);
    return {
        path,
        found: "a key that does not exist",
        expected: `did you mean \`${name}\`?`,
        fixes: [say(`rename it to \`${name}\` in the stack's file, or remove it:`), remove(path)],
    };
}

function fromGuide(path: Path): { expected: string; fixes?: readonly Fix[] } | undefined {
    const key = plain(String(path.at(-1)));
    const seed = [...kratosVariables, ...katoVariables].find(({ variable }) => plain(variable) === key);
    if (seed === undefined) return undefined;
    const keys = seed.keys.map((each) => `\`${formatPath(each)}\``).join(" and ");
    const expected = [keys === "" ? "" : `${keys} in its place`, seed.note].filter((part) => part !== "").join("; ");
    return { expected };
}

function keysAt(schema: z.core.$ZodType, path: Path, raw: unknown): string[] {
    const at = schemaAt(schema, path, raw);
    return at === undefined ? [] : Object.keys(shapeFor(node(at).core, valueAt(raw, path)) ?? {});
}

function variantWith(schema: z.core.$ZodType, path: Path, key: string): string | undefined {
    const at = schemaAt(schema, path, undefined);
    const owner = at === undefined ? undefined : variants(node(at).core).find(({ shape }) => key in shape);
    return owner === undefined ? undefined : `${formatPath([...path, owner.key])}: ${owner.value}`;
}
