import { type Fault, mapped, refused, type Server } from "./engine";
import { isGiven, isOn, options, pathSettings, type Setting, type Settings, wordsOf } from "./settings";

const AUTHORIZATION = "security.authorization";
const KEY_FILE = "security.keyfile";
const MODE = "net.tls.mode";
const DISABLED = "net.tls.disabledprotocols";
const MECHANISMS = "setparameter.authenticationmechanisms";

/** Options of the command line, and what they are in the file. */
const OPTIONS: Readonly<Record<string, string>> = {
    keyfile: KEY_FILE,
    tlsmode: MODE,
    sslmode: MODE,
    tlsdisabledprotocols: DISABLED,
    ssldisabledprotocols: DISABLED,
    tlsallowinvalidcertificates: "net.tls.allowinvalidcertificates",
    tlsallowinvalidhostnames: "net.tls.allowinvalidhostnames",
    transitiontoauth: "security.transitiontoauth",
};

/**
 * MongoDB lets everybody do everything and speaks no TLS unless it is told to.
 *
 * @see https://www.mongodb.com/docs/manual/reference/configuration-options/, https://hub.docker.com/_/mongo
 */
export const mongodb: Server = {
    name: "MongoDB",
    programs: ["mongod", "mongos"],
    ownFile: /mongo[^/]*\.(?:conf|cfg|ya?ml)$/,
    file: /\.(?:conf|cfg|ya?ml|json)$/,
    folders: ["/opt/bitnami/mongodb/conf"],
    fromFile: (text) => named(pathSettings(text)),
    fromWords: (words) => fromOptions(options(words)),
    fromVariables(variables, image) {
        const switches = mapped(variables, { ALLOW_EMPTY_PASSWORD: "allow_empty_password" });
        const has = (name: string): boolean => variables.some((one) => one.name === name && one.value !== "");
        const password = (name: string): boolean => has(name) || has(`${name}_FILE`);
        const official = password("MONGO_INITDB_ROOT_USERNAME") && password("MONGO_INITDB_ROOT_PASSWORD");
        // The start scripts then add --auth.
        if (official || (/bitnami/.test(image) && password("MONGODB_ROOT_PASSWORD"))) {
            switches.set(AUTHORIZATION, { value: "enabled" });
        }
        const flags = variables.find(({ name }) => name === "MONGODB_EXTRA_FLAGS");
        return new Map([...switches, ...fromOptions(options(wordsOf(flags?.value ?? "", flags?.at)))]);
    },
    authentication: {
        faults: (settings) => [
            ...refused(settings, AUTHORIZATION, /^(?!enabled$)/i, "enabled", "security: { authorization: enabled }"),
            ...refused(
                settings,
                "security.transitiontoauth",
                /^true$/i,
                "nothing",
                "security: { authorization: enabled }",
            ),
            ...refused(settings, "allow_empty_password", /^(?:yes|true)$/i, "no", "ALLOW_EMPTY_PASSWORD: no"),
            ...refused(
                settings,
                MECHANISMS,
                /MONGODB-CR|SCRAM-SHA-1\b/i,
                "SCRAM-SHA-256",
                "authenticationMechanisms: SCRAM-SHA-256",
            ),
        ],
        missing: (settings) =>
            // A key file switches it on as well.
            isGiven(settings, AUTHORIZATION) || isGiven(settings, KEY_FILE)
                ? undefined
                : {
                      setting: AUTHORIZATION,
                      found: "MongoDB without authentication",
                      expected: "security.authorization: enabled",
                      write: "security: { authorization: enabled }",
                  },
    },
    tls: {
        faults: tlsFaults,
        missing: (settings, shared) => {
            if (!isGiven(settings, MODE)) {
                const expected = "net.tls.mode: requireTLS";
                return {
                    setting: MODE,
                    found: "MongoDB without TLS",
                    expected,
                    write: "net: { tls: { mode: requireTLS } }",
                };
            }
            return shared && !settings.has(DISABLED) ? oldProtocols("MongoDB with TLS before 1.3") : undefined;
        },
    },
};

function tlsFaults(settings: Settings, shared: boolean): Fault[] {
    const { value = "", at } = settings.get(DISABLED) ?? {};
    const disabled = value.split(",").map((protocol) => protocol.trim());
    const wanted = shared ? ["TLS1_0", "TLS1_1", "TLS1_2"] : ["TLS1_0", "TLS1_1"];
    const allowed = settings.has(DISABLED) ? wanted.filter((protocol) => !disabled.includes(protocol)) : [];
    return [
        ...refused(settings, MODE, /^(?!require(?:TLS|SSL)$)/i, "requireTLS", "net: { tls: { mode: requireTLS } }"),
        ...["net.tls.allowinvalidcertificates", "net.tls.allowinvalidhostnames"]
            .filter((name) => isOn(settings, name))
            .flatMap((name) => refused(settings, name, /./, "nothing", "net: { tls: { CAFile: … } }")),
        ...(allowed.length === 0 ? [] : [{ ...oldProtocols(`${allowed.join(", ")} not disabled`), at }]),
    ];
}

function oldProtocols(found: string): Omit<Fault, "at"> {
    const value = "TLS1_0,TLS1_1,TLS1_2";
    return { setting: DISABLED, found, expected: `disabledProtocols: ${value}`, write: `disabledProtocols: ${value}` };
}

/** TLS was called SSL before 4.2. */
function named(settings: Settings): Settings {
    return new Map([...settings].map(([name, setting]) => [name.replace(/^net\.ssl\./, "net.tls."), setting]));
}

function fromOptions(given: Settings): Settings {
    return new Map(
        [...given].flatMap(([name, setting]): [string, Setting][] => {
            if (name === "auth" || name === "noauth") {
                return [[AUTHORIZATION, { ...setting, value: name === "auth" ? "enabled" : "disabled" }]];
            }
            if (name === "setparameter") {
                const [, parameter = "", value = ""] = /^(\w+)=(.*)$/s.exec(setting.value ?? "") ?? [];
                return [[`setparameter.${parameter.toLowerCase()}`, { ...setting, value }]];
            }
            const path = Object.hasOwn(OPTIONS, name) ? OPTIONS[name] : undefined;
            // A switch without a value is on.
            return path === undefined
                ? []
                : [[path, { ...setting, value: setting.value === "" ? "true" : setting.value }]];
        }),
    );
}
