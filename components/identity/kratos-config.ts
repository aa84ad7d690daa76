/**
 * Kratos versions whose configuration schema this file is written for. The first is what the platform runs; v1.3.1 is the
 * newest that can be built from its published Go module, for tests against a real server.
 */
export type KratosVersion = "v26.2.0" | "v1.3.1";

/** Ports inside the pod and of the Services (setup guide, "Step 5"). */
export const PUBLIC_PORT = 4433;
export const ADMIN_PORT = 4434;

/** Where the pod finds what the configuration points at. */
export const paths = {
    config: "/etc/kratos/config",
    tls: "/etc/kratos/tls",
    ca: "/etc/kratos/ca",
    secrets: "/etc/kratos/secrets",
    database: "/etc/kratos/database",
    mail: "/etc/kratos/mail",
    connection: "/etc/kratos/connection",
} as const;

/** What a deployment decides about Kratos; everything else is fixed here. */
export interface KratosSettings {
    /** Origin that browsers reach it at, with a trailing slash. */
    readonly publicBaseUrl: string;
    /** Where the admin API is reached inside the cluster. */
    readonly adminBaseUrl: string;
    readonly uiUrl: string;
    readonly defaultReturnUrl: string;
    readonly allowedOrigins: readonly string[];
    readonly log: {
        readonly level: string;
        readonly format: "json" | "text";
        readonly leakSensitiveValues: boolean;
    };
    readonly cookies: { readonly sameSite: "Strict" | "Lax" | "None"; readonly domain: string };
    /** A Go duration such as `24h`. */
    readonly sessionLifespan: string;
    readonly passwordMinLength: number;
    /** Sender of mails. @default Kratos' own, while no mail is sent */
    readonly sender?: { readonly address: string; readonly name?: string };
}

/**
 * `kratos.yml`: everything but the secrets, which are second configuration files of their own.
 *
 * @param version schema that the result satisfies
 * @see setup guide, "Security Improvements Made"; https://www.ory.sh/docs/kratos/reference/configuration
 */
export function kratosConfig(settings: KratosSettings, version: KratosVersion): Record<string, unknown> {
    return {
        version,
        serve: serve(settings),
        selfservice: {
            default_browser_return_url: settings.defaultReturnUrl,
            allowed_return_urls: [settings.uiUrl, settings.defaultReturnUrl],
            flows: flows(settings.uiUrl),
            methods: methods(settings),
        },
        identity: {
            default_schema_id: "default",
            schemas: [{ id: "default", url: `file://${paths.config}/identity.schema.json` }],
        },
        session: { lifespan: settings.sessionLifespan, cookie: { persistent: true } },
        // `secure` stays unset: Kratos sets it by itself, unless it runs in development mode, which we never do.
        cookies: { domain: settings.cookies.domain, path: "/", same_site: settings.cookies.sameSite },
        // Of OWASP's choices for argon2id, which are equally strong, the one that takes the least memory: 7 MB for each login
        // while it is checked, and about 20 ms of a core, as each of them. Kratos bounds neither (ADR 21).
        hashers: {
            algorithm: "argon2",
            argon2: { memory: "7MB", iterations: 5, parallelism: 1, salt_length: 16, key_length: 32 },
        },
        // The default encrypts nothing.
        ciphers: { algorithm: "xchacha20-poly1305" },
        security: { account_enumeration: { mitigate: true } },
        // Web hooks are not used; should one be added, it must not be a way into the cluster.
        clients: { http: { disallow_private_ip_ranges: true } },
        courier: { ...PERSISTENCE, smtp: sender(settings.sender) },
        log: {
            level: settings.log.level,
            format: settings.log.format,
            leak_sensitive_values: settings.log.leakSensitiveValues,
        },
    };
}

/**
 * How the courier goes on while a mail server is away. It looks every ten seconds and gives a mail up after 401 attempts: more
 * than an hour, which Kratos' own 6 attempts within 5 seconds are not. A mail that can never be delivered is tried as often,
 * so it looks at 50 at a time: fewer than that keep nobody else's back.
 */
const PERSISTENCE = { message_retries: 400, worker: { pull_count: 50, pull_wait: "10s" } };

function serve(settings: KratosSettings): Record<string, unknown> {
    const tls = {
        cert: { path: `${paths.tls}/tls.crt` },
        key: { path: `${paths.tls}/tls.key` },
    };
    const quietProbes = { disable_for_health: true };
    return {
        public: {
            base_url: settings.publicBaseUrl,
            port: PUBLIC_PORT,
            tls,
            request_log: quietProbes,
            cors: {
                // An empty list would let in all origins.
                enabled: settings.allowedOrigins.length > 0,
                allowed_origins: settings.allowedOrigins,
                allowed_methods: ["GET", "POST", "PUT", "PATCH", "DELETE"],
                allowed_headers: ["Authorization", "Content-Type", "X-Session-Token", "X-CSRF-Token"],
                exposed_headers: ["Content-Type"],
                allow_credentials: true,
                // One hour, as KATO's preflight answers (security guide, "FastAPI Configuration").
                max_age: 3600,
            },
        },
        admin: { base_url: settings.adminBaseUrl, port: ADMIN_PORT, tls, request_log: quietProbes },
    };
}

/** The seed's UI serves one page per flow, at the flow's name. */
function flows(uiUrl: string): Record<string, unknown> {
    const page = (flow: string): string => new URL(flow, uiUrl.endsWith("/") ? uiUrl : `${uiUrl}/`).href;
    const endOtherSessions = { hooks: [{ hook: "revoke_active_sessions" }] };
    const byCode = { enabled: true, use: "code", lifespan: "15m", notify_unknown_recipients: false };
    return {
        error: { ui_url: page("error") },
        login: { ui_url: page("login"), lifespan: "10m" },
        registration: {
            ui_url: page("registration"),
            lifespan: "10m",
            after: { password: { hooks: [{ hook: "session" }, { hook: "show_verification_ui" }] } },
        },
        verification: {
            ui_url: page("verification"),
            ...byCode,
            after: { default_browser_return_url: uiUrl },
        },
        recovery: {
            ui_url: page("recovery"),
            ...byCode,
            // Whoever recovers an account ends the sessions of whoever may have taken it.
            after: endOtherSessions,
        },
        settings: {
            ui_url: page("settings"),
            lifespan: "1h",
            privileged_session_max_age: "15m",
            // So does whoever changes the password.
            after: { password: endOtherSessions },
        },
        logout: { after: { default_browser_return_url: uiUrl } },
    };
}

function methods(settings: KratosSettings): Record<string, unknown> {
    return {
        password: {
            enabled: true,
            config: {
                min_password_length: settings.passwordMinLength,
                identifier_similarity_check_enabled: true,
                // The look-up would need a way to the internet from the pods that hold every identity.
                haveibeenpwned_enabled: false,
            },
        },
        code: { enabled: true, config: { lifespan: "15m" } },
        link: { enabled: false },
        profile: { enabled: true },
    };
}

function sender(from: KratosSettings["sender"]): Record<string, unknown> {
    if (from === undefined) {
        return {};
    }
    return { from_address: from.address, from_name: from.name };
}
