/** Routes of the F5 NGINX Ingress Controller. */
export const VIRTUAL_SERVER = "VirtualServer.k8s.nginx.org";
export const VIRTUAL_SERVER_ROUTE = "VirtualServerRoute.k8s.nginx.org";
export const TRANSPORT_SERVER = "TransportServer.k8s.nginx.org";
/** What its routes name for limits, CORS and the like. */
export const NGINX_POLICY = "Policy.k8s.nginx.org";

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
    ...INGRESSES,
    ...GATEWAY_ROUTES,
] as const;
