import { type Workload, workload } from "../workload/identity";
import type { Dialect, OwnController } from "./dialect";
import { nginx } from "./nginx/dialect";

/** What the platform installs where the cluster has no controller. */
export const ownDialect: Dialect & { readonly own: OwnController } = nginx;

/** The pods of a controller that the cluster has already. */
export function clusterController(namespace: string): Workload {
    return workload(namespace, "ingress-controller");
}
