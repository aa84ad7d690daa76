import type { EdgeSettings } from "./settings";
import { usesProxyProtocol } from "./nginx/client-address";
import { controllerPorts } from "./controller-pods";
import { DEREGISTRATION_SECONDS } from "./rollout";

/** The chart's values for the Service that clients reach the controller by. */
export function serviceValues(settings: EdgeSettings): Record<string, unknown> {
    if (settings.exposure === "node-port") {
        // From any node, at the price of the client's address: enough for a cluster on a desk.
        return { type: "NodePort", externalTrafficPolicy: "Cluster", ...onePodForAClient(settings) };
    }
    return {
        type: "LoadBalancer",
        // The client's address survives, and only nodes that run the controller answer the load balancer's health check.
        externalTrafficPolicy: "Local",
        ...(settings.proxy === undefined ? {} : { loadBalancerSourceRanges: settings.proxy.ranges }),
        ...(settings.exposure === "aws-nlb" ? networkLoadBalancer(settings) : onePodForAClient(settings)),
    };
}

/** One client comes to one pod, which counts all its requests. Behind a proxy that would be one proxy's clients. */
function onePodForAClient({ proxy }: EdgeSettings): Record<string, unknown> {
    return proxy === undefined
        ? { sessionAffinity: { enable: true, type: "ClientIP", timeoutSeconds: AFFINITY_SECONDS } }
        : {};
}

/** Longer than the slowest limit remembers a client. */
const AFFINITY_SECONDS = 3600;

/**
 * For the AWS Load Balancer Controller. The load balancer sends straight to pods and asks them whether they are ready.
 * It names clients by the PROXY protocol, so that a pod may also reach itself through it; behind a proxy it keeps the
 * addresses instead, because nginx checks who may name clients by the address it sees.
 *
 * @see https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/service/annotations/
 */
function networkLoadBalancer(settings: EdgeSettings): Record<string, unknown> {
    const annotation = (name: string): string => `service.beta.kubernetes.io/aws-load-balancer-${name}`;
    const proxyProtocol = usesProxyProtocol(settings);
    return {
        loadBalancerClass: "service.k8s.aws/nlb",
        annotations: {
            [annotation("scheme")]: "internet-facing",
            [annotation("nlb-target-type")]: "ip",
            [annotation("attributes")]: "load_balancing.cross_zone.enabled=true",
            [annotation("healthcheck-protocol")]: "HTTP",
            [annotation("healthcheck-port")]: `${controllerPorts.ready}`,
            [annotation("healthcheck-path")]: "/nginx-ready",
            ...(proxyProtocol ? { [annotation("proxy-protocol")]: "*" } : {}),
            [annotation("target-group-attributes")]: [
                `preserve_client_ip.enabled=${!proxyProtocol}`,
                `deregistration_delay.timeout_seconds=${DEREGISTRATION_SECONDS}`,
                // One client comes to one pod, which counts all its requests. Behind a proxy that would be one proxy's clients.
                ...(settings.proxy === undefined ? ["stickiness.enabled=true", "stickiness.type=source_ip"] : []),
            ].join(","),
        },
    };
}
