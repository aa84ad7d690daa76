import { leadsToEdge } from "../edge";
import type { Field } from "../../../kubernetes/field";
import { seed } from "../references";
import type { PolicyObject } from "../../../kubernetes/resource";
import { type Context, type Finding, judged, type Rule } from "../../engine/rule";
import { type Limit, limitedRoutes } from "./applications";
import { NGINX_POLICY, VIRTUAL_SERVER, VIRTUAL_SERVER_ROUTE } from "./kinds";
import { owasp } from "./references";

/** Unless a client comes to one pod, a rate holds for each of the controller's: there are at least two where one may fail. */
const PODS = 2;

export const rateLimitStrength: Rule = {
    id: "rate-limit-strength",
    title: "Rate limits are as strong as the path needs",
    description:
        "Sessions of KATO: 100 requests a minute and 20 ahead of that; authentication: 5 and 3; Kratos' login, registration, recovery and verification: 30 and 10. Each of the controller's pods counts by itself: each may have all of the rate if the load balancer sends a client to one pod, by its address, and else a share of it, which `scale` makes.",
    level: "mandatory",
    severity: "high",
    references: [
        seed("KATO security guide", "Nginx Rate Limiting: `rate=100r/m`, `burst=20`; `rate=5r/m`, `burst=3`"),
        owasp("Authentication"),
    ],
    remediation:
        "Name a Policy that exists; lower its rate or burst, set `scale: true`, or give the path a Policy of its own.",
    // Which paths a Policy is for stands in the routes.
    scope: "stack",
    kinds: [NGINX_POLICY, VIRTUAL_SERVER, VIRTUAL_SERVER_ROUTE],
    check(object, context) {
        if (object.qualifiedKind !== NGINX_POLICY) {
            return judged(() => missingPolicies(object, context));
        }
        return judged(() => {
            const servers = [...context.of(VIRTUAL_SERVER), ...context.of(VIRTUAL_SERVER_ROUTE)];
            const uses = servers.flatMap((server) => usesOf(object, server, context));
            const strictest = [...uses].sort((a, b) => a.perMinute - b.perMinute)[0];
            return strictest === undefined ? [] : weaknesses(limitOf(object), strictest, context);
        });
    },
};

/** Limits that are named for a path and that nobody defines. */
function missingPolicies(server: PolicyObject, context: Context): Finding[] {
    const routes = new Map(limitedRoutes(server).map(({ route }) => [route.path, route] as const));
    return [...routes.values()].flatMap((route) => {
        const { references, policies } = policiesOf(server, route, context);
        const at = references[0]?.at("name");
        return at === undefined || policies.length > 0
            ? []
            : {
                  at,
                  expected: "a Policy that is deployed with the route",
                  write: "the name of a Policy with `rateLimit`",
              };
    });
}

/** The limits that a Policy is to enforce for a VirtualServer or VirtualServerRoute, and nothing else does. */
function usesOf(policy: PolicyObject, server: PolicyObject, context: Context): Limit[] {
    return limitedRoutes(server).flatMap(({ route, of }) => {
        const { policies } = policiesOf(server, route, context);
        const isEnforced = policies.some((other) => weaknesses(limitOf(other), of, context).length === 0);
        // One that limits nothing may stand beside another that does, if not well enough: then that one is told.
        const isOther = !limitOf(policy).isSet && policies.some((other) => limitOf(other).isSet);
        return policies.includes(policy) && !isEnforced && !isOther ? [of] : [];
    });
}

function limitOf({ props }: PolicyObject): Field {
    return props.at("spec", "rateLimit");
}

/** The Policies of a route: its own, and those of its VirtualServer, whose limits give way to limits of its own. */
function policiesOf(server: PolicyObject, route: Field, context: Context) {
    const own = route.at("policies").items();
    const common = server.props.at("spec", "policies").items();
    const defined = (references: readonly Field[]): PolicyObject[] =>
        context.of(NGINX_POLICY).filter((policy) => references.some((one) => names(one, server, policy)));
    const references = defined(own).some((policy) => limitOf(policy).isSet) ? own : [...own, ...common];
    return { references, policies: defined(references) };
}

function names(reference: Field, server: PolicyObject, { props, namespace }: PolicyObject): boolean {
    return (
        reference.at("name").value === props.at("metadata", "name").value &&
        (reference.at("namespace").value ?? server.namespace) === namespace
    );
}

/** Whether the Service of a controller that is deployed with the routes sends a client's connections to one pod. */
function clientsStay(context: Context): boolean {
    return context
        .of("Service")
        .filter(leadsToEdge)
        .some(({ props }) => {
            const attributes = props.at("metadata", "annotations", TARGET_GROUP).text ?? "";
            return props.at("spec", "sessionAffinity").value === "ClientIP" || attributes.includes("type=source_ip");
        });
}

const TARGET_GROUP = "service.beta.kubernetes.io/aws-load-balancer-target-group-attributes";

function weaknesses(limit: Field, { path, perMinute, burst }: Limit, context: Context): Finding[] {
    const findings: Finding[] = [];
    const rate = limit.at("rate");
    const isWhole = limit.at("scale").value === true || clientsStay(context);
    const most = isWhole ? perMinute : Math.round(perMinute / PODS);
    if (requestsPerMinute(rate) > most) {
        const unshared = isWhole ? "" : `; where a client comes to any pod, ${most}r/m for each`;
        findings.push({
            at: rate,
            expected: `${perMinute}r/m at most, for ${path}${unshared}`,
            write: `rate: ${perMinute}r/m`,
        });
    }
    const ahead = limit.at("burst");
    if (Number(ahead.value ?? 0) > burst) {
        findings.push({ at: ahead, expected: `${burst} at most, for ${path}`, write: `burst: ${burst}` });
    }
    const condition = limit.at("condition");
    if (condition.isSet) {
        findings.push({
            at: condition,
            found: "a condition",
            expected: "a limit for every request",
            write: "no condition",
        });
    }
    return findings;
}

/** As a number; what is no rate limits nothing. */
function requestsPerMinute(rate: Field): number {
    const [, count, unit] = /^(\d+)r\/([sm])$/.exec(rate.text ?? "") ?? [];
    return count === undefined ? Infinity : Number(count) * (unit === "s" ? 60 : 1);
}
