/** What every answer carries, errors and redirects included (security guide, "TLS Configuration Best Practices"). */
const HEADERS: Readonly<Record<string, string>> = {
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
const TELLTALES = ["X-Powered-By"];

/**
 * Directives for nginx' `http` block. A location that adds a header of its own inherits none of these: no location may.
 * `always` is what covers errors. What an application sends under the same names is dropped, so that none comes twice.
 */
export function headerDirectives(): string[] {
    return [
        ...Object.entries(HEADERS).map(([name, value]) => `add_header ${name} "${value}" always;`),
        ...[...Object.keys(HEADERS), ...TELLTALES].map((name) => `proxy_hide_header ${name};`),
    ];
}
