import type { Case, RuleCases } from "../case";
import {
    configMap,
    forward,
    grpcRoute,
    httpRoute,
    ingress,
    ingressTo,
    nginxPolicy,
    oldIngress,
    tcpRoute,
    tlsRoute,
    transportServer,
    virtualServer,
    virtualServerRoute,
} from "./objects";

const to = (service: string, port: number) => [{ name: "a", service, port }];
const annotated = (key: string, value = "a;"): Case => ({
    what: key,
    resources: [ingress(ingressTo("kato"), { [key]: value })],
    at: `metadata.annotations["${key}"]`,
});

/** Rules about what routes reach, and by which configuration. */
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
];
