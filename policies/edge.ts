/** The ingress controller that the platform installs: its namespace, and what its Helm release calls its objects. */
export const EDGE = { namespace: "nginx-ingress", name: "nginx-ingress" } as const;
