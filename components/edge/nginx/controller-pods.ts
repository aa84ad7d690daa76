import { type Workload, workload } from "../../workload/identity";

/** What the Release, and with it the chart's objects and the label of its pods, is called. */
export const CONTROLLER_NAME = "nginx-ingress";

/**
 * The account of the controller's pods, and the Role that reads the Secrets of its namespace. Not of the name of the chart's own,
 * which Helm removes where an earlier version of the platform has installed them.
 */
export const CONTROLLER_ACCOUNT = "nginx-ingress-controller";

/** The Service that clients reach it by. */
export const CONTROLLER_SERVICE = "nginx-ingress-controller";

/** IngressClass of an installed controller. */
export const INGRESS_CLASS = "nginx";

/**
 * The pods of the ingress controller, in the namespace and with the label that the chart of the F5 NGINX Ingress
 * Controller gives them.
 */
export const ingressController: Workload = {
    ...workload(CONTROLLER_NAME, CONTROLLER_NAME),
    podLabels: { "app.kubernetes.io/name": CONTROLLER_NAME },
};

/** Where the pods listen: for clients, and for whoever asks whether they are ready. */
export const controllerPorts = { http: 80, https: 443, ready: 8081 } as const;
