import { type Fault, mapped, refused, type Server } from "./engine";
import { isGiven, isOn, lineSettings, options, type Settings, wordsOf } from "./settings";

const ACL = /\.acl$/;
/** Where a line about the user `default` is kept among the settings: everybody who does not log in is that user. */
const DEFAULT_USER = "user default";

/**
 * Redis lets everybody do everything and speaks no TLS unless it is told to; with TLS, its plain port stays open beside it
 * unless that is 0.
 *
 * @see https://redis.io/docs/latest/operate/oss_and_stack/management/security/, redis.conf in its sources
 */
export const redis: Server = {
    name: "Redis",
    programs: ["redis-server", "valkey-server", "keydb-server", "redis-stack-server"],
    ownFile: /(?:redis|valkey|keydb)[^/]*\.conf$|\.acl$/,
    file: /\.(?:conf|acl)$/,
    folders: ["/opt/bitnami/redis/mounted-etc", "/opt/bitnami/redis/etc", "/opt/bitnami/valkey/etc"],
    fromFile,
    fromWords: options,
    fromVariables(variables, image) {
        const args = variables.find(({ name }) => /^(?:REDIS_ARGS|(?:REDIS|VALKEY)_EXTRA_FLAGS)$/.test(name));
        return new Map([
            // The official image makes nothing of a variable with a password.
            ...(/bitnami/.test(image) ? mapped(variables, BITNAMI) : []),
            ...options(wordsOf(args?.value ?? "", args?.at)),
        ]);
    },
    authentication: {
        faults: (settings) => [
            ...refused(settings, "protected-mode", /^no$/i, "yes", "protected-mode yes"),
            ...refused(settings, "requirepass", /^$/, "a password", "aclfile /etc/redis/users/users.acl"),
            ...refused(settings, "allow_empty_password", /^(?:yes|true)$/i, "no", "ALLOW_EMPTY_PASSWORD: no"),
            // By these, whoever is in takes over the server.
            ...["enable-protected-configs", "enable-debug-command", "enable-module-command"].flatMap((name) =>
                refused(settings, name, /^yes$/i, "no", `${name} no`),
            ),
            ...(isGiven(settings, DEFAULT_USER)
                ? userFaults(`user default ${settings.get(DEFAULT_USER)?.value ?? ""}`)
                : []),
        ],
        missing: (settings) =>
            [DEFAULT_USER, "requirepass", "aclfile"].some((name) => isGiven(settings, name))
                ? undefined
                : {
                      setting: "requirepass",
                      found: "Redis without authentication",
                      expected: "aclfile or requirepass",
                      write: "aclfile /etc/redis/users/users.acl",
                  },
        tableFaults: (name, text) => (ACL.test(name) ? userFaults(text) : []),
    },
    tls: { faults: tlsFaults, missing: missingTls },
};

const BITNAMI: Readonly<Record<string, string>> = Object.fromEntries([
    ["ALLOW_EMPTY_PASSWORD", "allow_empty_password"],
    ...["REDIS", "VALKEY"].flatMap((name) => [
        [`${name}_PASSWORD`, "requirepass"],
        [`${name}_PASSWORD_FILE`, "requirepass"],
        [`${name}_TLS_ENABLED`, "tls"],
    ]),
]) as Record<string, string>;

function fromFile(text: string): Settings {
    const user = /^[ \t]*user[ \t]+default[ \t]+(.*)$/im.exec(text)?.[1];
    const settings = new Map(lineSettings(text));
    if (user !== undefined) {
        settings.set(DEFAULT_USER, { value: user });
    }
    return settings;
}

/** An ACL file without the user `default` leaves it as it is born: on, without a password, allowed everything. */
function userFaults(text: string): Fault[] {
    const users = text.split("\n").filter((line) => /^[ \t]*user[ \t]/.test(line));
    const fault = (found: string): Fault => ({
        setting: DEFAULT_USER,
        found,
        expected: "user default off",
        write: "user default off",
    });
    const rules = users.find((line) => /^[ \t]*user[ \t]+default\b/.test(line));
    return [
        ...(rules === undefined ? [fault("no line about the user default")] : []),
        ...(rules !== undefined && !/\boff\b|[>#]/.test(rules) ? [fault("user default without a password")] : []),
        ...(users.some((line) => /\bnopass\b/.test(line) && !/\boff\b/.test(line))
            ? [fault("a user with nopass")]
            : []),
    ];
}

function speaksTls(settings: Settings): boolean {
    return /^[1-9]\d*$/.test(settings.get("tls-port")?.value ?? "");
}

function tlsFaults(settings: Settings, shared: boolean): Fault[] {
    const protocols = shared ? /^(?!TLSv1\.3$)/i : /TLSv1(?:\.1)?(?!\.)/i;
    return speaksTls(settings)
        ? [
              ...refused(settings, "port", /^(?!0$)/, "port 0", "port 0"),
              ...refused(
                  settings,
                  "tls-protocols",
                  protocols,
                  shared ? "TLSv1.3" : "TLSv1.2 or TLSv1.3",
                  "tls-protocols TLSv1.3",
              ),
          ]
        : [];
}

function missingTls(settings: Settings, shared: boolean): Omit<Fault, "at"> | undefined {
    if (isOn(settings, "tls")) {
        return undefined;
    }
    if (!speaksTls(settings)) {
        return { setting: "tls-port", found: "Redis without TLS", expected: "tls-port", write: "tls-port 6379" };
    }
    if (!settings.has("port")) {
        return { setting: "port", found: "Redis with its plain port 6379 open", expected: "port 0", write: "port 0" };
    }
    return shared && !settings.has("tls-protocols")
        ? {
              setting: "tls-protocols",
              found: "Redis with TLS before 1.3",
              expected: "tls-protocols TLSv1.3",
              write: "tls-protocols TLSv1.3",
          }
        : undefined;
}
