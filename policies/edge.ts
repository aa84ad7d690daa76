/**
 * The ingress controller that the platform installs: its namespace, what its Helm release calls its objects, and its account, which
 * is also the name of the Role by which it reads the Secrets there.
 */
export const EDGE = {
    namespace: "nginx-ingress",
    name: "nginx-ingress",
    account: "nginx-ingress-controller",
} as const;
