import type { Path } from "./path";

/** A variable of one of the two guides that the platform was built from, and what has its place here. */
export interface SeedVariable {
    readonly variable: string;
    /** The keys of the stack file; none where there is nothing to set. */
    readonly keys: readonly Path[];
    /** Where the value comes from, if not from the key alone. */
    readonly note: string;
}

export interface KratosVariable extends SeedVariable {
    readonly required: boolean;
    /** The setting of Kratos it was meant for. Kratos itself expands no `${…}` in its file. */
    readonly kratosSetting: string;
}

/** All eleven of the Kratos production setup guide ("Environment Variables Required"), in its order. */
export const kratosVariables: readonly KratosVariable[] = [
    {
        variable: "KRATOS_DSN",
        required: true,
        kratosSetting: "dsn",
        keys: [["postgres"]],
        note: "assembled from `postgres`, always PostgreSQL with `sslmode=verify-full`; the password is generated, or the secret `postgresPassword`",
    },
    {
        variable: "KRATOS_PUBLIC_BASE_URL",
        required: true,
        kratosSetting: "serve.public.base_url",
        keys: [["kratos", "publicBaseUrl"]],
        note: "",
    },
    {
        variable: "KRATOS_ADMIN_BASE_URL",
        required: true,
        kratosSetting: "serve.admin.base_url",
        keys: [],
        note: "always the Service inside the cluster, so there is nothing to set",
    },
    {
        variable: "KRATOS_UI_URL",
        required: true,
        kratosSetting: "selfservice.flows.*.ui_url",
        keys: [["kratos", "uiUrl"]],
        note: "each flow's page lies under it",
    },
    {
        variable: "KRATOS_DEFAULT_RETURN_URL",
        required: true,
        kratosSetting: "selfservice.default_browser_return_url",
        keys: [["kratos", "defaultReturnUrl"]],
        note: "",
    },
    {
        variable: "KRATOS_SECRET_COOKIE",
        required: true,
        kratosSetting: "secrets.cookie",
        keys: [["secrets", "generations", "kratosCookie"]],
        note: "generated; raise the number to rotate it",
    },
    {
        variable: "KRATOS_SECRET_CIPHER",
        required: true,
        kratosSetting: "secrets.cipher",
        keys: [["secrets", "generations", "kratosCipher"]],
        note: "generated, exactly 32 characters; raise the number to rotate it",
    },
    {
        variable: "KRATOS_SMTP_CONNECTION_URI",
        required: true,
        kratosSetting: "courier.smtp.connection_uri",
        keys: [["kratos", "smtp"], ["smtpPassword"]],
        note: "assembled from `host`, `port`, `user` and `security`; the password is a secret of its own, and certificates are always verified (no `skip_ssl_verify`)",
    },
    {
        variable: "KRATOS_LOG_LEVEL",
        required: false,
        kratosSetting: "log.level",
        keys: [["kratos", "log", "level"]],
        note: "",
    },
    {
        variable: "KRATOS_LOG_FORMAT",
        required: false,
        kratosSetting: "log.format",
        keys: [["kratos", "log", "format"]],
        note: "",
    },
    {
        variable: "KRATOS_LEAK_SENSITIVE_VALUES",
        required: false,
        kratosSetting: "log.leak_sensitive_values",
        keys: [["kratos", "log", "leakSensitiveValues"]],
        note: "",
    },
];
