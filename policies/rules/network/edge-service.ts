import { leadsToEdge } from "../edge";
import { seed } from "../references";
import { judged, type Rule } from "../../engine/rule";

export const edgeService: Rule = {
    id: "edge-service",
    title: "In production, clients reach the edge by a load balancer that keeps their addresses",
    description:
        "A NodePort is open on every node of the cluster, past whatever the load balancer filters. With `externalTrafficPolicy: Cluster`, the edge sees the node that a client came in by instead of the client: everybody there shares one rate limit and one address in the log.",
    level: "mandatory",
    severity: "high",
    references: [
        seed("KATO security guide", "Rate Limiting"),
        {
            title: "Kubernetes documentation: Preserving the client source IP",
            url: "https://kubernetes.io/docs/tasks/access-application-cluster/create-external-load-balancer/#preserving-the-client-source-ip",
        },
    ],
    remediation: "Set `edge.exposure` to `load-balancer` or `aws-nlb`, which write both.",
    kinds: ["Service"],
    check: (object, { live }) =>
        judged(() => {
            if (!live || !leadsToEdge(object)) return undefined;
            const spec = object.props.at("spec");
            const [type, policy] = [spec.at("type"), spec.at("externalTrafficPolicy")];
            return [
                ...(type.value === "NodePort"
                    ? [{ at: type, expected: "LoadBalancer", write: "type: LoadBalancer" }]
                    : []),
                ...(policy.value === "Local"
                    ? []
                    : [{ at: policy, expected: "Local", write: "externalTrafficPolicy: Local" }]),
            ];
        }),
};
