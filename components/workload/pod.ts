import type { types } from "@pulumi/kubernetes";
import type { Input } from "@pulumi/pulumi";
import { selector, type Workload } from "./identity";
import { pinned } from "./image";
import { labels } from "./labels";
import { type Resources, resourceRequirements } from "./resources";
import { containerSecurity, podSecurity } from "./security";

type Pod = types.input.core.v1.PodSpec;
type PodTemplate = types.input.core.v1.PodTemplateSpec & { metadata: { labels: Record<string, string> }; spec: Pod };
type Container = types.input.core.v1.Container;
type Volume = types.input.core.v1.Volume;

/** A container as a workload describes it; everything a security rule asks for is added by `podTemplate`. */
export interface ContainerArgs extends Omit<Container, "resources" | "securityContext"> {
    readonly name: string;
    readonly image: string;
    readonly resources: Resources;
    /** User of its processes, where another container of the pod must not see into them. @default the pod's */
    readonly uid?: number;
}

export interface PodArgs {
    readonly workload: Workload;
    /** Role in the architecture, e.g. `database`; becomes `app.kubernetes.io/component`. */
    readonly component: string;
    /** Version of the software. @default not labelled */
    readonly version?: string;
    /** User and group of all processes. */
    readonly uid: number;
    readonly containers: readonly ContainerArgs[];
    /** @default none */
    readonly initContainers?: readonly ContainerArgs[];
    /** @default none */
    readonly volumes?: readonly Volume[];
    /** Whether the group gets the volumes: a store's data, key files that must not be world-readable. @default false */
    readonly ownsVolumes?: boolean;
    /** Annotations of the pod; a changed one restarts it. @default none */
    readonly annotations?: Record<string, string>;
    /** Time between SIGTERM and SIGKILL, in seconds. @default 30 */
    readonly terminationGracePeriodSeconds?: number;
    /** Jobs pass `OnFailure` or `Never`. @default Always */
    readonly restartPolicy?: "Always" | "OnFailure" | "Never";
    /** Whether replicas are kept apart over nodes and zones. @default false */
    readonly spread?: boolean;
    /**
     * A name that means the pod itself inside it: its own clients verify the server's certificate by it, without DNS and
     * without leaving the pod. @default none
     */
    readonly loopbackName?: string;
    /**
     * Whether containers see one another's processes. Those of the same user may also signal them and read all that they hold,
     * their files included. @default false
     */
    readonly sharedProcesses?: boolean;
    /** Name of the Secret that images are pulled with. @default none, the images are public */
    readonly imagePullSecret?: Input<string>;
}

/** A pod template that satisfies Pod Security "restricted", runs as its own ServiceAccount and carries no API token. */
export function podTemplate(args: PodArgs): PodTemplate {
    return {
        metadata: {
            labels: labels(args.workload, args.component, args.version),
            annotations: args.annotations,
        },
        spec: {
            serviceAccountName: args.workload.name,
            automountServiceAccountToken: false,
            // Service addresses as environment variables leak the namespace's inventory and can clash with the software's own.
            enableServiceLinks: false,
            securityContext: podSecurity(args.uid, args.ownsVolumes ?? false),
            terminationGracePeriodSeconds: args.terminationGracePeriodSeconds ?? 30,
            restartPolicy: args.restartPolicy ?? "Always",
            topologySpreadConstraints: args.spread === true ? spread(args.workload) : undefined,
            ...(args.loopbackName === undefined
                ? {}
                : { hostAliases: [{ ip: "127.0.0.1", hostnames: [args.loopbackName] }] }),
            ...(args.sharedProcesses === true ? { shareProcessNamespace: true } : {}),
            ...(args.imagePullSecret === undefined ? {} : { imagePullSecrets: [{ name: args.imagePullSecret }] }),
            initContainers: args.initContainers?.map(container),
            containers: args.containers.map(container),
            volumes: args.volumes && [...args.volumes],
        },
    };
}

function container({ uid, ...args }: ContainerArgs): Container {
    return {
        ...args,
        image: pinned(args.image),
        resources: resourceRequirements(args.resources),
        // Why a container ended is said by its last lines, in the pod's status, where everybody looks first.
        terminationMessagePolicy: "FallbackToLogsOnError",
        securityContext: { ...containerSecurity(), runAsUser: uid },
    };
}

/**
 * Replicas on different nodes, and in different zones where there are zones. Soft, so that a small cluster still runs
 * them; `matchLabelKeys` counts only replicas of the same rollout.
 */
export function spread(of: Workload): types.input.core.v1.TopologySpreadConstraint[] {
    return ["kubernetes.io/hostname", "topology.kubernetes.io/zone"].map((topologyKey) => ({
        maxSkew: 1,
        topologyKey,
        whenUnsatisfiable: "ScheduleAnyway",
        labelSelector: { matchLabels: selector(of) },
        matchLabelKeys: ["pod-template-hash"],
    }));
}

/** A writable scratch volume that is gone with the pod; `size` is a Kubernetes quantity. */
export function scratchVolume(name: string, size: string): Volume {
    return { name, emptyDir: { sizeLimit: size } };
}
