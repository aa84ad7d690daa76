import { seed } from "../references";
import { type Finding, judged, type Rule } from "../../engine/rule";
import { type Limit, limitedRoutes, type Reached } from "./applications";
import { VIRTUAL_SERVER, VIRTUAL_SERVER_ROUTE } from "./kinds";
import { owasp } from "./references";

export const routeRateLimit: Rule = {
    id: "route-rate-limit",
    title: "Paths that authenticate have a rate limit",
    description:
        "Without a limit, passwords and codes can be guessed as fast as the application answers. It is asked of KATO's and Kratos' paths, in every spelling that an application may accept; `rate-limit-strength` says how strong the limits are.",
    level: "mandatory",
    severity: "high",
    references: [
        seed("KATO security guide", "Nginx Rate Limiting; checklist: Rate limiting configured"),
        owasp("Authentication"),
    ],
    remediation:
        "Give the route `policies: [{ name: auth-limit }]`, a Policy with `rateLimit`. Match regardless of case: `~* ^/auth`.",
    kinds: [VIRTUAL_SERVER, VIRTUAL_SERVER_ROUTE],
    check: (object) =>
        judged(() => {
            const everywhere = object.props.at("spec", "policies").items().length > 0;
            const unlimited = limitedRoutes(object).filter(({ route }) => route.at("policies").items().length === 0);
            return everywhere ? [] : firstOfEach(unlimited).map(asFinding);
        }),
};

/** One finding for each route: `/` alone may be where all of them end. */
function firstOfEach(reached: readonly Reached<Limit>[]): Reached<Limit>[] {
    return [...new Map(reached.map((one) => [one.route.path, one] as const).reverse()).values()].reverse();
}

function asFinding({ route, path, of }: Reached<Limit>): Finding {
    return {
        at: route.at("policies"),
        found: `no policy for ${path}`,
        expected: `a rate limit of ${of.perMinute} requests a minute at most`,
        write: `{ path: "~* ^${of.path}", policies: [{ name: … }], … }`,
    };
}
