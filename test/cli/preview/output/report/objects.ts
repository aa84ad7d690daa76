import type { KubernetesObject } from "../../../../../cli/preview/model/objects";
import type { Json } from "../../../../../kubernetes/json";

type Body = Record<string, Json>;

/** Of kinds that do not belong to the core group. */
const API_VERSIONS: Readonly<Record<string, string>> = {
    CronJob: "batch/v1",
    Deployment: "apps/v1",
    Job: "batch/v1",
    NetworkPolicy: "networking.k8s.io/v1",
    StatefulSet: "apps/v1",
};

/** An object as the preview knows it. */
export function object(
    namespace: string,
    kind: string,
    name: string,
    spec: Body = {},
    labels: Body = {},
): KubernetesObject {
    const id = `${namespace}/${kind}/${name}`;
    const body = { apiVersion: API_VERSIONS[kind] ?? "v1", kind, metadata: { labels }, spec };
    return { urn: id, id, namespace, kind, name, manifest: `${id}.yaml`, body };
}

/** One whose pods have the label `app`. */
export function workload(namespace: string, kind: string, app: string, pod: Body = {}, name = app): KubernetesObject {
    const template = { metadata: { labels: { app } }, spec: pod };
    return object(namespace, kind, name, kind === "CronJob" ? { jobTemplate: { spec: { template } } } : { template });
}

/** A NetworkPolicy that lets pods with one `app` reach those with another, from either side. */
export function policy(
    name: string,
    [namespace, app]: [string, string],
    direction: "ingress" | "egress",
    port: number,
    other: Body | [string, string],
): KubernetesObject {
    const peer: Body = Array.isArray(other)
        ? {
              namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": other[0] } },
              podSelector: { matchLabels: { app: other[1] } },
          }
        : other;
    const rule = { ports: [{ port, protocol: "TCP" }], [direction === "ingress" ? "from" : "to"]: [peer] };
    return object(namespace, "NetworkPolicy", name, { podSelector: { matchLabels: { app } }, [direction]: [rule] });
}
