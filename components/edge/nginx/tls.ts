import type { EdgeSettings } from "../settings";

/** Of TLS 1.3, AES-256 first: the guide names the suites of TLS 1.2 alone. */
const TLS13_SUITES = ["TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256", "TLS_AES_128_GCM_SHA256"];

/** Security guide, "TLS Configuration Best Practices". */
const TLS12_CIPHERS = [
    "ECDHE-ECDSA-AES128-GCM-SHA256",
    "ECDHE-RSA-AES128-GCM-SHA256",
    "ECDHE-ECDSA-AES256-GCM-SHA384",
    "ECDHE-RSA-AES256-GCM-SHA384",
];

/** Where the image has the public authorities; a stapled answer is checked against them. */
const PUBLIC_AUTHORITIES = "/etc/ssl/certs/ca-certificates.crt";

/** ConfigMap keys. */
export function tlsEntries({ minVersion }: EdgeSettings["tls"]): Record<string, string> {
    return {
        "ssl-protocols": minVersion === "1.3" ? "TLSv1.3" : "TLSv1.2 TLSv1.3",
        ...(minVersion === "1.3" ? {} : { "ssl-ciphers": TLS12_CIPHERS.join(":") }),
        "ssl-prefer-server-ciphers": "true",
        http2: "true",
    };
}

/** What the controller has no keys for. */
export function tlsDirectives({ stapling }: EdgeSettings["tls"]): string[] {
    return [
        `ssl_conf_command Ciphersuites ${TLS13_SUITES.join(":")};`,
        "ssl_session_tickets off;",
        "ssl_session_timeout 1d;",
        "ssl_session_cache shared:SSL:50m;",
        ...(stapling
            ? ["ssl_stapling on;", "ssl_stapling_verify on;", `ssl_trusted_certificate ${PUBLIC_AUTHORITIES};`]
            : []),
    ];
}
