import type { Field } from "../../../kubernetes/field";
import type { PolicyObject } from "../../../kubernetes/resource";
import { serviceName } from "./backends";
import { INGRESS_ROUTE } from "./kinds";
import { actions, Locations, upstreamOf } from "./locations";
import { routesTo, traefikRoutes } from "./traefik/routes";

/** Requests that one client may make to a path and what is below it. */
export interface Limit {
    readonly path: string;
    readonly perMinute: number;
    readonly burst: number;
    /** Whether only the path itself is limited. @default false */
    readonly exact?: boolean;
}

/** What the public may ask of one of our applications, and how often. */
export interface Application {
    readonly name: string;
    /** Its Service's name, with or without the name of a Helm release before it. */
    readonly service: RegExp;
    /** A port that no other application has. */
    readonly port?: number;
    readonly limits: readonly Limit[];
    /** For whoever runs it: never forwarded. */
    readonly denied: readonly string[];
}

export const APPLICATIONS: readonly Application[] = [
    {
        name: "KATO",
        service: /^(?:.+-)?kato$/,
        // Security guide, "Nginx Rate Limiting".
        limits: [
            { path: "/sessions", perMinute: 100, burst: 20 },
            { path: "/auth", perMinute: 5, burst: 3 },
        ],
        denied: ["/metrics"],
    },
    {
        name: "Kratos",
        service: /^(?:.+-)?kratos(?:-public)?$/,
        port: 4433,
        // docs/edge.md: what guesses passwords or sends mails. The guide names no number.
        limits: ["login", "registration", "recovery", "verification"].map((flow) => ({
            path: `/self-service/${flow}`,
            exact: true,
            perMinute: 30,
            burst: 10,
        })),
        denied: ["/admin", "/metrics", "/health/ready", "/version"],
    },
];

/** An upstream of a VirtualServer or VirtualServerRoute that is one of our applications. */
export interface Served {
    readonly application: Application;
    readonly upstream: Field;
}

/** Our applications that a VirtualServer or VirtualServerRoute has as upstreams, by the upstream's name. */
export function servedBy({ props }: PolicyObject): Map<string, Served> {
    const served = new Map<string, Served>();
    for (const upstream of props.at("spec", "upstreams").items()) {
        const application = applicationAt(upstream.at("service"), upstream.at("port"));
        const name = upstream.at("name").text;
        if (application !== undefined && name !== undefined) {
            served.set(name, { application, upstream });
        }
    }
    return served;
}

function applicationAt(service: Field, port: Field): Application | undefined {
    const name = serviceName(service);
    return APPLICATIONS.find((known) => known.service.test(name) || known.port === port.value);
}

/** Our applications that a route of an IngressRoute forwards to. */
function servedByRoute(route: Field): Application[] {
    const services = route.at("services").items();
    return services.flatMap((service) => applicationAt(service.at("name"), service.at("port")) ?? []);
}

/** The routes of an IngressRoute that forward to our applications. */
export function servedRoutes({ props }: PolicyObject): Field[] {
    const routes = props.at("spec", "routes").items();
    return routes.filter((route) => servedByRoute(route).length > 0);
}

/** A path at which a route forwards to one of our applications. */
export interface Reached<T> {
    readonly route: Field;
    /** The path that was tried. */
    readonly path: string;
    /** What it is an example of. */
    readonly of: T;
}

const limited = new WeakMap<PolicyObject, Reached<Limit>[]>();

/**
 * Where limited paths of our applications are forwarded: by one route for each path, unless spellings differ. Looked up
 * once for each object: every Policy asks for it.
 */
export function limitedRoutes(object: PolicyObject): Reached<Limit>[] {
    const known =
        limited.get(object) ??
        reached(
            object,
            ({ limits }) => limits,
            ({ path, exact }) => [path, exact === true ? `${path}/` : `${path}/x`],
        );
    limited.set(object, known);
    return known;
}

/** Where paths that must not be are forwarded to our applications. */
export function deniedRoutes(object: PolicyObject): Reached<string>[] {
    return reached(
        object,
        ({ denied }) => denied,
        (path) => [path, `${path}/x`],
    );
}

function reached<T>(
    object: PolicyObject,
    list: (application: Application) => readonly T[],
    examples: (item: T) => readonly string[],
): Reached<T>[] {
    const { applications, routesOf } = object.qualifiedKind === INGRESS_ROUTE ? ofTraefik(object) : ofNginx(object);
    return applications.flatMap((application) =>
        list(application).flatMap((of) => {
            // An application may be less strict about case than a proxy.
            const paths = examples(of).flatMap((path) => [path, path.toUpperCase()]);
            const found = paths.flatMap((path) => routesOf(path, application).map((route) => ({ route, path, of })));
            const routes = new Map(found.map((one) => [one.route.path, one] as const).reverse());
            return [...routes.values()];
        }),
    );
}

/** What a controller makes of an object with routes. */
interface Reading {
    readonly applications: readonly Application[];
    /** The routes by which a path may come to an application. */
    readonly routesOf: (path: string, application: Application) => Field[];
}

const NOTHING: Reading = { applications: [], routesOf: () => [] };

function ofNginx(object: PolicyObject): Reading {
    const served = servedBy(object);
    if (served.size === 0) {
        return NOTHING;
    }
    const locations = new Locations(object);
    return {
        applications: [...new Set([...served.values()].map(({ application }) => application))],
        routesOf: (path, application) => {
            const route = locations.of(path);
            return route !== undefined && forwards(route, served, application) ? [route] : [];
        },
    };
}

function forwards(route: Field, served: ReadonlyMap<string, Served>, application: Application): boolean {
    return actions(route).some((action) => served.get(upstreamOf(action) ?? "")?.application === application);
}

function ofTraefik(object: PolicyObject): Reading {
    const served = servedRoutes(object);
    // One for plain HTTP redirects everything, or `route-listener` objects to it.
    if (served.length === 0 || !object.props.at("spec", "tls").isSet) {
        return NOTHING;
    }
    const routes = traefikRoutes(object);
    return {
        applications: [...new Set(served.flatMap(servedByRoute))],
        routesOf: (path, application) =>
            routesTo(routes, path).filter((route) => servedByRoute(route).includes(application)),
    };
}
