import { type Workload, workload } from "../workload/identity";

/** The pods that KATO consists of: the API, and the nightly deletion of old data. */
export type KatoWorkloads = Readonly<Record<"server" | "retention", Workload>>;

/** Names them: the connection table needs the names before the pods exist. */
export function katoWorkloads(namespace: string): KatoWorkloads {
    return { server: workload(namespace, "kato"), retention: workload(namespace, "kato-retention") };
}

/** Where KATO listens in its pod, plain (security guide, "Kubernetes Network Policies": port 8000). */
export const KATO_PORT = 8000;

/** Where the proxy beside it listens, which speaks TLS. */
export const KATO_TLS_PORT = 8443;

/** How clients inside the cluster reach KATO. */
export interface KatoAccess {
    readonly scheme: "http" | "https";
    /** Of its Service; 80 in the security guide, "Kubernetes with cert-manager". */
    readonly servicePort: number;
    /** Of its pods. */
    readonly podPort: number;
}

/** By TLS, or plain where the stack switches that off. */
export function katoAccess(tls: boolean): KatoAccess {
    return tls
        ? { scheme: "https", servicePort: 443, podPort: KATO_TLS_PORT }
        : { scheme: "http", servicePort: 80, podPort: KATO_PORT };
}
