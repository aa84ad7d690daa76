import { seed } from "../references";
import type { PolicyObject } from "../../../kubernetes/resource";
import { type Context, type Finding, judged, type Rule } from "../../engine/rule";
import { type Limit, limitedRoutes } from "./applications";
import { type LimitDialect, limitOf } from "./limits/dialect";
import { nginxLimits } from "./limits/nginx";
import { traefikLimits } from "./limits/traefik";
import { owasp } from "./references";

const DIALECTS: readonly LimitDialect[] = [nginxLimits, traefikLimits];

export const rateLimitStrength: Rule = {
    id: "rate-limit-strength",
    title: "Rate limits are as strong as the path needs",
    description:
        "Sessions of KATO: 100 requests a minute and 20 ahead of that; authentication: 5 and 3; Kratos' login, registration, recovery and verification: 30 and 10. Each of the controller's pods counts by itself: each may have all of the rate if the load balancer sends a client to one pod, by its address, and else a share of it, which `scale` makes. Traefik forgets a client that is silent for a while, and with it what it has used up: the whole burst in that time may be no more than the rate.",
    level: "mandatory",
    severity: "high",
    references: [
        seed("KATO security guide", "Nginx Rate Limiting: `rate=100r/m`, `burst=20`; `rate=5r/m`, `burst=3`"),
        owasp("Authentication"),
    ],
    remediation:
        "Name a Policy that exists; lower its rate or burst, set `scale: true`, or give the path a Policy of its own. Traefik: a Middleware with `rateLimit`, a longer `period` or a smaller `burst`.",
    // Which paths a Policy is for stands in the routes.
    scope: "stack",
    kinds: DIALECTS.flatMap(({ routes, limits }) => [limits, ...routes]),
    check(object, context) {
        const kind = object.qualifiedKind;
        return DIALECTS.flatMap((dialect) =>
            judged(() => {
                if (dialect.routes.includes(kind)) {
                    return missingLimits(object, dialect, context);
                }
                return dialect.limits === kind ? tooWeak(object, dialect, context) : [];
            }),
        );
    },
};

/** Limited paths whose route names nothing that could limit them. */
function missingLimits(owner: PolicyObject, dialect: LimitDialect, context: Context): Finding[] {
    const routes = new Map(limitedRoutes(owner).map(({ route }) => [route.path, route] as const));
    return [...routes.values()].flatMap((route) => dialect.missing(route, owner, context) ?? []);
}

/** In what an object limits less than the strictest path for which nothing else does. */
function tooWeak(object: PolicyObject, dialect: LimitDialect, context: Context): Finding[] {
    const owners = dialect.routes.flatMap((kind) => context.of(kind));
    const uses = owners.flatMap((owner) => usesOf(object, owner, dialect, context));
    const strictest = [...uses].sort((a, b) => a.perMinute - b.perMinute)[0];
    return strictest === undefined ? [] : dialect.weaknesses(limitOf(object), strictest, context);
}

/** The limits that an object is to enforce for another's routes, and nothing else does. */
function usesOf(object: PolicyObject, owner: PolicyObject, dialect: LimitDialect, context: Context): Limit[] {
    return limitedRoutes(owner).flatMap(({ route, of }) => {
        const named = dialect.named(route, owner, context);
        const isEnforced = named.some((other) => dialect.weaknesses(limitOf(other), of, context).length === 0);
        // One that limits nothing may stand beside another that does, if not well enough: then that one is told.
        const isOther = !limitOf(object).isSet && named.some((other) => limitOf(other).isSet);
        return named.includes(object) && !isEnforced && !isOther ? [of] : [];
    });
}
