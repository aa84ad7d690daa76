import type { PolicyResource } from "../../../../kubernetes/resource";
import type { Case, RuleCases } from "../case";
import { edge } from "./service-exposure";

const AT = "spec.loadBalancerSourceRanges";
const RANGES = ["173.245.48.0/20"];

/** A controller that takes clients' addresses from this header. */
function namedBy(header: string | undefined, namespace = "nginx-ingress"): PolicyResource {
    const entries = { "real-ip-header": header };
    const props = { namespace, chart: "nginx-ingress", values: { controller: { config: { entries } } } };
    return { type: "kubernetes:helm.sh/v3:Release", name: "controller", props };
}

function behind(what: string, header: string | undefined, ranges: unknown, at?: string): Case {
    const resources = [edge({ loadBalancerSourceRanges: ranges }), namedBy(header)];
    return { what, resources, at };
}

export const edgeClientsCases: RuleCases = {
    rule: "edge-clients",
    fails: [
        behind("a proxy that is not the only one who may connect", "CF-Connecting-IP", undefined, AT),
        behind("a proxy and everybody else", "CF-Connecting-IP", [...RANGES, "0.0.0.0/0"], AT),
        behind("a list that lets everybody in", undefined, ["::/0"], AT),
    ],
    passes: [behind("a proxy that alone may connect", "CF-Connecting-IP", RANGES)],
    nearMisses: [
        behind("nobody in between", undefined, undefined),
        behind("a load balancer that names clients by the PROXY protocol", "proxy_protocol", undefined),
        { what: "another controller behind a proxy", resources: [edge({}), namedBy("CF-Connecting-IP", "other")] },
    ],
};
