import { stringify } from "yaml";
import type { PolicyResource } from "../../../kubernetes/resource";
import { type Case, type Change, changed, type RuleCases } from "./case";

const SAFE = {
    serve: {
        public: { base_url: "https://auth.karima.com/", tls: { cert: { path: "/tls/tls.crt" } } },
        admin: { tls: { cert: { path: "/tls/tls.crt" } } },
    },
    cookies: { same_site: "Strict" },
    ciphers: { algorithm: "xchacha20-poly1305" },
    security: { account_enumeration: { mitigate: true } },
    clients: { http: { disallow_private_ip_ranges: true } },
    log: { level: "info", format: "json", leak_sensitive_values: false },
};

function configMap(text: string, name = "kratos.yml"): PolicyResource {
    const metadata = { name: "kratos", namespace: "kratos" };
    return { type: "kubernetes:core/v1:ConfigMap", name: "kratos", props: { metadata, data: { [name]: text } } };
}

function kratos(what: string, change: Change, more: Partial<Case> = {}): Case {
    return { what, resources: [configMap(stringify(changed(SAFE, change)))], ...more };
}

function fails(what: string, change: Change, more: Partial<Case> = {}): Case {
    return kratos(what, change, { at: 'data["kratos.yml"]', ...more });
}

const argon2 = (change: Change): Change => ({ hashers: { algorithm: "argon2", argon2: change } });
const password = (config: Change): Change => ({ selfservice: { methods: { password: { config } } } });

/** Kratos with a command, on the given configuration files. */
function running(what: string, args: readonly string[], files: readonly string[], more: Partial<Case> = {}): Case {
    const container = { name: "kratos", image: "oryd/kratos:v26.2.0", args };
    const volumes = files.map((key) => ({
        name: "file",
        secret: { secretName: "kratos", items: [{ key, path: key }] },
    }));
    const template = { spec: { containers: [container], volumes } };
    const props = { metadata: { name: "kratos", namespace: "kratos" }, spec: { template } };
    return { what, resources: [{ type: "kubernetes:apps/v1:Deployment", name: "kratos", props }], ...more };
}

const config = (file: string): string => `--config=/etc/kratos/database/${file}`;
const COURIER = ["courier", "watch"];
const SECRET = { at: "spec.template.spec.volumes[0].secret.items[0].key" };

export const identityCases: readonly RuleCases[] = [
    {
        rule: "kratos-secrets",
        fails: [
            running("a courier with them", COURIER, ["secrets.json"], SECRET),
            running("a migration with them", ["migrate", "sql", "up"], ["secrets.json"], SECRET),
            running("a clean-up with them", ["cleanup", "sql"], ["secrets.json"], SECRET),
        ],
        passes: [running("a courier with the mail server's password", COURIER, ["mail.json"])],
        nearMisses: [
            running("the server", ["serve"], ["secrets.json"]),
            running("another program's file of that name", ["--watch"], ["secrets.json"]),
        ],
    },
    {
        rule: "kratos-logins",
        fails: [
            running("a courier with the server's login", [...COURIER, config("database.json")], [], {
                at: "spec.template.spec.containers[0].args[2]",
            }),
            running("a migration with the server's login", ["migrate", config("database.json")], [], {
                at: "spec.template.spec.containers[0].args[1]",
            }),
        ],
        passes: [running("a courier with its own", [...COURIER, config("courier.json")], [])],
        nearMisses: [
            running("a clean-up, which deletes rows as the server may", ["cleanup", config("database.json")], []),
            running("the server itself", ["serve", config("database.json")], []),
            running("one login for all in development", [...COURIER, config("database.json")], [], {
                development: true,
            }),
        ],
    },
    {
        rule: "kratos-settings",
        fails: [
            fails("tokens in the log", { log: { leak_sensitive_values: true } }),
            fails("a log of everything", { log: { level: "debug" } }),
            fails("a log without failed logins", { log: { level: "error" } }),
            fails("a log for people", { log: { format: "text" } }),
            fails("no format of the log, which is for people then", { log: { format: undefined } }),
            fails("development mode", { dev: true }),
            fails("plain http", { serve: { public: { base_url: "http://auth.karima.com/" } } }),
            fails("a public API without TLS", { serve: { public: { tls: undefined } } }),
            fails("an admin API without TLS", { serve: { admin: { tls: undefined } } }),
            fails("cookies for every site", { cookies: { same_site: "None" } }),
            fails("no cipher", { ciphers: undefined }),
            fails("the cipher that does nothing", { ciphers: { algorithm: "noop" } }),
            fails("a weak hash", { hashers: { algorithm: "md5" } }),
            fails("little memory for argon2", argon2({ memory: "6MB", iterations: 9 })),
            fails("two passes of argon2 over little memory", argon2({ memory: "18MB", iterations: 2 })),
            fails("one pass over less than OWASP asks for one", argon2({ memory: "45MB" })),
            fails("no passes", argon2({ iterations: 0 })),
            fails("cheap bcrypt", { hashers: { algorithm: "bcrypt", bcrypt: { cost: 4 } } }),
            fails("short passwords", password({ min_password_length: 6 })),
            fails("passwords like the name", password({ identifier_similarity_check_enabled: false })),
            fails("answers that tell who has an account", { security: { account_enumeration: { mitigate: false } } }),
            fails("web hooks into the cluster", { clients: undefined }),
            fails("mail to strangers", { selfservice: { flows: { recovery: { notify_unknown_recipients: true } } } }),
            fails("the same in development", { ciphers: { algorithm: "noop" } }, { development: true }),
            {
                what: "a JSON file",
                resources: [configMap(JSON.stringify(changed(SAFE, { dev: true })), "kratos.json")],
                at: 'data["kratos.json"]',
            },
        ],
        passes: [kratos("all as it should be", {})],
        nearMisses: [
            kratos("enough memory, in other units", argon2({ memory: "1GB" })),
            ...[
                ["46MB", 1],
                ["19MB", 2],
                ["12MB", 3],
                ["9MB", 4],
                ["7MB", 5],
            ].map(([memory, iterations]) =>
                kratos(`${iterations} passes over ${memory}`, argon2({ memory, iterations })),
            ),
            kratos("Kratos' own argon2", argon2({})),
            kratos("bcrypt as costly as it should be", { hashers: { algorithm: "bcrypt", bcrypt: { cost: 12 } } }),
            kratos("Kratos' own defaults", { log: { level: undefined }, cookies: undefined }),
            kratos("a log of warnings", { log: { level: "warning" } }),
            kratos("a log for people in development", { log: { format: "text" } }, { development: true }),
            kratos("a log of everything in development", { log: { level: "debug" } }, { development: true }),
            kratos("tokens in development's log", { log: { leak_sensitive_values: true } }, { development: true }),
            { what: "another program's file", resources: [configMap("dev: true", "app.yml")] },
        ],
    },
];
