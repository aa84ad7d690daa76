import { type Workload, workload } from "../workload/identity";
import type { Dialect, OwnController } from "./dialect";
import { nginx } from "./nginx/dialect";
import { traefik } from "./traefik/dialect";

/** What the platform installs where the cluster has no controller. */
export const ownDialect: Dialect & { readonly own: OwnController } = nginx;

/** Kinds of controller that a cluster may have already. */
export type ControllerKind = "f5-nginx" | "traefik";

/** How each is told. */
export const DIALECTS: Readonly<Record<ControllerKind, Dialect>> = { "f5-nginx": nginx, traefik };

/** The pods of a controller that the cluster has already. */
export function clusterController(namespace: string): Workload {
    return workload(namespace, "ingress-controller");
}
