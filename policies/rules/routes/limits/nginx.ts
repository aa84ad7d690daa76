import type { Field } from "../../../../kubernetes/field";
import type { PolicyObject } from "../../../../kubernetes/resource";
import type { Context, Finding } from "../../../engine/rule";
import { leadsToEdge } from "../../edge";
import type { Limit } from "../applications";
import { NGINX_POLICY, VIRTUAL_SERVER, VIRTUAL_SERVER_ROUTE } from "../kinds";
import { type LimitDialect, limitOf, PODS } from "./dialect";

export const nginxLimits: LimitDialect = {
    routes: [VIRTUAL_SERVER, VIRTUAL_SERVER_ROUTE],
    limits: NGINX_POLICY,
    named: (route, owner, context) => policiesOf(route, owner, context).policies,
    // That there is no Policy at all is for `route-rate-limit`.
    missing: (route, owner, context) => {
        const { references, policies } = policiesOf(route, owner, context);
        const at = references[0]?.at("name");
        return at === undefined || policies.length > 0
            ? undefined
            : {
                  at,
                  expected: "a Policy that is deployed with the route",
                  write: "the name of a Policy with `rateLimit`",
              };
    },
    weaknesses,
};

/** The Policies of a route: its own, and those of its VirtualServer, whose limits give way to limits of its own. */
function policiesOf(route: Field, server: PolicyObject, context: Context) {
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
