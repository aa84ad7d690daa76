import type { PolicyObject } from "../../kubernetes/resource";

/**
 * The ingress controller that the platform installs: its namespace, what its Helm release calls its objects, and its account, which
 * is also the name of the Role by which it reads the Secrets there.
 */
export const EDGE = {
    namespace: "nginx-ingress",
    name: "nginx-ingress",
    account: "nginx-ingress-controller",
} as const;

/** What the edge serves the outside. */
const PORTS: readonly unknown[] = [80, 443, "http", "https"];

/**
 * Whether it is the Service that clients reach the edge by. It is told by where it leads, not by what it is called: a Service
 * that sends to these pods, on these ports, opens nothing but the edge.
 */
export function leadsToEdge({ namespace, props }: PolicyObject): boolean {
    const spec = props.at("spec");
    const ports = spec.at("ports").items();
    return (
        namespace === EDGE.namespace &&
        spec.at("selector", "app.kubernetes.io/name").value === EDGE.name &&
        ports.length > 0 &&
        ports.every((port) => PORTS.includes(port.at("targetPort").value ?? port.at("port").value))
    );
}
