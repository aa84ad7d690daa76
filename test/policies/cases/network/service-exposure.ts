import type { PolicyResource } from "../../../../kubernetes/resource";
import type { RuleCases } from "../case";
import { alone, port } from "./objects";

function service(spec: Record<string, unknown>, namespace = "kato", type = "core/v1:Service"): PolicyResource {
    const metadata = { name: "kato", namespace };
    const props = { metadata, spec: { selector: { app: "kato" }, ports: [port(8000)], ...spec } };
    return { type: `kubernetes:${type}`, name: "kato", props };
}

/** The edge's own, with these changes. */
const EDGE = {
    type: "LoadBalancer",
    externalTrafficPolicy: "Local",
    selector: { "app.kubernetes.io/name": "nginx-ingress" },
    ports: [port(80, { targetPort: 80 }), port(443, { targetPort: 443 })],
};

export function edge(change: Record<string, unknown>, namespace = "nginx-ingress"): PolicyResource {
    return service({ ...EDGE, ...change }, namespace);
}

export const serviceExposure: RuleCases = {
    rule: "service-exposure",
    fails: [
        alone("a load balancer", service({ type: "LoadBalancer" }), "spec.type"),
        alone("a port of every node", service({ type: "NodePort" }), "spec.type"),
        alone("a type that Kubernetes does not have", service({ type: "loadbalancer" }), "spec.type"),
        alone("an external address", service({ externalIPs: ["203.0.113.7"] }), "spec.externalIPs"),
        alone(
            "a node port without the type",
            service({ ports: [port(8000), port(8001, { nodePort: 30443 })] }),
            "spec.ports[1].nodePort",
        ),
        alone("a patch that opens one", service({ type: "NodePort" }, "kato", "core/v1:ServicePatch"), "spec.type"),
        alone(
            "an internal load balancer, which leads past the edge as well",
            service({ type: "LoadBalancer", loadBalancerSourceRanges: ["10.0.0.0/8"] }),
            "spec.type",
        ),
        alone("the edge’s pods, in another namespace", edge({}, "kato"), "spec.type"),
        alone("other pods beside the edge", edge({ selector: { app: "debug" } }), "spec.type"),
        alone("whatever somebody else says, beside the edge", edge({ selector: undefined }), "spec.type"),
        alone("another port of the edge", edge({ ports: [port(443, { targetPort: 8081 })] }), "spec.type"),
        alone("another port of the edge beside its own", edge({ ports: [port(443), port(9113)] }), "spec.type"),
        alone(
            "a name for this node",
            service({ type: "ExternalName", externalName: "127.0.0.1" }),
            "spec.externalName",
        ),
        alone("the same by name", service({ type: "ExternalName", externalName: "localhost" }), "spec.externalName"),
        alone(
            "an address for a name",
            service({ type: "ExternalName", externalName: "10.0.0.1" }),
            "spec.externalName",
        ),
    ],
    passes: [alone("inside the cluster", service({ type: "ClusterIP" }))],
    nearMisses: [
        alone("no type, which is ClusterIP", service({})),
        alone("no address of its own", service({ clusterIP: "None" })),
        alone("no external addresses", service({ externalIPs: [] })),
        alone("another name", service({ type: "ExternalName", externalName: "db.example.com" })),
        alone("the edge’s load balancer", edge({})),
        alone("the edge’s ports by name", edge({ ports: [port(443, { targetPort: "https", nodePort: 30443 })] })),
        alone("the edge’s other port by name", edge({ ports: [port(80, { targetPort: "http" })] })),
        alone("the edge’s ports, the same on both sides", edge({ ports: [port(80), port(443)] })),
        alone("the edge’s node ports", edge({ type: "NodePort" })),
        alone(
            "a Service of something else",
            service({ type: "LoadBalancer" }, "kato", "serving.knative.dev/v1:Service"),
        ),
    ],
};
