import type { PolicyResource } from "../../../../kubernetes/resource";

type Spec = Readonly<Record<string, unknown>>;

function object(kind: string, spec: Spec, name = "a"): PolicyResource {
    return {
        type: `kubernetes:traefik.io/v1alpha1:${kind}`,
        name,
        props: { metadata: { name, namespace: "traefik" }, spec },
    };
}

export const serversTransport = (spec: Spec) => object("ServersTransport", spec);
export const tlsOption = (spec: Spec) => object("TLSOption", spec);
export const tcpIngressRoute = (spec: Spec) => object("IngressRouteTCP", spec);
export const middleware = (spec: Spec, name = "a") => object("Middleware", spec, name);

/** An IngressRoute for TLS with these routes. */
export const ingressRoute = (routes: readonly Spec[], spec: Spec = {}) =>
    object("IngressRoute", { tls: { secretName: "kato-tls", options: { name: "tls" } }, routes, ...spec });

/** One for plain HTTP. */
export const plainIngressRoute = (routes: readonly Spec[]) => object("IngressRoute", { routes });

export const KATO_SERVICE = { name: "kato", port: 443, scheme: "https", serversTransport: "kato" };
export const KRATOS_SERVICE = { name: "kratos", port: 4433, scheme: "https", serversTransport: "kratos" };

/** A route with Middlewares of these names. */
export function to(service: Spec, match: string, names: readonly string[] = [], spec: Spec = {}): Spec {
    return { kind: "Rule", match, services: [service], middlewares: names.map((name) => ({ name })), ...spec };
}

export const KATO_HOST = "Host(`kato.yourdomain.com`)";
export const toKato = (match: string, ...names: readonly string[]) => to(KATO_SERVICE, match, names);
export const toKratos = (match: string, ...names: readonly string[]) =>
    to(KRATOS_SERVICE, `Host(\`auth.karima.com\`) && (${match})`, names);
