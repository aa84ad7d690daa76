import type { Case, RuleCases } from "../case";
import {
    configMap,
    forward,
    grpcRoute,
    httpRoute,
    ingress,
    ingressTo,
    katoServer,
    kratosServer,
    nginxPolicy,
    notFound,
    oldIngress,
    SET_HEADERS,
    tcpRoute,
    tlsRoute,
    transportServer,
    virtualServer,
    virtualServerRoute,
} from "./objects";

const to = (service: string, port: number) => [{ name: "a", service, port }];
const HIDDEN = ["/admin", "/metrics", "/health/ready", "/version"].map((path) => notFound(`~* ^${path}`));
const ALL_DENIED = [...HIDDEN, forward("/", "kratos")];
const annotated = (key: string, value = "a;"): Case => ({
    what: key,
    resources: [ingress(ingressTo("kato"), { [key]: value })],
    at: `metadata.annotations["${key}"]`,
});
const headers = (set: readonly object[], more: object = {}) =>
    katoServer([{ path: "/", action: { proxy: { upstream: "kato", requestHeaders: { set, ...more } } } }]);
const SET_AT = "spec.routes[0].action.proxy.requestHeaders.set";

/** Rules about what routes reach, and with which requests. */
export const backendCases: readonly RuleCases[] = [
    {
        rule: "route-snippets",
        fails: [
            {
                what: "a snippet for the host",
                resources: [virtualServer({ "server-snippets": "location /x { return 200; }" })],
                at: "spec.server-snippets",
            },
            {
                what: "a snippet for all hosts",
                resources: [virtualServer({ "http-snippets": "lua_code_cache off;" })],
                at: "spec.http-snippets",
            },
            {
                what: "a snippet for a path",
                resources: [
                    virtualServer({ routes: [{ path: "/" }, { path: "/a", "location-snippets": "allow all;" }] }),
                ],
                at: "spec.routes[1].location-snippets",
            },
            {
                what: "a snippet for a subroute",
                resources: [virtualServerRoute({ subroutes: [{ path: "/", "location-snippets": "allow all;" }] })],
                at: "spec.subroutes[0].location-snippets",
            },
            ...["serverSnippets", "streamSnippets"].map((key) => ({
                what: `a TransportServer's ${key}`,
                resources: [transportServer({ [key]: "deny all;" })],
                at: `spec.${key}`,
            })),
            {
                what: "a Policy's snippet",
                resources: [nginxPolicy({ externalAuth: { authURI: "/", authSnippets: "allow all;" } })],
                at: "spec.externalAuth.authSnippets",
            },
            annotated("nginx.org/server-snippets"),
            annotated("nginx.org/location-snippets"),
            annotated("nginx.ingress.kubernetes.io/configuration-snippet"),
            annotated("nginx.ingress.kubernetes.io/auth-snippet"),
            annotated("haproxy.org/backend-config-snippet"),
            annotated("nginx.ingress.kubernetes.io/auth-url", "https://a/#;}\n\ndirective;"),
            annotated("nginx.ingress.kubernetes.io/mirror-target", "https://a; directive"),
            {
                what: "leave to write them, for all routes",
                resources: [configMap({ "allow-snippet-annotations": "true" })],
                at: "data.allow-snippet-annotations",
            },
        ],
        passes: [{ what: "none", resources: [virtualServer({ routes: [forward("/", "kato")] })] }],
        nearMisses: [
            { what: "an empty one", resources: [virtualServer({ "server-snippets": "" })] },
            {
                what: "a plain address to ask",
                resources: [
                    ingress(ingressTo("kato"), {
                        "nginx.ingress.kubernetes.io/auth-url": "https://auth.example.com/v",
                    }),
                ],
            },
            {
                what: "an annotation with a semicolon that is quoted",
                resources: [
                    ingress(ingressTo("kato"), { "nginx.ingress.kubernetes.io/proxy-cookie-path": "/ /; Secure" }),
                ],
            },
            { what: "no leave", resources: [configMap({ "allow-snippet-annotations": "false" })] },
            { what: "a ConfigMap of another program", resources: [configMap({ "http-snippets": "a;" })] },
        ],
    },
    {
        rule: "route-admin-port",
        fails: [
            {
                what: "Kratos' admin port",
                resources: [virtualServer({ upstreams: to("kratos/kratos", 4434) })],
                at: "spec.upstreams[0].port",
            },
            {
                what: "the admin API's Service, whatever its port",
                resources: [virtualServer({ upstreams: to("kratos/kratos-admin", 80) })],
                at: "spec.upstreams[0].service",
            },
            {
                what: "the Service of a Helm release",
                resources: [ingress(ingressTo("my-kratos-admin", { name: "http" }))],
                at: "spec.rules[0].http.paths[0].backend.service.name",
            },
            {
                what: "a port of that name",
                resources: [ingress(ingressTo("kratos", { name: "http-admin" }))],
                at: "spec.rules[0].http.paths[0].backend.service.port.name",
            },
            {
                what: "a fallback",
                resources: [
                    virtualServer({
                        upstreams: [{ name: "a", service: "a", port: 80, backup: "b", backupPort: 4434 }],
                    }),
                ],
                at: "spec.upstreams[0].backupPort",
            },
            ...[5432, 27017, 6379, 6333, 6334].map((port) => ({
                what: `a store's port ${port}`,
                resources: [transportServer({ upstreams: to("a", port) })],
                at: "spec.upstreams[0].port",
            })),
            {
                what: "a store's port by name",
                resources: [ingress(ingressTo("a", { name: "mongodb" }))],
                at: "spec.rules[0].http.paths[0].backend.service.port.name",
            },
            {
                what: "a VirtualServerRoute",
                resources: [virtualServerRoute({ upstreams: to("kratos", 4434) })],
                at: "spec.upstreams[0].port",
            },
            {
                what: "an Ingress as it used to be written",
                resources: [
                    oldIngress({
                        rules: [{ http: { paths: [{ backend: { serviceName: "a", servicePort: 4434 } }] } }],
                    }),
                ],
                at: "spec.rules[0].http.paths[0].backend.servicePort",
            },
            {
                what: "a default backend",
                resources: [ingress({ defaultBackend: { service: { name: "a", port: { number: 6379 } } } })],
                at: "spec.defaultBackend.service.port.number",
            },
            ...[httpRoute, grpcRoute, tlsRoute, tcpRoute].map((route) => ({
                what: route({}).type.replace(/.*:/, "a "),
                resources: [route({ rules: [{ backendRefs: [{ name: "kratos", port: 4434 }] }] })],
                at: "spec.rules[0].backendRefs[0].port",
            })),
            {
                what: "a copy of each request",
                resources: [
                    httpRoute({ rules: [{ filters: [{ requestMirror: { backendRef: { name: "kratos-admin" } } }] }] }),
                ],
                at: "spec.rules[0].filters[0].requestMirror.backendRef.name",
            },
        ],
        passes: [{ what: "Kratos' public port", resources: [virtualServer({ upstreams: to("kratos/kratos", 4433) })] }],
        nearMisses: [
            { what: "another admin's page", resources: [ingress(ingressTo("admin-ui", { name: "http-admin" }))] },
            {
                what: "a Service in a namespace of such a name",
                resources: [virtualServer({ upstreams: to("kratos-admin/ui", 80) })],
            },
            { what: "a port that begins alike", resources: [transportServer({ upstreams: to("a", 63790) })] },
            { what: "an Ingress that leads to no Service", resources: [ingress({ rules: [] })] },
        ],
    },
    {
        rule: "route-denied-paths",
        fails: [
            {
                what: "Kratos' /admin",
                resources: [kratosServer([...HIDDEN.slice(1), forward("/", "kratos")])],
                at: "spec.routes[3]",
            },
            { what: "KATO's /metrics", resources: [katoServer([forward("/", "kato")])], at: "spec.routes[0]" },
            {
                what: "/ADMIN, which an application may take for the same",
                resources: [kratosServer([notFound("~ ^/admin"), ...ALL_DENIED.slice(1)])],
                at: "spec.routes[4]",
            },
            {
                what: "what is below /admin",
                resources: [kratosServer([notFound("=/admin"), notFound("=/ADMIN"), ...ALL_DENIED.slice(1)])],
                at: "spec.routes[5]",
            },
            {
                what: "a route that comes before the one that answers",
                resources: [kratosServer([forward("~ ^/a", "kratos"), ...ALL_DENIED])],
                at: "spec.routes[0]",
            },
            {
                what: "/version",
                resources: [kratosServer([...HIDDEN.slice(0, 3), forward("/", "kratos")])],
                at: "spec.routes[3]",
            },
            {
                what: "some of the requests",
                resources: [
                    katoServer([
                        {
                            path: "~* ^/metrics",
                            splits: [
                                { weight: 99, action: { return: {} } },
                                { weight: 1, action: { pass: "kato" } },
                            ],
                        },
                        forward("/", "kato"),
                    ]),
                ],
                at: "spec.routes[0]",
            },
            {
                what: "requests with a certain header",
                resources: [
                    katoServer([
                        {
                            path: "~* ^/metrics",
                            matches: [{ action: { pass: "kato" } }],
                            action: { return: { code: 404 } },
                        },
                        forward("/", "kato"),
                    ]),
                ],
                at: "spec.routes[0]",
            },
            {
                what: "a VirtualServerRoute",
                resources: [
                    virtualServerRoute({
                        upstreams: to("my-kato", 80),
                        subroutes: [{ path: "/metrics", action: { pass: "a" } }],
                    }),
                ],
                at: "spec.subroutes[0]",
            },
        ],
        passes: [{ what: "404 before anything is forwarded", resources: [kratosServer(ALL_DENIED)] }],
        nearMisses: [
            {
                what: "another application's",
                resources: [virtualServer({ upstreams: to("grafana", 80), routes: [forward("/", "a")] })],
            },
            { what: "only some paths forwarded", resources: [kratosServer([forward("/self-service", "kratos")])] },
            {
                what: "prefixes in both cases",
                resources: [katoServer([notFound("/metrics"), notFound("/METRICS"), forward("/", "kato")])],
            },
            {
                what: "a redirect",
                resources: [
                    katoServer([{ path: "~* ^/metrics", action: { redirect: { url: "/" } } }, forward("/", "kato")]),
                ],
            },
        ],
    },
    {
        rule: "route-client-address",
        fails: [
            {
                what: "headers as they come",
                resources: [katoServer([{ path: "/", action: { pass: "kato" } }])],
                at: SET_AT,
            },
            { what: "no X-Forwarded-For", resources: [headers(SET_HEADERS.slice(1))], at: SET_AT },
            {
                what: "the client's own list, with an address more",
                resources: [
                    headers([
                        { name: "X-Forwarded-For", value: "${proxy_add_x_forwarded_for}" },
                        ...SET_HEADERS.slice(1),
                    ]),
                ],
                at: `${SET_AT}[0].value`,
            },
            {
                what: "one header that is left",
                resources: [headers(SET_HEADERS.filter(({ name }) => name !== "True-Client-IP"))],
                at: SET_AT,
            },
            {
                what: "one header with a value",
                resources: [
                    headers(SET_HEADERS.map((header) => (header.value === "" ? { ...header, value: "a" } : header))),
                ],
                at: SET_AT,
            },
            {
                what: "some of the requests",
                resources: [katoServer([{ ...forward("/", "kato"), matches: [{ action: { pass: "kato" } }] }])],
                at: "spec.routes[0].matches[0].action.proxy.requestHeaders.set",
            },
            {
                what: "a VirtualServerRoute",
                resources: [
                    virtualServerRoute({
                        upstreams: to("kratos-public", 80),
                        subroutes: [{ path: "/", action: { pass: "a" } }],
                    }),
                ],
                at: "spec.subroutes[0].action.proxy.requestHeaders.set",
            },
        ],
        passes: [{ what: "set by the edge", resources: [katoServer([forward("/", "kato")])] }],
        nearMisses: [
            {
                what: "in another case",
                resources: [headers(SET_HEADERS.map(({ name, value }) => ({ name: name.toLowerCase(), value })))],
            },
            { what: "no header of the client's", resources: [headers(SET_HEADERS.slice(0, 1), { pass: false })] },
            { what: "an answer of its own", resources: [katoServer([notFound("/")])] },
            {
                what: "another application",
                resources: [
                    virtualServer({ upstreams: to("grafana", 80), routes: [{ path: "/", action: { pass: "a" } }] }),
                ],
            },
        ],
    },
];
