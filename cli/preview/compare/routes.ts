import type { ResourceEntry } from "../model/entries";
import { type Fields, fields, list, type Json, text } from "../../../kubernetes/json";

/** A path of a host, and what answers there. */
export interface Route {
    readonly host: string;
    readonly path: RoutePath;
    /** `service:port`. @default the edge itself refuses the request */
    readonly target?: string;
}

interface RoutePath {
    /** As it is written. */
    readonly text: string;
    /** With what each request begins that it is for. */
    readonly start: string;
    /** Whether it is for each request that begins so. */
    readonly isPrefix: boolean;
    /** With what requests begin that it is not for nevertheless. @default none */
    readonly except?: string;
}

/** Whether each request that another route is for is one that this is for, too, as far as the paths say. */
export function covers(route: Route, other: Route): boolean {
    const { text, start, isPrefix, except } = route.path;
    const isExcepted = except !== undefined && other.path.start.startsWith(except);
    return text === other.path.text || (isPrefix && other.path.start.startsWith(start) && !isExcepted);
}

/** The routes of an object, of whatever kind the controller takes; none of another object. */
export function routesOf({ type, inputs }: ResourceEntry): Route[] {
    const spec = fields(inputs["spec"]);
    const namespace = text(fields(inputs["metadata"])["namespace"]);
    switch (/^kubernetes:([\w.]+)\/\w+:(\w+)$/.exec(type)?.slice(1).join("/")) {
        case "k8s.nginx.org/VirtualServer":
            return nginxRoutes(spec, list(spec["routes"]), namespace);
        case "k8s.nginx.org/VirtualServerRoute":
            return nginxRoutes(spec, list(spec["subroutes"]), namespace);
        case "networking.k8s.io/Ingress":
            return ingressRoutes(spec);
        case "gateway.networking.k8s.io/HTTPRoute":
            return gatewayRoutes(spec);
        default:
            return [];
    }
}

function nginxRoutes(spec: Fields, routes: readonly Json[], namespace = ""): Route[] {
    const host = text(spec["host"]) ?? "*";
    const upstreams = new Map(
        list(spec["upstreams"]).map((each) => {
            const { name, service, port } = fields(each);
            const written = text(service) ?? "";
            const whole = written.includes("/") || namespace === "" ? written : `${namespace}/${written}`;
            return [name, `${whole}:${JSON.stringify(port ?? null)}`];
        }),
    );
    return routes.map(fields).flatMap((route) => {
        const path = nginxPath(text(route["path"]) ?? "/");
        const actions = [route, ...list(route["matches"]).map(fields)].flatMap((each) =>
            "action" in each ? [fields(each["action"])] : list(each["splits"]).map(actionOf),
        );
        return actions.flatMap((action) => {
            const upstream = action["pass"] ?? fields(action["proxy"])["upstream"];
            if (upstream !== undefined) {
                return [{ host, path, target: upstreams.get(upstream) ?? text(upstream) ?? "" }];
            }
            const code = fields(action["return"])["code"];
            return typeof code === "number" && code >= 400 ? [{ host, path }] : [];
        });
    });
}

function actionOf(value: Json): Fields {
    return fields(fields(value)["action"]);
}

/** `/prefix`, `=/exact`, `~ regular expression` or `~* the same without case`. */
function nginxPath(path: string): RoutePath {
    if (path.startsWith("=")) {
        return { text: path, start: path.slice(1).trim(), isPrefix: false };
    }
    if (!path.startsWith("~")) {
        return { text: path, start: path, isPrefix: true };
    }
    const [, expression = "", exception] = /^~\*?\s*(.*?)(?:\(\?!((?:[\w/-]|\\[./-])+)\))?$/s.exec(path) ?? [];
    // What each request begins with that matches. Of alternatives, and of what may be anywhere, only the root is certain.
    const [whole = ""] = expression.includes("|") ? [] : (/^\^(?:[\w/-]|\\[./-])*/.exec(expression) ?? []);
    const isQuantified = /^[?*+{]/.test(expression.slice(whole.length));
    const start = (isQuantified ? whole.replace(/\\?.$/, "") : whole).slice(1).replaceAll("\\", "");
    const except = exception === undefined ? {} : { except: start + exception.replaceAll("\\", "") };
    return { text: path, start: start === "" ? "/" : start, isPrefix: whole === expression, ...except };
}

function ingressRoutes(spec: Fields): Route[] {
    const toAll = spec["defaultBackend"];
    const backends = list(spec["rules"]).flatMap((each) => {
        const rule = fields(each);
        const host = text(rule["host"]) ?? "*";
        return list(fields(rule["http"])["paths"]).map((item) => {
            const { path, pathType, backend } = fields(item);
            const start = text(path) ?? "/";
            return {
                host,
                path: { text: start, start, isPrefix: pathType !== "Exact" },
                target: ingressTarget(backend),
            };
        });
    });
    const everything = { text: "/", start: "/", isPrefix: true };
    return toAll === undefined
        ? backends
        : [...backends, { host: "*", path: everything, target: ingressTarget(toAll) }];
}

function ingressTarget(backend: Json | undefined): string {
    const { name, port } = fields(fields(backend)["service"]);
    const { number, name: portName } = fields(port);
    return `${text(name) ?? JSON.stringify(backend ?? null)}:${JSON.stringify(number ?? portName ?? null)}`;
}

function gatewayRoutes(spec: Fields): Route[] {
    const hosts = list(spec["hostnames"]).flatMap((host) => text(host) ?? []);
    return (hosts.length === 0 ? ["*"] : hosts).flatMap((host) =>
        list(spec["rules"])
            .map(fields)
            .flatMap((rule) => {
                const matches = list(rule["matches"]).map((match) => gatewayPath(fields(fields(match)["path"])));
                const paths = matches.length === 0 ? [gatewayPath({})] : matches;
                return paths.flatMap((path) =>
                    list(rule["backendRefs"]).map((each) => {
                        const { name, port } = fields(each);
                        return { host, path, target: `${text(name) ?? ""}:${JSON.stringify(port ?? null)}` };
                    }),
                );
            }),
    );
}

function gatewayPath({ type, value }: Fields): RoutePath {
    const start = text(value) ?? "/";
    return type === "RegularExpression"
        ? { text: `~ ${start}`, start: "", isPrefix: false }
        : { text: start, start, isPrefix: type !== "Exact" };
}
