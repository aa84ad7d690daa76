import type { Case, RuleCases } from "../case";
import { configMap, forward, httpRoute, ingress, ingressTo, katoServer, nginxPolicy } from "./objects";

const kratos = (what: string, lines: string): Case => ({
    what,
    resources: [configMap({ "kratos.yml": `serve:\n  public:\n    cors:\n${lines}    port: 4433\n` })],
    at: 'data["kratos.yml"]',
});
const env = (what: string, name: string, value: string): Case => ({
    what,
    container: { env: [{ name, value }] },
    at: "env[0].value",
});
const PREFIX = "nginx.ingress.kubernetes.io";
const cors = (annotations: Record<string, string>) =>
    ingress(
        ingressTo("kato"),
        Object.fromEntries(Object.entries(annotations).map(([name, value]) => [`${PREFIX}/${name}`, value])),
    );
const filter = (allowOrigins: readonly string[]) => [{ type: "CORS", cors: { allowOrigins } }];

/** Rules about who may call from a browser. */
export const corsCases: readonly RuleCases[] = [
    {
        rule: "cors-origin",
        fails: [
            kratos("every origin", "      enabled: true\n      allowed_origins:\n        - '*'\n"),
            kratos("every origin in one line", '      enabled: true\n      allowed_origins: ["https://a.com", "*"]\n'),
            kratos("every https origin", "      enabled: true\n      allowed_origins:\n      - https://*\n"),
            kratos("all below a domain", "      enabled: true\n      allowed_origins: [https://*.karima.com]\n"),
            kratos("the origin null", "      enabled: true\n      allowed_origins: ['null']\n"),
            kratos("an origin without TLS", "      enabled: true\n      allowed_origins: [http://karima.com]\n"),
            kratos(
                "whatever runs beside the browser",
                "      enabled: true\n      allowed_origins: [https://localhost:4455]\n",
            ),
            kratos("no list, which is every origin", "      enabled: true\n      allowed_methods: [GET]\n"),
            kratos("an empty list, which is every origin", "      enabled: true\n      allowed_origins: []\n"),
            kratos(
                "nothing but a comment in the list",
                "      enabled: true\n      allowed_origins:\n        # - https://a.com\n",
            ),
            {
                what: "every origin, in JSON",
                resources: [
                    configMap({
                        "kratos.json": '{"serve":{"public":{"cors":{"enabled":true,"allowed_origins":["*"]}}}}',
                    }),
                ],
                at: 'data["kratos.json"]',
            },
            {
                what: "every origin, in TOML",
                resources: [configMap({ "a.toml": 'allow_origins = ["*"]' })],
                at: 'data["a.toml"]',
            },
            {
                what: "every origin in development",
                ...{ resources: [configMap({ CORS_ORIGINS: "*" })], at: "data.CORS_ORIGINS" },
                development: true,
            },
            {
                what: "KATO's variable",
                resources: [configMap({ CORS_ORIGINS: "https://a.com, *" })],
                at: "data.CORS_ORIGINS",
            },
            {
                what: "KATO without a list, which is every origin",
                resources: [configMap({ CORS_ENABLED: "true" })],
                at: "data.CORS_ENABLED",
            },
            {
                what: "Qdrant's switch",
                resources: [configMap({ "config.yaml": "service:\n  enable_cors: true\n" })],
                at: 'data["config.yaml"]',
            },
            {
                what: "Qdrant without it, which is on",
                resources: [configMap({ "config.yaml": "service:\n  verify_https_client_certificate: false\n" })],
                at: 'data["config.yaml"]',
            },
            env("a container's variable", "CORS_ORIGINS", "*"),
            env("Kratos' variable", "SERVE_PUBLIC_CORS_ALLOWED_ORIGINS", "https://karima.com,https://*"),
            env("one item of Kratos' variable", "SERVE_PUBLIC_CORS_ALLOWED_ORIGINS_0", "http://karima.com"),
            env("a variable in JSON", "ALLOWED_ORIGINS", '["*"]'),
            env("KATO's switch without a list", "CORS_ENABLED", "True"),
            env("Qdrant's variable", "QDRANT__SERVICE__ENABLE_CORS", "true"),
            {
                what: "an Ingress for every origin",
                resources: [cors({ "enable-cors": "true", "cors-allow-origin": "*" })],
                at: `metadata.annotations["${PREFIX}/cors-allow-origin"]`,
            },
            {
                what: "an Ingress without a list, which is every origin",
                resources: [cors({ "enable-cors": "true" })],
                at: `metadata.annotations["${PREFIX}/enable-cors"]`,
            },
            {
                what: "HAProxy's switch without a list",
                resources: [ingress(ingressTo("kato"), { "haproxy.org/cors-enable": "true" })],
                at: 'metadata.annotations["haproxy.org/cors-enable"]',
            },
            {
                what: "a Policy for every origin",
                resources: [nginxPolicy({ cors: { allowOrigin: ["https://a.com", "*"] } })],
                at: "spec.cors.allowOrigin[1]",
            },
            {
                what: "an HTTPRoute for every origin",
                resources: [httpRoute({ rules: [{ filters: filter(["*"]) }] })],
                at: "spec.rules[0].filters[0].cors.allowOrigins[0]",
            },
            {
                what: "a backend of an HTTPRoute",
                resources: [httpRoute({ rules: [{ backendRefs: [{ name: "a", filters: filter(["null"]) }] }] })],
                at: "spec.rules[0].backendRefs[0].filters[0].cors.allowOrigins[0]",
            },
            {
                what: "a header that a route adds",
                resources: [
                    katoServer([
                        {
                            path: "/",
                            action: {
                                proxy: {
                                    upstream: "kato",
                                    responseHeaders: {
                                        add: [{ name: "Access-Control-Allow-Origin", value: "${http_origin}" }],
                                    },
                                },
                            },
                        },
                    ]),
                ],
                at: "spec.routes[0].action.proxy.responseHeaders.add[0].value",
            },
            {
                what: "a header of an answer",
                resources: [
                    katoServer([
                        {
                            path: "/",
                            action: { return: { headers: [{ name: "access-control-allow-origin", value: "*" }] } },
                        },
                    ]),
                ],
                at: "spec.routes[0].action.return.headers[0].value",
            },
        ],
        passes: [
            kratos("named origins", "      enabled: true\n      allowed_origins:\n        - https://karima.com\n"),
            {
                what: "KATO's variables",
                resources: [configMap({ CORS_ENABLED: "true", CORS_ORIGINS: "https://app.yourdomain.com" })],
            },
        ],
        nearMisses: [
            kratos("CORS off", "      enabled: false\n      allowed_origins: []\n"),
            kratos(
                "a comment",
                "      enabled: true\n      # allowed_origins: ['*']\n      allowed_origins: [https://a.com]\n",
            ),
            kratos(
                "a star in another list",
                "      enabled: true\n      allowed_origins: [https://a.com]\n      allowed_headers: ['*']\n",
            ),
            {
                what: "this machine, in development",
                resources: [configMap({ CORS_ORIGINS: "http://localhost:3000" })],
                development: true,
            },
            {
                what: "a star after a single origin, in JSON",
                resources: [
                    configMap({ "a.json": '{"cors":{"allowed_origins":"https://a.com","allowed_headers":["*"]}}' }),
                ],
            },
            { what: "no origin", resources: [configMap({ CORS_ENABLED: "true", CORS_ORIGINS: "" })] },
            { what: "CORS that is off", resources: [configMap({ CORS_ENABLED: "false" })] },
            {
                what: "something else that is on",
                resources: [
                    configMap({ "a.yaml": "cors:\n  enabled: false\n  origins: []\ntracing:\n  enabled: true\n" }),
                ],
            },
            { what: "a star elsewhere", resources: [configMap({ "a.yaml": "git:\n  origin: main\nfiles: ['*']\n" })] },
            {
                what: "Qdrant's switch off",
                resources: [configMap({ "a.yaml": "enable_cors: false\nverify_https_client_certificate: true" })],
            },
            { what: "a variable of another meaning", container: { env: [{ name: "ORIGIN_FILTER", value: "*" }] } },
            {
                what: "a switch whose list comes from a ConfigMap",
                container: {
                    env: [{ name: "CORS_ENABLED", value: "true" }],
                    envFrom: [{ configMapRef: { name: "kato-config" } }],
                },
            },
            {
                what: "a list from a ConfigMap",
                container: {
                    env: [
                        { name: "CORS_ENABLED", value: "true" },
                        { name: "CORS_ORIGINS", valueFrom: { configMapKeyRef: { name: "a", key: "b" } } },
                    ],
                },
            },
            {
                what: "an Ingress with a list",
                resources: [cors({ "enable-cors": "true", "cors-allow-origin": "https://a.com" })],
            },
            { what: "an Ingress without CORS", resources: [cors({ "enable-cors": "false" })] },
            { what: "a Policy with a list", resources: [nginxPolicy({ cors: { allowOrigin: ["https://a.com"] } })] },
            {
                what: "an HTTPRoute with a list",
                resources: [httpRoute({ rules: [{ filters: filter(["https://a.com"]) }] })],
            },
            { what: "a route that adds nothing", resources: [katoServer([forward("/", "kato")])] },
        ],
    },
];
