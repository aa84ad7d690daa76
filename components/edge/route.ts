/** A limit on requests per client. Requests beyond the burst are answered 429 at once; none is held back. */
export interface Limit {
    /** Kubernetes name of the limit. */
    readonly name: string;
    /** Sustained rate, of all paths with this limit together. */
    readonly requestsPerMinute: number;
    /** How many requests may come ahead of the rate. */
    readonly burst: number;
}

/** A part of a host's paths. Letter case does not matter: an application may be less strict than a proxy. */
export interface RoutePath {
    /** Begins with `/`; compared with the path as it is decoded. */
    readonly path: string;
    /** Everything that begins with it, as a path `/auth` in nginx does, or it alone, with or without a final `/`. */
    readonly match: "prefix" | "exact";
    /** @default none */
    readonly limit?: Limit;
    /** Answered with this status instead of forwarded. @default forwarded */
    readonly deny?: 404;
}

/** The Service behind a route. */
export interface RouteBackend {
    readonly namespace: string;
    readonly service: string;
    /** Port of the Service. */
    readonly port: number;
    /** Name in the server's certificate, which the internal authority must have signed. @default plain HTTP */
    readonly tlsServerName?: string;
}

/** What one public host serves. It knows no ingress controller: each dialect turns it into the objects of one. */
export interface Route {
    /** Kubernetes name of the route. */
    readonly name: string;
    readonly host: string;
    /** Secret with the host's certificate, in the controller's namespace. */
    readonly tlsSecret: string;
    readonly backend: RouteBackend;
    /** The first that matches decides; the last is `/`. */
    readonly paths: readonly RoutePath[];
    /** Largest request body, e.g. `10m`. */
    readonly bodySize: string;
    /** How long the backend may be silent. */
    readonly readTimeoutSeconds: number;
}

/** Each limit once: routes share it by its name. */
export function limitsOf(routes: readonly Route[]): Limit[] {
    const limits = routes.flatMap(({ paths }) => paths).flatMap(({ limit }) => (limit === undefined ? [] : [limit]));
    return [...new Map(limits.map((limit) => [limit.name, limit])).values()];
}
