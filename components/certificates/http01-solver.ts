import type { Endpoint } from "../workload/identity";
import { type Resources, resourceRequirements } from "../workload/resources";

/** Let's Encrypt fetches a file from each host, on port 80, through the ingress controller. */
export interface Http01Solver {
    readonly type: "http01";
    /** IngressClass of the controller that serves the hosts. */
    readonly ingressClass: string;
}

/** What one solver pod needs: it answers with the same line over and over. */
const SOLVER: Resources = { cpu: { request: "10m", limit: "100m" }, memory: "64Mi", ephemeralStorage: "64Mi" };

/**
 * The pods that cert-manager starts for as long as a challenge takes, in the certificate's namespace. They connect to
 * nobody.
 */
export function acmeSolver(namespace: string): Endpoint {
    const podLabels = { "acme.cert-manager.io/http01-solver": "true" };
    return {
        workload: { kind: "workload", namespace, name: "acme-solver", podLabels },
        host: `cm-acme-http-solver.${namespace}.svc`,
        port: 8089,
    };
}

/**
 * `http01` of an issuer. cert-manager gives its solver pods what Pod Security "restricted" asks for and no API token; a
 * security context here would replace that.
 */
export function http01({ ingressClass }: Http01Solver): object {
    return {
        ingress: {
            ingressClassName: ingressClass,
            // The default, NodePort, opens a port on every node, and our quota refuses it.
            serviceType: "ClusterIP",
            podTemplate: { spec: { resources: resourceRequirements(SOLVER) } },
        },
    };
}
