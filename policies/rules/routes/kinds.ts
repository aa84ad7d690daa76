/** Routes of the F5 NGINX Ingress Controller. */
export const VIRTUAL_SERVER = "VirtualServer.k8s.nginx.org";
export const VIRTUAL_SERVER_ROUTE = "VirtualServerRoute.k8s.nginx.org";
export const TRANSPORT_SERVER = "TransportServer.k8s.nginx.org";
/** What its routes name for limits, CORS and the like. */
export const NGINX_POLICY = "Policy.k8s.nginx.org";

/** Routes of Traefik; those of TCP and UDP know no paths. */
export const INGRESS_ROUTE = "IngressRoute.traefik.io";
const PLAIN_INGRESS_ROUTES = ["IngressRouteTCP.traefik.io", "IngressRouteUDP.traefik.io"] as const;
/** What its routes name for limits, headers, redirects and the like. */
export const MIDDLEWARE = "Middleware.traefik.io";
/** How it connects to backends. */
export const SERVERS_TRANSPORT = "ServersTransport.traefik.io";
/** How it speaks TLS with clients. */
export const TLS_OPTION = "TLSOption.traefik.io";

/** The second group is of Kubernetes before 1.22; old charts still write it. */
export const INGRESSES = ["Ingress.networking.k8s.io", "Ingress.extensions"] as const;

export const GATEWAY = "Gateway.gateway.networking.k8s.io";
/** Routes of the Gateway API that are chosen by host name. */
export const NAMED_GATEWAY_ROUTES = [
    "HTTPRoute.gateway.networking.k8s.io",
    "GRPCRoute.gateway.networking.k8s.io",
    "TLSRoute.gateway.networking.k8s.io",
] as const;
/** All routes of the Gateway API. */
export const GATEWAY_ROUTES = [
    ...NAMED_GATEWAY_ROUTES,
    "TCPRoute.gateway.networking.k8s.io",
    "UDPRoute.gateway.networking.k8s.io",
] as const;

/** Whatever sends requests from outside to a Service. */
export const ROUTES = [
    VIRTUAL_SERVER,
    VIRTUAL_SERVER_ROUTE,
    TRANSPORT_SERVER,
    INGRESS_ROUTE,
    ...PLAIN_INGRESS_ROUTES,
    MIDDLEWARE,
    ...INGRESSES,
    ...GATEWAY_ROUTES,
] as const;
