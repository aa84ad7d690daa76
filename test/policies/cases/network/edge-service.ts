import type { RuleCases } from "../case";
import { alone } from "./objects";
import { edge } from "./service-exposure";

export const edgeServiceCases: RuleCases = {
    rule: "edge-service",
    fails: [
        alone("a port of every node", edge({ type: "NodePort" }), "spec.type"),
        alone(
            "clients that come in by any node",
            edge({ externalTrafficPolicy: "Cluster" }),
            "spec.externalTrafficPolicy",
        ),
        alone(
            "Kubernetes' default, which is the same",
            edge({ externalTrafficPolicy: undefined }),
            "spec.externalTrafficPolicy",
        ),
    ],
    passes: [alone("a load balancer that keeps addresses", edge({}))],
    nearMisses: [
        alone("a Service of something else", edge({ externalTrafficPolicy: "Cluster", selector: { app: "kato" } })),
        alone("the same in another namespace", edge({ externalTrafficPolicy: "Cluster" }, "kato")),
        { ...alone("a port of a node, in development", edge({ type: "NodePort" })), development: true },
    ],
};
