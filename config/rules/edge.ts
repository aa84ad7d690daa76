import { defaultExposure, defaultReplicas } from "../edge";
import { type Finding, remove, say, set } from "../finding";
import type { Draft, Rule } from "./rule";

const exposurePath = ["edge", "exposure"];
const replicasPath = ["edge", "controller", "replicas"];

/** The number of an installed controller's pods, with what is usual where nothing is said. */
function replicasOf({ environment, edge }: Draft) {
    if (environment === undefined || edge?.controller?.mode !== "install") return undefined;
    const usual = defaultReplicas(environment);
    const { min = usual.min, max } = edge.controller.replicas ?? {};
    return { min, max };
}

/** How an installed controller is reached, by default or not. */
export function exposureOf({ environment, edge }: Draft): string | undefined {
    if (environment === undefined || edge?.controller?.mode !== "install") return undefined;
    return edge.exposure ?? defaultExposure(environment);
}

/** Somebody else's controller is exposed by them. */
export const exposureIsOurs: Rule = ({ edge }) => {
    if (edge?.controller?.mode !== "existing" || edge.exposure === undefined) return [];
    const expected = "nothing: a controller that the cluster has already is exposed by whoever runs it";
    return [{ path: exposurePath, expected, fixes: [remove(exposurePath)] }];
};

/** Our own namespaces let nothing but the platform's workloads connect, and their certificates have the same names as the hosts'. */
export const existingControllerIsElsewhere: Rule = ({ edge }) => {
    if (edge?.controller?.mode !== "existing" || !["kato", "kratos"].includes(edge.controller.namespace ?? "")) {
        return [];
    }
    const path = ["edge", "controller", "namespace"];
    const expected = "a namespace other than kato and kratos, which are the platform's own";
    return [{ path, expected, fixes: [set(path, "nginx-ingress")] }];
};

/** Traefik counts behind a proxy by the header that all proxies send, and can be told of no other. */
export const headerIsKnown: Rule = ({ edge }) => {
    const header = edge?.proxy?.realIpHeader;
    if (edge?.controller?.mode !== "existing" || edge.controller.kind !== "traefik" || header === undefined) return [];
    if (header.toLowerCase() === "x-forwarded-for") return [];
    const path = ["edge", "proxy", "realIpHeader"];
    return [
        { path, expected: "X-Forwarded-For, the only one that Traefik reads", fixes: [set(path, "X-Forwarded-For")] },
    ];
};

/** An autoscaler whose most is below its least is refused by Kubernetes, at the very end of a deployment. */
export const mostControllersAreNotBelowLeast: Rule = (draft) => {
    const { min, max } = replicasOf(draft) ?? {};
    if (min === undefined || max === undefined || max >= min) return [];
    const path = [...replicasPath, "max"];
    return [{ path, expected: `at least \`edge.controller.replicas.min\`, ${min}`, fixes: [set(path, String(min))] }];
};

/** Behind node ports every connection comes from a node: no source range holds, and no proxy is recognised. */
export const proxyIsSeen: Rule = (draft) => {
    if (draft.edge?.proxy === undefined || exposureOf(draft) !== "node-port") return [];
    const expected =
        "load-balancer or aws-nlb with `edge.proxy`: at a node port everybody may connect, and all connections come from the nodes' own addresses";
    return [{ path: exposurePath, expected, fixes: [set(exposurePath, "load-balancer")] }];
};

const subnetsPath = ["edge", "loadBalancerSubnets"];

/**
 * Production: who may name clients is known. Believed from every private address, any pod or host of the VPC could claim a
 * new one for each request, and no limit would hold.
 */
export const loadBalancerIsKnown: Rule = (draft) => {
    if (exposureOf(draft) !== "aws-nlb" || draft.edge?.loadBalancerSubnets !== undefined) return [];
    const find =
        "aws ec2 describe-subnets --filters Name=tag:kubernetes.io/role/elb,Values=1 Name=vpc-id,Values=<vpc> --query 'Subnets[].CidrBlock'";
    return [
        {
            path: subnetsPath,
            expected: "the subnets of the load balancer: whoever else reaches the edge could pose as any client",
            fixes: [
                say(`list them: ${find}`),
                set([...subnetsPath, 0], "10.0.101.0/24"),
                set([...subnetsPath, 1], "10.0.102.0/24"),
            ],
        },
    ];
};

/** Production: one pod is left while another is replaced or lost. */
export const thereIsASpareController: Rule = (draft) => {
    const { min, max } = replicasOf(draft) ?? {};
    if (min === undefined || min >= 2) return [];
    const path = [...replicasPath, "min"];
    const raise = max !== undefined && max < 2 ? [set([...replicasPath, "max"], "2")] : [];
    return [
        {
            path,
            expected: "at least 2: with one, every update or lost node is an outage",
            fixes: [set(path, "2"), ...raise],
        },
    ];
};

/**
 * Production: no node ports, not even behind a load balancer of one's own. All clients would have the nodes' addresses, and so share
 * one limit and one name in the log; and whoever reaches a node reaches the edge. Load balancers that a cluster does not
 * make itself (F5 BIG-IP, MetalLB) have controllers that give it Services of type LoadBalancer.
 */
export const clientsAreSeen: Rule = (draft): Finding[] => {
    if (exposureOf(draft) !== "node-port") return [];
    return [
        {
            path: exposurePath,
            expected:
                "load-balancer or aws-nlb: at a node port all clients have the addresses of the nodes, so that limits count them as one",
            fixes: [
                set(exposurePath, "load-balancer"),
                say("or, with a controller that is exposed in another way, `edge.controller.mode: existing`"),
            ],
        },
    ];
};

/** Production: TLS 1.3 alone. Security guide, "TLS Configuration Best Practices". */
export const tlsIsNew: Rule = ({ edge }) => {
    if (edge?.tls?.minVersion !== "1.2") return [];
    const path = ["edge", "tls", "minVersion"];
    return [{ path, expected: "1.3, in quotes: production speaks no older one", fixes: [remove(path)] }];
};
