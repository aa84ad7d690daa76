import assert from "node:assert/strict";
import { kratosConfig, type KratosSettings } from "../../../components/identity/kratos-config";
import { SETTINGS, WITHOUT_MAIL } from "./settings";
import { defined } from "../../support/defined";

/** Part of the configuration, by its path. */
function at(path: string, changes: Partial<KratosSettings> = {}): unknown {
    const config: unknown = kratosConfig({ ...SETTINGS, ...changes }, "v26.2.0");
    return path.split(".").reduce((value, key) => (value as Record<string, unknown>)[key], config);
}

describe("kratosConfig", () => {
    it("has these settings and no others; secrets are files of their own", () => {
        assert.deepEqual(Object.keys(kratosConfig(SETTINGS, "v26.2.0")).sort(), [
            "ciphers",
            "clients",
            "cookies",
            "courier",
            "hashers",
            "identity",
            "log",
            "security",
            "selfservice",
            "serve",
            "session",
            "version",
        ]);
    });

    it("states the version whose schema it satisfies", () => {
        assert.equal(kratosConfig(SETTINGS, "v26.2.0")["version"], "v26.2.0");
        assert.equal(kratosConfig(SETTINGS, "v1.3.1")["version"], "v1.3.1");
    });

    it("serves the public API on 4433 for the seed's origins (setup guide, “Step 5”, “3. CORS Configuration”)", () => {
        assert.deepEqual(at("serve.public"), {
            base_url: "https://auth.karima.com/",
            port: 4433,
            tls: { cert: { path: "/etc/kratos/tls/tls.crt" }, key: { path: "/etc/kratos/tls/tls.key" } },
            request_log: { disable_for_health: true },
            cors: {
                enabled: true,
                allowed_origins: ["https://karima.com", "https://admin.ks-backend.cloud"],
                allowed_methods: ["GET", "POST", "PUT", "PATCH", "DELETE"],
                allowed_headers: ["Authorization", "Content-Type", "X-Session-Token", "X-CSRF-Token"],
                exposed_headers: ["Content-Type"],
                allow_credentials: true,
                max_age: 3600,
            },
        });
    });

    it("switches CORS off without origins: Kratos takes an empty list for all of them", () => {
        assert.equal(at("serve.public.cors.enabled", { allowedOrigins: [] }), false);
    });

    it("serves the admin API on 4434, inside the cluster, over TLS, without CORS (setup guide, “4. Network Security”)", () => {
        assert.deepEqual(at("serve.admin"), {
            base_url: "https://kratos-admin.kratos.svc:4434/",
            port: 4434,
            tls: { cert: { path: "/etc/kratos/tls/tls.crt" }, key: { path: "/etc/kratos/tls/tls.key" } },
            request_log: { disable_for_health: true },
        });
    });

    it("logs info as JSON without sensitive values (setup guide, “4. Logging Security”)", () => {
        assert.deepEqual(at("log"), { level: "info", format: "json", leak_sensitive_values: false });
    });

    it("returns to the seed's URLs and to no others (setup guide, “Required Variables”)", () => {
        assert.equal(at("selfservice.default_browser_return_url"), "https://karima.com/");
        assert.deepEqual(at("selfservice.allowed_return_urls"), ["https://karima.com", "https://karima.com/"]);
    });

    it("sends same-site cookies of the site; Kratos adds HttpOnly and Secure (setup guide, “1. HTTPS/SSL Configuration”)", () => {
        assert.deepEqual(at("cookies"), { domain: "karima.com", path: "/", same_site: "Strict" });
        assert.deepEqual(at("session"), { lifespan: "24h", cookie: { persistent: true } });
    });

    it("offers login, registration, recovery and verification by code, settings and logout, on the UI's pages", () => {
        assert.deepEqual(at("selfservice.flows"), {
            error: { ui_url: "https://karima.com/error" },
            login: { ui_url: "https://karima.com/login", lifespan: "10m" },
            registration: {
                ui_url: "https://karima.com/registration",
                lifespan: "10m",
                after: { password: { hooks: [{ hook: "session" }, { hook: "show_verification_ui" }] } },
            },
            verification: {
                ui_url: "https://karima.com/verification",
                enabled: true,
                use: "code",
                lifespan: "15m",
                notify_unknown_recipients: false,
                after: { default_browser_return_url: "https://karima.com" },
            },
            recovery: {
                ui_url: "https://karima.com/recovery",
                enabled: true,
                use: "code",
                lifespan: "15m",
                notify_unknown_recipients: false,
                after: { hooks: [{ hook: "revoke_active_sessions" }] },
            },
            settings: {
                ui_url: "https://karima.com/settings",
                lifespan: "1h",
                privileged_session_max_age: "15m",
                after: { password: { hooks: [{ hook: "revoke_active_sessions" }] } },
            },
            logout: { after: { default_browser_return_url: "https://karima.com" } },
        });
    });

    it("appends the pages to a UI below a path", () => {
        assert.equal(at("selfservice.flows.login.ui_url", { uiUrl: "https://a.test/ui" }), "https://a.test/ui/login");
        assert.equal(at("selfservice.flows.login.ui_url", { uiUrl: "https://a.test/ui/" }), "https://a.test/ui/login");
    });

    it("has passwords and codes, and asks no service on the internet about a password", () => {
        assert.deepEqual(at("selfservice.methods"), {
            password: {
                enabled: true,
                config: {
                    min_password_length: 12,
                    identifier_similarity_check_enabled: true,
                    haveibeenpwned_enabled: false,
                },
            },
            code: { enabled: true, config: { lifespan: "15m" } },
            link: { enabled: false },
            profile: { enabled: true },
        });
    });

    it("hashes with argon2id at OWASP's minimum, of the equal choices the one with the least memory, and encrypts with xchacha20-poly1305, not with the default, which is nothing", () => {
        assert.deepEqual(at("hashers"), {
            algorithm: "argon2",
            argon2: { memory: "7MB", iterations: 5, parallelism: 1, salt_length: 16, key_length: 32 },
        });
        assert.deepEqual(at("ciphers"), { algorithm: "xchacha20-poly1305" });
    });

    it("does not tell who has an account, and is no way into the private network", () => {
        assert.deepEqual(at("security"), { account_enumeration: { mitigate: true } });
        assert.deepEqual(at("clients"), { http: { disallow_private_ip_ranges: true } });
    });

    it("reads the identity schema from beside it", () => {
        assert.deepEqual(at("identity"), {
            default_schema_id: "default",
            schemas: [{ id: "default", url: "file:///etc/kratos/config/identity.schema.json" }],
        });
    });

    it("names the sender of mails, where there are mails", () => {
        const smtp = (courier: unknown) => defined((courier as { smtp: unknown }).smtp);
        assert.deepEqual(smtp(at("courier")), { from_address: "no-reply@karima.com", from_name: "Karima" });
        assert.deepEqual(smtp(at("courier", { sender: { address: "a@b.test" } })), { from_address: "a@b.test" });
        assert.deepEqual(smtp(kratosConfig(WITHOUT_MAIL, "v26.2.0")["courier"]), {});
    });

    it("keeps a mail for more than an hour while its server is away: 401 attempts, ten seconds apart", () => {
        const { message_retries, worker } = at("courier") as { message_retries: number; worker: object };
        assert.deepEqual(worker, { pull_count: 50, pull_wait: "10s" });
        assert.equal(message_retries, 400);
        assert.ok(message_retries * 10 > 3600);
    });
});
