import { type Workload, workload } from "../workload/identity";

/** The pods that KATO consists of: the API, and the nightly deletion of old data. */
export type KatoWorkloads = Readonly<Record<"server" | "retention", Workload>>;

/** Names them: the connection table needs the names before the pods exist. */
export function katoWorkloads(namespace: string): KatoWorkloads {
    return { server: workload(namespace, "kato"), retention: workload(namespace, "kato-retention") };
}

/** Where its Service listens (security guide, "Kubernetes with cert-manager"). */
export const KATO_SERVICE_PORT = 80;

/** Where KATO listens in its pod (security guide, "Kubernetes Network Policies": port 8000). */
export const KATO_PORT = 8000;
