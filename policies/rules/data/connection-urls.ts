/** What a text says about the connection that it opens. */
export type Weakness = "open" | "unverified";

/** A connection in a text that is weaker than it should be; nothing of the text but the kind and the parameter. */
export interface WeakConnection {
    /** `open` is not or not surely encrypted; `unverified` accepts any certificate. */
    readonly weakness: Weakness;
    readonly found: string;
    readonly write: string;
}

interface Url {
    readonly scheme: string;
    /** With their ports, in lower case. */
    readonly hosts: readonly string[];
    readonly parameters: ReadonlyMap<string, string>;
    /** Parameters that are put together when the text is used. */
    readonly templated: boolean;
}

/** What every such text has somewhere: most texts are done with at the first look. */
const HINT = /:\/\/|sslmode|dbname/i;
/** Scheme; user and password; hosts; path; parameters. Ends where a quote, a space or a bracket of the text around it does. */
const URL =
    /\b(postgres(?:ql)?|cockroachdb|mongodb|rediss?|valkeys?|smtps?|https?)((?:\+\w+)?):\/\/(?:[^\s"'`<>@/]*@)?([^\s"'`<>/?#]*)(?:\/[^\s"'`<>?#]*)?(?:\?([^\s"'`<>#]*))?/gi;
const SSLMODE = /\b(?:PG)?SSLMODE["']?[ \t]*[=:][ \t]*["']?([\w-]+)/gi;
const COMMENT = /^[ \t]*(?:#|\/\/|--[ \t]|\*)/;

/** The connections of a text (a URL, a configuration file, a script, a command line) that are too weak. */
export function weakConnections(text: string): WeakConnection[] {
    if (!HINT.test(text)) {
        return [];
    }
    const lines = text.split("\n").filter((line) => HINT.test(line) && !COMMENT.test(line));
    return [
        ...lines.flatMap((line) => [...urlsOf(line).flatMap(judgeUrl), ...judgeKeywords(line.replace(URL, ""))]),
        ...judgeService(text),
    ];
}

function urlsOf(line: string): Url[] {
    return [...line.matchAll(URL)].map(([, scheme = "", driver = "", hosts = "", query = ""]) => {
        // JSON in JSON has its `&` escaped.
        const pairs = query
            .replace(/\\u0026|&amp;/g, "&")
            .split(/[&;]/)
            .map((pair) => pair.replace(/\\.*$/, "").split("=", 2));
        return {
            scheme: `${scheme}${driver}`.toLowerCase(),
            hosts: hosts.toLowerCase().split(","),
            parameters: new Map(
                pairs.map(([key = "", value = ""]) => [key.toLowerCase(), decoded(value).toLowerCase()]),
            ),
            templated: /\$\{|\{\{/.test(query),
        };
    });
}

function decoded(value: string): string {
    try {
        return decodeURIComponent(value);
    } catch {
        return value;
    }
}

function judgeUrl(url: Url): WeakConnection[] {
    // What stays in the pod needs no TLS: its own loopback, a Unix socket.
    if (isLocal(url)) {
        return [];
    }
    const [family = ""] = url.scheme.split("+");
    switch (family) {
        case "postgres":
        case "postgresql":
        case "cockroachdb":
            return judgePostgres(url);
        case "mongodb":
            return judgeMongodb(url);
        case "redis":
        case "rediss":
        case "valkey":
        case "valkeys":
            return judgeRedis(url, family);
        case "smtp":
        case "smtps":
            return judgeSmtp(url);
        default:
            return judgeHttp(url);
    }
}

function isLocal({ hosts, parameters }: Url): boolean {
    // A parameter of libpq's that outranks what stands before it.
    const stated = parameters.get("host");
    return (stated === undefined ? hosts : stated.split(",")).every((host) =>
        /^(?:(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])(?::\d+)?|(?:\/|%2f).*|)$/.test(host),
    );
}

function judgePostgres({ scheme, parameters, templated }: Url): WeakConnection[] {
    // asyncpg and JDBC have a name of their own for it; JDBC's `ssl=true` verifies.
    const mode =
        parameters.get("sslmode") ?? (parameters.get("ssl") === "true" ? "verify-full" : parameters.get("ssl"));
    return templated && /^$|\$\{|\{\{/.test(mode ?? "") ? [] : judgeMode(`a ${scheme} URL`, mode);
}

/** Words of libpq, in a connection string or a service file, that leave the mode to its default. */
function judgeService(text: string): WeakConnection[] {
    const host = /(?:^|[\s"'])host[ \t]*=[ \t]*([^\s"']+)/m.exec(text)?.[1];
    const complete = host !== undefined && /(?:^|[\s"'])dbname[ \t]*=/m.test(text) && !/sslmode/i.test(text);
    return complete && !/^(?:\/|localhost$|127\.)/.test(host) ? judgeMode("a PostgreSQL connection", undefined) : [];
}

function judgeKeywords(line: string): WeakConnection[] {
    return [...line.matchAll(SSLMODE)].flatMap(([, mode = ""]) =>
        judgeMode("a PostgreSQL connection", mode.toLowerCase()),
    );
}

/** https://www.postgresql.org/docs/current/libpq-ssl.html#LIBPQ-SSL-PROTECTION */
const MODES: Readonly<Record<string, Weakness | undefined>> = {
    disable: "open",
    allow: "open",
    prefer: "open",
    require: "unverified",
    // The authority's certificate, but not whose: another server's would do.
    "verify-ca": "unverified",
    "verify-full": undefined,
};

function judgeMode(what: string, mode: string | undefined): WeakConnection[] {
    if (mode === undefined || !Object.hasOwn(MODES, mode)) {
        const found = mode === undefined ? `${what} without sslmode` : `${what} with an unknown sslmode`;
        return [{ weakness: "open", found, write: "sslmode=verify-full" }];
    }
    const weakness = MODES[mode];
    return weakness === undefined
        ? []
        : [{ weakness, found: `${what} with sslmode=${mode}`, write: "sslmode=verify-full" }];
}

/** https://www.mongodb.com/docs/manual/reference/connection-string-options/#tls-options */
function judgeMongodb({ scheme, parameters, templated }: Url): WeakConnection[] {
    const tls = parameters.get("tls") ?? parameters.get("ssl") ?? (scheme === "mongodb+srv" ? "true" : undefined);
    if (tls !== "true") {
        return tls === undefined && templated
            ? []
            : [{ weakness: "open", found: `a ${scheme} URL without tls=true`, write: "tls=true" }];
    }
    return ["tlsInsecure", "tlsAllowInvalidCertificates", "tlsAllowInvalidHostnames"]
        .filter((name) => parameters.get(name.toLowerCase()) === "true")
        .map((name) => ({
            weakness: "unverified",
            found: `a ${scheme} URL with ${name}=true`,
            write: "tls=true, and tlsCAFile where the authority is your own",
        }));
}

function judgeRedis({ scheme, parameters }: Url, family: string): WeakConnection[] {
    if (family === "redis" || family === "valkey") {
        return [{ weakness: "open", found: `a ${scheme} URL`, write: `${family}s://` }];
    }
    const certificate = /^(?:none|optional|cert_none)$/.test(parameters.get("ssl_cert_reqs") ?? "");
    // redis-py's words; its versions before 6 do not check the name unless they are told to.
    const speaksPython = [...parameters.keys()].some((name) => name.startsWith("ssl_"));
    const name = speaksPython && !/^(?:true|1|yes)$/.test(parameters.get("ssl_check_hostname") ?? "");
    const what = certificate ? "the certificate" : "the server's name";
    return certificate || name
        ? [
              {
                  weakness: "unverified",
                  found: `a ${scheme} URL that does not have ${what} checked`,
                  write: "ssl_cert_reqs=required&ssl_check_hostname=true",
              },
          ]
        : [];
}

/** Kratos' words: https://www.ory.sh/docs/kratos/reference/configuration, `courier.smtp.connection_uri`. */
function judgeSmtp({ scheme, parameters }: Url): WeakConnection[] {
    const isOn = (name: string): boolean => /^(?:true|1)$/.test(parameters.get(name) ?? "");
    return [
        ...(isOn("disable_starttls") && scheme === "smtp"
            ? [{ weakness: "open", found: "an smtp URL with disable_starttls=true", write: "smtps://" } as const]
            : []),
        ...(isOn("skip_ssl_verify")
            ? [
                  {
                      weakness: "unverified",
                      found: `a ${scheme} URL with skip_ssl_verify=true`,
                      write: "skip_ssl_verify=false",
                  } as const,
              ]
            : []),
    ];
}

/** Both are asked with a key or a session in a header. */
function judgeHttp({ scheme, hosts }: Url): WeakConnection[] {
    const service = hosts.some((host) => /qdrant|:633[34]$/.test(host))
        ? "Qdrant"
        : hosts.some((host) => /:443[34]$/.test(host))
          ? "Kratos"
          : undefined;
    return scheme === "http" && service !== undefined
        ? [{ weakness: "open", found: `an http URL of ${service}`, write: "https://" }]
        : [];
}
