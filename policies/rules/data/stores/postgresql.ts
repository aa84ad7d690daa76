import { type Fault, mapped, refused, type Server } from "./engine";
import { isOn, lineSettings, options, type Setting, type Settings, type Word, wordsOf } from "./settings";

/** Anybody, a password in the open, a hash that is broken, or whoever the client says it is. */
const WEAK = /^(?:trust|password|md5|ident)$/i;
const METHOD = "scram-sha-256";
const HBA = /hba[^/]*\.conf$/;
/** Where what initdb is told about its pg_hba.conf is kept among the settings. */
const INITDB = ["auth", "auth-host", "auth-local"];

/**
 * PostgreSQL asks for a password unless it is told not to, and speaks no TLS unless it is told to.
 *
 * @see https://www.postgresql.org/docs/current/auth-pg-hba-conf.html, https://hub.docker.com/_/postgres
 */
export const postgresql: Server = {
    name: "PostgreSQL",
    programs: ["postgres", "postmaster", "pg_ctl"],
    ownFile: /postgres[^/]*\.conf$|hba[^/]*\.conf$/,
    file: /\.conf$/,
    folders: ["/opt/bitnami/postgresql/conf"],
    fromFile: lineSettings,
    fromWords,
    fromVariables(variables) {
        const settings = mapped(variables, {
            POSTGRES_HOST_AUTH_METHOD: "host_auth_method",
            ALLOW_EMPTY_PASSWORD: "allow_empty_password",
            POSTGRESQL_ENABLE_TLS: "tls",
        });
        const initdb = variables.find(({ name }) => name === "POSTGRES_INITDB_ARGS");
        return new Map([...settings, ...initdbSettings(wordsOf(initdb?.value ?? "", initdb?.at))]);
    },
    authentication: {
        faults: (settings) => [
            ...["host_auth_method", ...INITDB].flatMap((name) => refused(settings, name, WEAK, METHOD, METHOD)),
            ...refused(settings, "allow_empty_password", /^(?:yes|true)$/i, "no", "ALLOW_EMPTY_PASSWORD: no"),
            ...refused(
                settings,
                "password_encryption",
                /^(?!scram-sha-256$)/i,
                METHOD,
                `password_encryption = ${METHOD}`,
            ),
        ],
        missing: () => undefined,
        tableFaults: (name, text) => (HBA.test(name) ? rows(text).flatMap(methodFault) : []),
    },
    tls: {
        faults: (settings, shared) => [
            ...refused(settings, "ssl", /^(?!(?:on|true|yes|1)$)/i, "on", "ssl = on"),
            ...refused(
                settings,
                "ssl_min_protocol_version",
                shared ? /^(?!TLSv1\.3$)/ : /^(?!TLSv1\.[23]$)/,
                shared ? "TLSv1.3" : "TLSv1.2 or TLSv1.3",
                "ssl_min_protocol_version = 'TLSv1.3'",
            ),
        ],
        missing: missingTls,
        tableFaults: (name, text) => (HBA.test(name) ? rows(text).flatMap(transportFault) : []),
    },
};

function missingTls(settings: Settings, shared: boolean): Omit<Fault, "at"> | undefined {
    if (isOn(settings, "tls")) {
        return undefined;
    }
    if (!settings.has("ssl")) {
        return { setting: "ssl", found: "PostgreSQL without TLS", expected: "ssl = on", write: "ssl = on" };
    }
    return shared && isOn(settings, "ssl") && !settings.has("ssl_min_protocol_version")
        ? {
              setting: "ssl_min_protocol_version",
              found: "PostgreSQL with TLS before 1.3",
              expected: "ssl_min_protocol_version = 'TLSv1.3'",
              write: "ssl_min_protocol_version = 'TLSv1.3'",
          }
        : undefined;
}

/** `-c name=value`, `-cname=value`, `--name=value`. */
function fromWords(words: readonly Word[]): Settings {
    const short = words.flatMap(({ text, at }, index): [string, Setting][] => {
        const attached = /^-c(.+)$/.exec(text)?.[1] ?? (words[index - 1]?.text === "-c" ? text : "");
        const [, name, value = ""] = /^([\w.]+)=(.*)$/s.exec(attached) ?? [];
        const bare = value.replace(/^'|'$/g, "");
        return name === undefined ? [] : [[name.toLowerCase(), { value: bare, at }]];
    });
    return new Map([...underscored(options(words)), ...initdbSettings(words), ...short]);
}

/** The server takes its settings with dashes as well. */
function underscored(settings: Settings): [string, Setting][] {
    return [...settings].map(([name, setting]) => [name.replaceAll("-", "_"), setting]);
}

function initdbSettings(words: readonly Word[]): [string, Setting][] {
    const named = options(words.map((word) => (word.text === "-A" ? { ...word, text: "--auth" } : word)));
    return [...named].filter(([name]) => INITDB.includes(name));
}

/** A line of pg_hba.conf. */
interface Row {
    readonly type: string;
    readonly address: string;
    readonly method: string;
}

function rows(text: string): Row[] {
    return text.split("\n").flatMap((line): Row[] => {
        const [type = "", , , ...rest] = line
            .replace(/#.*$/, "")
            .trim()
            .split(/[ \t]+/);
        if (!/^(?:local|host|hostssl|hostnossl|hostgssenc|hostnogssenc)$/.test(type)) {
            return [];
        }
        const [address = "", second = "", third = ""] = type === "local" ? ["", ...rest] : rest;
        // An address may be followed by its mask.
        return [{ type, address, method: /^[\d.]+$|:/.test(second) ? third : second }];
    });
}

function methodFault({ type, method }: Row): Fault[] {
    return WEAK.test(method)
        ? [{ setting: "pg_hba", found: `a line ${type} … ${method}`, expected: METHOD, write: METHOD }]
        : [];
}

function transportFault({ type, address, method }: Row): Fault[] {
    const local = /^(?:127\.\d+\.\d+\.\d+(?:\/\d+)?|::1(?:\/128)?|localhost|samehost)$/.test(address);
    return /^(?:host|hostnossl|hostnogssenc)$/.test(type) && method !== "reject" && !local
        ? [{ setting: "pg_hba", found: `a line ${type} … ${method}`, expected: "hostssl", write: "hostssl" }]
        : [];
}
