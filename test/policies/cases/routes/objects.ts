import type { PolicyResource } from "../../../../kubernetes/resource";

type Spec = Readonly<Record<string, unknown>>;

function object(type: string, spec: Spec, metadata: Spec = {}): PolicyResource {
    return {
        type: `kubernetes:${type}`,
        name: "a",
        props: { metadata: { name: "a", namespace: "kato", ...metadata }, spec },
    };
}

export const virtualServer = (spec: Spec, metadata?: Spec) => object("k8s.nginx.org/v1:VirtualServer", spec, metadata);
export const virtualServerRoute = (spec: Spec) => object("k8s.nginx.org/v1:VirtualServerRoute", spec);
export const transportServer = (spec: Spec) => object("k8s.nginx.org/v1:TransportServer", spec);
export const nginxPolicy = (spec: Spec, metadata?: Spec) => object("k8s.nginx.org/v1:Policy", spec, metadata);
export const ingress = (spec: Spec, annotations: Spec = {}) =>
    object("networking.k8s.io/v1:Ingress", spec, { annotations });
export const oldIngress = (spec: Spec) => object("extensions/v1beta1:Ingress", spec);
export const ingressPatch = (spec: Spec) => object("networking.k8s.io/v1:IngressPatch", spec);
export const gateway = (listeners: readonly Spec[], metadata?: Spec) =>
    object("gateway.networking.k8s.io/v1:Gateway", { gatewayClassName: "a", listeners }, metadata);
export const httpRoute = (spec: Spec) => object("gateway.networking.k8s.io/v1:HTTPRoute", spec);
export const grpcRoute = (spec: Spec) => object("gateway.networking.k8s.io/v1:GRPCRoute", spec);
export const tlsRoute = (spec: Spec) => object("gateway.networking.k8s.io/v1:TLSRoute", spec);
export const tcpRoute = (spec: Spec) => object("gateway.networking.k8s.io/v1alpha2:TCPRoute", spec);
export const certificate = (spec: Spec) => object("cert-manager.io/v1:Certificate", spec);
export const issuer = (spec: Spec, name = "a") => object("cert-manager.io/v1:Issuer", spec, { name });
export const clusterIssuer = (spec: Spec, name = "a") => object("cert-manager.io/v1:ClusterIssuer", spec, { name });

export function configMap(data: Readonly<Record<string, string>>): PolicyResource {
    return {
        type: "kubernetes:core/v1:ConfigMap",
        name: "a",
        props: { metadata: { name: "a", namespace: "kato" }, data },
    };
}

/** One host with one path to a Service. */
export function ingressTo(service: string, port: Spec = { number: 80 }, host = "a.example.com"): Spec {
    const paths = [{ path: "/", pathType: "Prefix", backend: { service: { name: service, port } } }];
    return { rules: [{ host, http: { paths } }], tls: [{ hosts: [host], secretName: "a-tls" }] };
}

/** What KATO's and Kratos' routes do with the client's headers. */
export const SET_HEADERS = [
    { name: "X-Forwarded-For", value: "${remote_addr}" },
    ...[
        "Forwarded",
        "True-Client-IP",
        "X-Client-IP",
        "X-Forwarded-Prefix",
        "X-Forwarded-Server",
        "X-HTTP-Method-Override",
        "X-Original-URL",
        "X-Rewrite-URL",
    ].map((name) => ({ name, value: "" })),
];

/** A route of a VirtualServer that forwards to an upstream. */
export function forward(path: string, upstream: string, policy?: string): Spec {
    const policies = policy === undefined ? {} : { policies: [{ name: policy }] };
    return { path, ...policies, action: { proxy: { upstream, requestHeaders: { set: SET_HEADERS } } } };
}

/** A route of a VirtualServer that answers 404. */
export function notFound(path: string): Spec {
    return { path, action: { return: { code: 404, body: "Not found" } } };
}

const TLS = { secret: "a-tls", redirect: { enable: true } };

/** KATO's VirtualServer with these routes. */
export function katoServer(routes: readonly Spec[], spec: Spec = {}): PolicyResource {
    const upstreams = [{ name: "kato", service: "kato/kato", port: 80 }];
    return virtualServer({ host: "kato.yourdomain.com", tls: TLS, upstreams, routes, ...spec });
}

/** Kratos' VirtualServer with these routes. */
export function kratosServer(routes: readonly Spec[], spec: Spec = {}): PolicyResource {
    const upstreams = [{ name: "kratos", service: "kratos/kratos", port: 4433, tls: { enable: true } }];
    return virtualServer({ host: "auth.karima.com", tls: TLS, upstreams, routes, ...spec });
}

/** Security guide, "Nginx Rate Limiting". */
export const SESSIONS = {
    rate: "100r/m",
    burst: 20,
    key: "${binary_remote_addr}",
    zoneSize: "10m",
    rejectCode: 429,
    scale: true,
};
export const AUTH = { ...SESSIONS, rate: "5r/m", burst: 3 };

/** A Policy with a limit. */
export const limit = (rateLimit: object, name = "auth-limit", namespace = "kato") =>
    nginxPolicy({ rateLimit }, { name, namespace });

/** The Service that clients reach the controller by, with this. */
export const edgeService = (spec: object, annotations: object = {}): PolicyResource => ({
    type: "kubernetes:core/v1:Service",
    name: "edge",
    props: {
        metadata: { name: "nginx-ingress-controller", namespace: "nginx-ingress", annotations },
        spec: { selector: { "app.kubernetes.io/name": "nginx-ingress" }, ports: [{ port: 443 }], ...spec },
    },
});

/** By which an AWS load balancer sends a client to one target. */
export const STICKY_TARGETS = {
    "service.beta.kubernetes.io/aws-load-balancer-target-group-attributes":
        "stickiness.enabled=true,stickiness.type=source_ip",
};
