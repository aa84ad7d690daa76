import { EDGE, leadsToEdge } from "../edge";
import { HELM_RELEASE } from "../../../kubernetes/kinds";
import { seed } from "../references";
import { type Context, judged, type Rule } from "../../engine/rule";
import { areRanges, realIpHeader } from "../hygiene/charts/nginx-config";

export const edgeClients: Rule = {
    id: "edge-clients",
    title: "Where a proxy names the clients, only the proxy connects",
    description:
        "Behind Cloudflare or another proxy, the edge takes a client's address from a header. Whoever else can connect sends that header as well, and with a new address in each request no rate limit ever holds.",
    level: "mandatory",
    severity: "high",
    references: [seed("KATO security guide", "Rate Limiting"), seed("KATO security guide", "DDoS protection")],
    remediation: "Set `edge.proxy.ranges`, which writes the ranges of the proxy into the Service.",
    scope: "stack",
    kinds: ["Service"],
    check: (object, context) =>
        judged(() => {
            const at = object.props.at("spec", "loadBalancerSourceRanges");
            if (!leadsToEdge(object) || areRanges(at.value) || !(at.isSet || isNamedByHeader(context))) {
                return undefined;
            }
            return {
                at,
                expected: "the ranges of the proxy, none of them everybody's",
                write: "loadBalancerSourceRanges: [173.245.48.0/20]",
            };
        }),
};

/** Whether the controller believes a header of the request; the PROXY protocol comes from the load balancer itself. */
function isNamedByHeader(context: Context): boolean {
    return context
        .of(HELM_RELEASE)
        .filter(({ props }) => props.at("namespace").value === EDGE.namespace)
        .some(({ props }) => {
            const header = realIpHeader({ values: props.at("values") });
            return header.isSet && header.value !== "proxy_protocol";
        });
}
