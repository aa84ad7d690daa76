import { type Field, MalformedValue } from "../../../kubernetes/field";
import type { PolicyObject } from "../../../kubernetes/resource";

/** The routes of a VirtualServer or the subroutes of a VirtualServerRoute, as nginx chooses among them. */
export class Locations {
    readonly #locations: readonly Location[];

    /** @throws MalformedValue if a path is no regular expression that can be read here */
    constructor({ props }: PolicyObject) {
        const spec = props.at("spec");
        this.#locations = [...spec.at("routes").items(), ...spec.at("subroutes").items()].map(location);
    }

    /**
     * The route that a request's path comes to; `undefined` if there is none, which is answered 404.
     *
     * @see https://nginx.org/en/docs/http/ngx_http_core_module.html#location
     */
    of(path: string): Field | undefined {
        const matching = this.#locations.filter(({ matches }) => matches(path));
        const exact = matching.find(({ type }) => type === "exact");
        const expression = matching.find(({ type }) => type === "expression");
        const prefixes = matching.filter(({ type }) => type === "prefix").sort((a, b) => b.length - a.length);
        return (exact ?? expression ?? prefixes[0])?.route;
    }
}

interface Location {
    readonly route: Field;
    readonly type: "exact" | "expression" | "prefix";
    readonly length: number;
    readonly matches: (path: string) => boolean;
}

function location(route: Field): Location {
    const at = route.at("path");
    const text = at.text ?? "";
    const length = text.length;
    if (text.startsWith("=")) {
        return { route, type: "exact", length, matches: (path) => path === text.slice(1).trim() };
    }
    const expression = /^~(\*?)\s*(.*)$/.exec(text);
    if (expression === null) {
        return { route, type: "prefix", length, matches: (path) => path.startsWith(text) };
    }
    const [, ignoresCase, source = ""] = expression;
    try {
        const pattern = new RegExp(source, ignoresCase === "*" ? "i" : "");
        return { route, type: "expression", length, matches: (path) => pattern.test(path) };
    } catch {
        throw new MalformedValue(`${at.path} is no regular expression that can be read here`);
    }
}

/** Everything that a route may do with a request: always, for a share of them, or on some condition. */
export function actions(route: Field): Field[] {
    const branches = [route, ...route.at("matches").items()];
    return branches.flatMap((branch) => [
        branch.at("action"),
        ...branch
            .at("splits")
            .items()
            .map((split) => split.at("action")),
    ]);
}

/** The upstream that an action forwards to; `undefined` if it answers itself. */
export function upstreamOf(action: Field): string | undefined {
    return action.at("pass").text ?? action.at("proxy", "upstream").text;
}
