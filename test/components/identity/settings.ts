import type { KratosSettings } from "../../../components/identity/kratos-config";

/** The seed's values (setup guide, "3. CORS Configuration" to "5. URL Configuration"; the base URL as the design says). */
export const WITHOUT_MAIL: KratosSettings = {
    publicBaseUrl: "https://auth.karima.com/",
    adminBaseUrl: "https://kratos-admin.kratos.svc:4434/",
    uiUrl: "https://karima.com",
    defaultReturnUrl: "https://karima.com/",
    allowedOrigins: ["https://karima.com", "https://admin.ks-backend.cloud"],
    log: { level: "info", format: "json", leakSensitiveValues: false },
    cookies: { sameSite: "Strict", domain: "karima.com" },
    sessionLifespan: "24h",
    passwordMinLength: 12,
};

export const SETTINGS: KratosSettings = {
    ...WITHOUT_MAIL,
    sender: { address: "no-reply@karima.com", name: "Karima" },
};
