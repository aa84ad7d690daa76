import { PART_OF } from "../../components/workload/labels";
import type { KubeObject } from "./objects";
import type { Recorded } from "./state";

/** Kinds of which one more in a namespace of ours opens the network, grants rights, or runs something. */
export const telling = [
    { apiVersion: "networking.k8s.io/v1", kind: "NetworkPolicy" },
    { apiVersion: "networking.k8s.io/v1", kind: "Ingress" },
    { apiVersion: "rbac.authorization.k8s.io/v1", kind: "Role" },
    { apiVersion: "rbac.authorization.k8s.io/v1", kind: "RoleBinding" },
    { apiVersion: "v1", kind: "Service" },
    { apiVersion: "v1", kind: "Pod" },
    { apiVersion: "apps/v1", kind: "Deployment" },
    { apiVersion: "apps/v1", kind: "StatefulSet" },
    { apiVersion: "apps/v1", kind: "DaemonSet" },
    { apiVersion: "batch/v1", kind: "Job" },
    { apiVersion: "batch/v1", kind: "CronJob" },
] as const;

/** Kinds of ours that the engine names, so that a run that was killed may leave one of them under a name nobody knows. */
export const autonamedKinds = [
    { apiVersion: "v1", kind: "Secret" },
    { apiVersion: "v1", kind: "ConfigMap" },
    { apiVersion: "batch/v1", kind: "Job" },
] as const;

/** Objects in namespaces of ours that the state does not know. */
export interface Extras {
    /** Made by a run of ours that was killed before it could record them. Nothing that is live names them. */
    readonly leftovers: readonly KubeObject[];
    /** Somebody else's. */
    readonly strangers: readonly KubeObject[];
}

export function extrasIn(live: readonly KubeObject[], { knows }: Pick<Recorded, "knows">): Extras {
    const unknown = live.filter((object) => !knows(object) && !isOwned(object) && !isGoing(object));
    const named = unknown.filter(isNamedByEngine);
    const used = usedNames(live, named);
    const leftovers = named.filter(({ metadata }) => !used.has(metadata.name));
    const kinds = new Set<string>(telling.map(({ kind }) => kind));
    const isStranger = (object: KubeObject): boolean => kinds.has(object.kind) || named.includes(object);
    return { leftovers, strangers: unknown.filter((object) => isStranger(object) && !leftovers.includes(object)) };
}

/**
 * Every text in what is live, since it may be a name. What something uses is no leftover, but of another stack, or of a state
 * that was lost. The pods of a Job that goes use nothing.
 */
function usedNames(live: readonly KubeObject[], going: readonly KubeObject[]): ReadonlySet<string> {
    const uids = new Set(going.flatMap(({ metadata }) => metadata.uid ?? []));
    const goes = ({ metadata: { ownerReferences = [] } }: KubeObject): boolean =>
        ownerReferences.some(({ uid }) => uid !== undefined && uids.has(uid));
    const users = live.filter((object) => !going.includes(object) && !goes(object));
    return new Set(
        users.flatMap(({ metadata: _metadata, status: _status, data: _data, ...content }) => texts(content)),
    );
}

function texts(value: unknown): string[] {
    if (typeof value === "string") {
        return [value];
    }
    return typeof value === "object" && value !== null ? Object.values(value).flatMap(texts) : [];
}

/** Pods of a Deployment, Jobs of a CronJob, what cert-manager makes to answer a challenge. */
function isOwned({ metadata: { ownerReferences = [] } }: KubeObject): boolean {
    return ownerReferences.some(({ controller }) => controller === true);
}

function isGoing({ metadata: { deletionTimestamp } }: KubeObject): boolean {
    return deletionTimestamp !== undefined;
}

/** The engine marks the names that it makes up; the label says that it was this program's. */
function isNamedByEngine({ kind, metadata: { annotations = {}, labels = {} } }: KubeObject): boolean {
    return (
        autonamedKinds.some((each) => each.kind === kind) &&
        annotations["pulumi.com/autonamed"] === "true" &&
        labels["app.kubernetes.io/part-of"] === PART_OF &&
        labels["app.kubernetes.io/managed-by"] === "pulumi"
    );
}
