import type { KubernetesObject } from "../../../../cli/preview/objects";
import type { Json } from "../../../../cli/preview/wire";

type Body = Record<string, Json>;

/** An object as the preview knows it. */
export function object(
    namespace: string,
    kind: string,
    name: string,
    spec: Body = {},
    labels: Body = {},
): KubernetesObject {
    const id = `${namespace}/${kind}/${name}`;
    return { urn: id, id, namespace, kind, name, manifest: `${id}.yaml`, body: { metadata: { labels }, spec } };
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
