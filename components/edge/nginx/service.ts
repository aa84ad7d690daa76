import * as core from "@pulumi/kubernetes/core/v1";
import type { types } from "@pulumi/kubernetes";
import type { CustomResourceOptions } from "@pulumi/pulumi";
import { selector } from "../../workload/identity";
import { labels } from "../../workload/labels";
import { DEREGISTRATION_SECONDS } from "../rollout";
import type { EdgeSettings } from "../settings";
import { usesProxyProtocol } from "./client-address";
import { CONTROLLER_SERVICE, controllerPorts, ingressController } from "./controller-pods";

type Spec = types.input.core.v1.ServiceSpec;

/**
 * The Service that clients reach the controller by. It is ours and not the chart's, so that the engine waits for its address by
 * itself: it says what it waits for, and a Service that gets none stays to be looked at.
 */
export function edgeService(name: string, settings: EdgeSettings, opts: CustomResourceOptions): core.Service {
    const { namespace } = ingressController;
    return new core.Service(
        name,
        {
            metadata: {
                name: CONTROLLER_SERVICE,
                namespace,
                labels: labels(ingressController, "edge"),
                ...(settings.exposure === "aws-nlb" ? { annotations: networkLoadBalancer(settings) } : {}),
            },
            spec: {
                ...exposed(settings),
                ...onePodForAClient(settings),
                selector: selector(ingressController),
                ports: (["http", "https"] as const).map((port) => ({
                    name: port,
                    port: controllerPorts[port],
                    targetPort: controllerPorts[port],
                    protocol: "TCP",
                })),
            },
        },
        opts,
    );
}

function exposed({ exposure, proxy }: EdgeSettings): Spec {
    if (exposure === "node-port") {
        // From any node, at the price of the client's address: enough for a cluster on a desk.
        return { type: "NodePort", externalTrafficPolicy: "Cluster" };
    }
    return {
        type: "LoadBalancer",
        // The client's address survives, and only nodes that run the controller answer the load balancer's health check.
        externalTrafficPolicy: "Local",
        loadBalancerSourceRanges: proxy && [...proxy.ranges],
        ...(exposure === "aws-nlb" ? { loadBalancerClass: "service.k8s.aws/nlb" } : {}),
    };
}

/**
 * One client comes to one pod, which counts all its requests. Behind a proxy that would be one proxy's clients. On AWS the
 * load balancer sends to pods by itself, and the same is an attribute of its target group.
 */
function onePodForAClient({ exposure, proxy }: EdgeSettings): Spec {
    return proxy === undefined && exposure !== "aws-nlb"
        ? { sessionAffinity: "ClientIP", sessionAffinityConfig: { clientIP: { timeoutSeconds: AFFINITY_SECONDS } } }
        : {};
}

/** Longer than the slowest limit remembers a client. */
const AFFINITY_SECONDS = 3600;

/**
 * Annotations for the AWS Load Balancer Controller. The load balancer sends straight to pods and asks them whether they are
 * ready. It names clients by the PROXY protocol, so that a pod may also reach itself through it; behind a proxy it keeps the
 * addresses instead, because nginx checks who may name clients by the address it sees.
 *
 * @see https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/service/annotations/
 */
function networkLoadBalancer(settings: EdgeSettings): Record<string, string> {
    const annotation = (name: string): string => `service.beta.kubernetes.io/aws-load-balancer-${name}`;
    const proxyProtocol = usesProxyProtocol(settings);
    return {
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
            ...(settings.proxy === undefined ? ["stickiness.enabled=true", "stickiness.type=source_ip"] : []),
        ].join(","),
    };
}
