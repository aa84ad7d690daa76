import type { KubernetesObject, PodTemplate } from "./objects";

/** On every pod that we make: `<namespace>/<name>` of the workload whose pod it is, whatever its labels say. */
export const WORKLOAD_ANNOTATION = "test/workload";

/** A controller's object, as far as it says what pods there will be. */
interface ControllerSpec {
    readonly replicas?: number;
    readonly parallelism?: number;
    readonly strategy?: { readonly rollingUpdate?: { readonly maxSurge?: number | string } };
    readonly template: PodTemplate;
    readonly jobTemplate: { readonly metadata?: object; readonly spec: ControllerSpec };
}

/** The kinds whose controllers make pods, and how many of them there are at most at one time. */
const COUNTS: Readonly<Record<string, (spec: ControllerSpec) => number>> = {
    // During a rollout, the new pods come before the old ones go.
    Deployment: (spec) => (spec.replicas ?? 1) + surge(spec),
    StatefulSet: ({ replicas }) => replicas ?? 1,
    // One for each node; what is asked here does not depend on the number.
    DaemonSet: () => 1,
    Job: ({ parallelism }) => parallelism ?? 1,
};

/** The objects whose controllers, which do not run here, would make pods. */
export function controllersIn(objects: readonly KubernetesObject[]): KubernetesObject[] {
    return objects.filter(({ kind }) => kind in COUNTS || kind === "CronJob");
}

/**
 * The Job that a CronJob's controller would make at the next time.
 *
 * @param cronJob as the server has it
 */
export function jobOf(cronJob: KubernetesObject): KubernetesObject {
    const { jobTemplate } = cronJob.spec as ControllerSpec;
    const { name, labels } = cronJob.metadata;
    const namespace = namespaceOf(cronJob);
    return {
        apiVersion: "batch/v1",
        kind: "Job",
        metadata: {
            labels,
            ...jobTemplate.metadata,
            name: `${name}-1`,
            namespace,
        },
        spec: jobTemplate.spec,
    };
}

/**
 * The Pods that a controller would make, all that may exist at the same time.
 *
 * @param controller as the server has it: with its defaults, and with the labels that it gives to a Job's template
 * @param scalers HorizontalPodAutoscalers, of which one may own the number of replicas
 */
export function podsOf(controller: KubernetesObject, scalers: readonly KubernetesObject[]): KubernetesObject[] {
    const spec = controller.spec as ControllerSpec;
    const most = mostReplicas(controller, scalers);
    const count = COUNTS[controller.kind]?.(most === undefined ? spec : { ...spec, replicas: most }) ?? 0;
    const { metadata, spec: pod } = spec.template;
    return Array.from({ length: count }, (_, index) => ({
        apiVersion: "v1",
        kind: "Pod",
        metadata: {
            ...metadata,
            name: `${controller.metadata.name}-${index}`,
            namespace: namespaceOf(controller),
            annotations: { ...metadata?.annotations, [WORKLOAD_ANNOTATION]: workloadName(controller) },
        },
        spec: pod,
    }));
}

/** Not by the object's name alone: that of a Job ends with a hash. */
export function workloadName(controller: KubernetesObject): string {
    const name = controller.metadata.labels?.["app.kubernetes.io/name"] ?? controller.metadata.name;
    return `${namespaceOf(controller)}/${name}`;
}

export interface PlainPodArgs {
    readonly namespace: string;
    readonly name: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly resources?: { readonly limits?: object; readonly requests?: object };
    readonly ports?: NonNullable<PodTemplate["spec"]["containers"][number]["ports"]>;
}

/** A pod that stands for software which is not in the manifests; "restricted" admits it. */
export function plainPod({ namespace, name, labels, resources, ports }: PlainPodArgs): KubernetesObject {
    const container = {
        name: "main",
        image: "example.invalid/stand-in:1",
        resources,
        ports,
        securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } },
    };
    const securityContext = { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: "RuntimeDefault" } };
    return {
        apiVersion: "v1",
        kind: "Pod",
        metadata: { name, namespace, labels, annotations: { [WORKLOAD_ANNOTATION]: `${namespace}/${name}` } },
        spec: { automountServiceAccountToken: false, securityContext, containers: [container] },
    };
}

function mostReplicas(controller: KubernetesObject, scalers: readonly KubernetesObject[]): number | undefined {
    const { kind, metadata } = controller;
    return scalers
        .filter((scaler) => scaler.metadata.namespace === metadata.namespace)
        .map(({ spec }) => spec as { scaleTargetRef: { kind: string; name: string }; maxReplicas: number })
        .find(({ scaleTargetRef: of }) => of.kind === kind && of.name === metadata.name)?.maxReplicas;
}

function surge({ replicas, strategy }: ControllerSpec): number {
    const most = strategy?.rollingUpdate?.maxSurge ?? 0;
    return typeof most === "number" ? most : Math.ceil((Number.parseInt(most) / 100) * (replicas ?? 1));
}

function namespaceOf({ metadata }: KubernetesObject): string {
    return metadata.namespace ?? "default";
}
