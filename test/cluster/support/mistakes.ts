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

/** The policy with one port more, once for each of its ports; `range` is what is then open. */
export function portWidened(policy: KubernetesObject): { mistake: KubernetesObject; range: string }[] {
    const spec = policy.spec as { ingress?: readonly Rule[]; egress?: readonly Rule[] };
    return (["ingress", "egress"] as const).flatMap((side) =>
        (spec[side] ?? []).flatMap((rule, ruleIndex, rules) =>
            (rule.ports ?? []).map(({ protocol = "TCP", port = 0 }, portIndex, ports) => ({
                mistake: {
                    ...policy,
                    spec: {
                        ...spec,
                        [side]: replaced(rules, ruleIndex, {
                            ...rule,
                            ports: replaced(ports, portIndex, { protocol, port, endPort: port + 1 }),
                        }),
                    },
                },
                range: `${protocol} ${port}-${port + 1}`,
            })),
        ),
    );
}

function replaced<T>(items: readonly T[], index: number, item: T): T[] {
    return items.map((each, at) => (at === index ? item : each));
}

/** Changes the label that policies select a pod by, and changes it back. */
export async function relabelled(api: ApiClient, pod: KubernetesObject, check: () => Promise<void>): Promise<void> {
    const path = await api.path(pod);
    const label = async (app: string | undefined): Promise<void> => {
        await api.ask("PATCH", path, { metadata: { labels: { app } } }, "application/merge-patch+json");
    };
    await label("planted");
    try {
        await check();
    } finally {
        await label(pod.metadata.labels?.["app"]);
    }
}
