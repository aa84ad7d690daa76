import { type Field, MalformedValue } from "../../../../kubernetes/field";
import type { PolicyObject } from "../../../../kubernetes/resource";
import { type Match, readMatch } from "./match";

/** One of an IngressRoute's routes. */
export interface TraefikRoute {
    readonly route: Field;
    readonly match: Match;
}

/**
 * The routes of an IngressRoute in the order in which Traefik asks them: by priority, which is the rule's length where none is given.
 *
 * @throws MalformedValue if a rule cannot be read
 */
export function traefikRoutes({ props }: PolicyObject): TraefikRoute[] {
    return props
        .at("spec", "routes")
        .items()
        .map((route) => ({ route, match: matchOf(route), priority: priorityOf(route) }))
        .sort((a, b) => b.priority - a.priority);
}

/** Every route that may get a request for a path, of any host that is named. */
export function routesTo(routes: readonly TraefikRoute[], path: string): Field[] {
    // An empty one stands for hosts that no rule names.
    const hosts = new Set(["", ...routes.flatMap(({ match }) => match.hosts ?? [])]);
    const found = [...hosts].flatMap((host) => {
        const certain = routes.findIndex(({ match }) => match.isFor({ host, path }) === true);
        const asked = certain < 0 ? routes : routes.slice(0, certain + 1);
        return asked.filter(({ match }) => match.isFor({ host, path }) !== false);
    });
    return [...new Set(found)].map(({ route }) => route);
}

function matchOf(route: Field): Match {
    const syntax = route.at("syntax");
    if (syntax.isSet && syntax.value !== "v3") {
        throw new MalformedValue(`${syntax.path} is not v3: rules of another syntax cannot be read here`);
    }
    return readMatch(route.at("match"));
}

function priorityOf(route: Field): number {
    const priority = Number(route.at("priority").value ?? 0);
    return priority === 0 ? (route.at("match").text ?? "").length : priority;
}
