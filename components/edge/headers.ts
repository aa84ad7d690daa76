/** What every answer carries, errors and redirects included (security guide, "TLS Configuration Best Practices"). */
export const HEADERS: Readonly<Record<string, string>> = {
    "Strict-Transport-Security": "max-age=63072000; includeSubDomains; preload",
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    // The guide's `1; mode=block` switches on filters that were themselves used for attacks.
    "X-XSS-Protection": "0",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Permissions-Policy":
        "accelerometer=(), camera=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), payment=(), usb=()",
};

/** Headers by which applications say what they run. */
export const TELLTALES = ["X-Powered-By"];

/** Request headers by which applications may be told who the client is or what it asked for; nobody outside sets them. */
export const UNTRUSTED_HEADERS = [
    "Forwarded",
    "True-Client-IP",
    "X-Client-IP",
    "X-Forwarded-Prefix",
    "X-Forwarded-Server",
    "X-HTTP-Method-Override",
    "X-Original-URL",
    "X-Rewrite-URL",
];
