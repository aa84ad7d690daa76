import type { ApiClient } from "./api";
import type { Container, KubernetesObject, PodSpec, PodTemplate } from "./objects";

/** Mistakes that somebody might make in a manifest, to see that they are caught. */

/** What "restricted" asks of a pod, and how the server says that it is missing. */
export const securityFields: Readonly<Record<string, string>> = {
    allowPrivilegeEscalation: "allowPrivilegeEscalation != false",
    capabilities: "unrestricted capabilities",
    runAsNonRoot: "runAsNonRoot != true",
    seccompProfile: "seccompProfile",
};

/** The object with that field in no securityContext of its pods, under another name: a Job cannot be changed. */
export function withoutField(controller: KubernetesObject, field: string): KubernetesObject {
    const { metadata } = controller;
    const spec = controller.spec as { template?: PodTemplate; jobTemplate?: { spec: { template: PodTemplate } } };
    return {
        ...controller,
        metadata: { ...metadata, name: `${metadata.name}-planted` },
        spec:
            spec.jobTemplate === undefined
                ? { ...spec, template: templateWithout(spec.template, field) }
                : {
                      ...spec,
                      jobTemplate: {
                          ...spec.jobTemplate,
                          spec: {
                              ...spec.jobTemplate.spec,
                              template: templateWithout(spec.jobTemplate.spec.template, field),
                          },
                      },
                  },
    };
}

function templateWithout(template: PodTemplate | undefined, field: string): object {
    const spec = template?.spec as PodSpec;
    return {
        ...template,
        spec: {
            ...contextWithout(spec, field),
            containers: spec.containers.map((container) => contextWithout(container, field)),
            ...(spec.initContainers === undefined
                ? {}
                : { initContainers: spec.initContainers.map((container) => contextWithout(container, field)) }),
        },
    };
}

function contextWithout<T extends Pick<Container, "securityContext">>(of: T, field: string): T {
    const kept = Object.entries(of.securityContext ?? {}).filter(([name]) => name !== field);
    return { ...of, securityContext: Object.fromEntries(kept) };
}

interface Rule {
    readonly ports?: readonly { readonly protocol?: string; readonly port?: number; readonly endPort?: number }[];
}

/** The policy with more ports, once for each of its ports; `range` is how the end of what is then open is written. */
export function portWidened(policy: KubernetesObject): { mistake: KubernetesObject; range: RegExp }[] {
    const spec = policy.spec as { ingress?: readonly Rule[]; egress?: readonly Rule[] };
    return (["ingress", "egress"] as const).flatMap((side) =>
        (spec[side] ?? []).flatMap((rule, ruleIndex, rules) =>
            (rule.ports ?? []).map(({ protocol = "TCP", port = 0 }, portIndex, ports) => {
                const endPort = firstClosed(ports, protocol, port);
                return {
                    mistake: {
                        ...policy,
                        spec: {
                            ...spec,
                            [side]: replaced(rules, ruleIndex, {
                                ...rule,
                                ports: replaced(ports, portIndex, { protocol, port, endPort }),
                            }),
                        },
                    },
                    range: new RegExp(`${protocol} \\d+-${endPort}\\b`),
                };
            }),
        ),
    );
}

/** The first port after `port` that the rule does not open by itself: Qdrant's two are neighbours. */
function firstClosed(ports: NonNullable<Rule["ports"]>, protocol: string, port: number): number {
    const isOpen = ports.some((other) => (other.protocol ?? "TCP") === protocol && other.port === port + 1);
    return isOpen ? firstClosed(ports, protocol, port + 1) : port + 1;
}

function replaced<T>(items: readonly T[], index: number, item: T): T[] {
    return items.map((each, at) => (at === index ? item : each));
}

/** Changes the label that policies select a pod by to `app`, and changes it back. */
export async function relabelled(
    api: ApiClient,
    pod: KubernetesObject,
    app: string,
    check: () => Promise<void>,
): Promise<void> {
    const path = await api.path(pod);
    const label = async (value: string | undefined): Promise<void> => {
        await api.ask("PATCH", path, { metadata: { labels: { app: value } } }, "application/merge-patch+json");
    };
    await label(app);
    try {
        await check();
    } finally {
        await label(pod.metadata.labels?.["app"]);
    }
}
