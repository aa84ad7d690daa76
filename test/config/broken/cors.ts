import type { BrokenStack } from "./broken-stack";

/** Who may call KATO from a browser. Security guide, "CORS Security Best Practices". */
export const cors: readonly BrokenStack[] = [
    {
        title: "any origin with credentials",
        patch: `kato: { cors: { origins: ["*"] } }`,
        paths: ["kato.cors.origins[0]"],
        says: [
            'found:    "*"',
            "origins one by one, as long as `kato.cors.credentials` is on",
            "pulumi config set --path 'kato-platform:kato.cors.origins[0]' https://app.yourdomain.com --stack prod",
        ],
    },
    {
        title: "any origin without credentials, outside development",
        patch: `kato: { cors: { origins: [https://app.yourdomain.com, "*"], credentials: false } }`,
        paths: ["kato.cors.origins[1]"],
        says: ["`*` is for development"],
    },
    {
        title: "any origin with credentials in development, where they are the default",
        base: "dev",
        patch: `kato: { cors: { origins: ["*"] } }`,
        paths: ["kato.cors.origins[0]"],
        says: [
            "with `*` any web site could use a visitor's login",
            "pulumi config set --path 'kato-platform:kato.cors.credentials' false --stack dev",
        ],
    },
    {
        title: "any origin of a domain, even in development",
        base: "dev",
        patch: `kato: { cors: { origins: ["https://*.karima.com"], credentials: false } }`,
        paths: ["kato.cors.origins[0]"],
        says: ["origins one by one"],
    },
    {
        title: "http and localhost origins",
        patch: "kato: { cors: { origins: [http://app.karima.com, https://localhost:3000] } }",
        paths: ["kato.cors.origins[0]", "kato.cors.origins[1]"],
        says: [
            "'kato-platform:kato.cors.origins[0]' https://app.karima.com --stack prod",
            "localhost and http are for development",
        ],
    },
    {
        title: "an origin with a trailing slash",
        patch: "kato: { cors: { origins: [https://app.karima.com/] } }",
        paths: ["kato.cors.origins[0]"],
        says: ["without path or trailing slash", "'kato-platform:kato.cors.origins[0]' https://app.karima.com --stack"],
    },
    {
        title: "http to another machine in development",
        base: "dev",
        patch: "kato: { cors: { origins: [http://192.168.1.20:3000] } }",
        paths: ["kato.cors.origins[0]"],
        says: ["http, on localhost only"],
    },
    {
        title: "CORS for nobody",
        patch: "kato: { cors: { origins: [] } }",
        paths: ["kato.cors.origins"],
        says: [
            "found:    an empty list",
            "'kato-platform:kato.cors.origins[0]' https://app.yourdomain.com --stack prod",
            "'kato-platform:kato.cors.enabled' false --stack prod",
        ],
    },
    {
        title: "any method and any header",
        patch: `kato: { cors: { methods: ["*"], headers: ["*"] } }`,
        paths: ["kato.cors.methods[0]", "kato.cors.headers[0]"],
        says: ["GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS", "the name of a header"],
    },
    {
        title: "no method",
        patch: "kato: { cors: { methods: [] } }",
        paths: ["kato.cors.methods"],
        says: ["a list with at least one item"],
    },
];
