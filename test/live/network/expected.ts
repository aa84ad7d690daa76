import { type Matrix, readMatrix } from "../../cluster/reachability/matrix";

/** What production has and development does not, so that nothing leads to or from it there. */
const ABSENT = [
    // No mail server is set.
    "kratos/kratos-courier",
    // The stand-in for KATO keeps nothing.
    "kato/kato-retention",
    // Certificates are of the internal authority.
    "nginx-ingress/acme-solver",
    // The edge's Service is a NodePort.
    "load-balancer",
];

/** Only for certificates of a public authority. */
const TO_AUTHORITIES = ["internet", "internet-ipv6", "nginx-ingress/nginx-ingress"];

/** The hand-written matrix of production as the development stack has it. */
export function developmentMatrix(): Matrix {
    const matrix = readMatrix("prod");
    const open = matrix.open.filter(
        ({ from, to }) =>
            !ABSENT.includes(from) &&
            !ABSENT.includes(to) &&
            !(from === "cert-manager/cert-manager" && TO_AUTHORITIES.includes(to)),
    );
    const ours = namespacesOf(matrix);
    // A desk has no load balancer: whoever reaches the edge may come in by it.
    const clients = matrix.strangers
        .map(({ workload }) => workload)
        .filter((workload) => !ours.includes(namespaceOf(workload)))
        .map((from) => ({ from, to: "nginx-ingress/nginx-ingress", ports: "TCP 80, TCP 443" }));
    return { ...matrix, open: [...open, ...clients] };
}

/** The namespaces that deny by default. */
export function namespacesOf({ workloads, released }: Matrix): string[] {
    return [...new Set([...workloads, ...released.map(({ workload }) => workload)].map(namespaceOf))];
}

export function namespaceOf(workload: string): string {
    return workload.split("/")[0] ?? "";
}
