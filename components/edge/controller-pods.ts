import type { Workload } from "../workload/identity";

/**
 * The pods of the ingress controller, in the namespace and with the label that the chart of the F5 NGINX Ingress
 * Controller gives them.
 */
export const ingressController: Workload = {
    kind: "workload",
    namespace: "nginx-ingress",
    name: "nginx-ingress",
    podLabels: { "app.kubernetes.io/name": "nginx-ingress" },
};
