import { autoName, type Recording } from "../../support/record";

/** A container of a pod as the kubelet finds it described, with what its volumes hold. */
export interface DescribedPod {
    /** @default the image's own */
    readonly command?: readonly string[];
    readonly args: readonly string[];
    readonly env: Readonly<Record<string, string>>;
    readonly uid: number;
    /** Container ports by name. */
    readonly ports: Readonly<Record<string, number>>;
    /** File contents by name, by the folder they are mounted in. */
    readonly folders: Readonly<Record<string, Readonly<Record<string, string>>>>;
    /** @default the container has none */
    readonly readiness?: {
        readonly httpGet?: { readonly path: string; readonly port: string };
        readonly tcpSocket?: { readonly port: string };
    };
}

type Files = Readonly<Record<string, string>>;

interface Container {
    readonly name: string;
    readonly command?: string[];
    readonly args: string[];
    readonly env: readonly { name: string; value: string }[];
    readonly ports?: readonly { name: string; containerPort: number }[];
    readonly volumeMounts: readonly { name: string; mountPath: string }[];
    readonly readinessProbe?: NonNullable<DescribedPod["readiness"]>;
}

interface PodSpec {
    readonly securityContext: { readonly runAsUser: number };
    readonly initContainers?: readonly Container[];
    readonly containers: readonly Container[];
    readonly volumes: readonly {
        readonly name: string;
        readonly configMap?: { readonly name: string };
        readonly secret?: { readonly secretName: string; readonly items: readonly { key: string; path: string }[] };
    }[];
}

interface Template {
    readonly spec: PodSpec;
}

/** A container of a Deployment, Job or CronJob, which is named `<type>::<name>`. */
export interface ContainerRef {
    readonly workload: string;
    readonly container: string;
}

/**
 * Reads a container of a recorded platform with all that it mounts.
 *
 * @param others Secrets that somebody else fills, such as cert-manager, by name
 */
export function describedPod(
    recording: Recording,
    { workload, container: wanted }: ContainerRef,
    others: Readonly<Record<string, Files>>,
): DescribedPod {
    const spec = recording.one(workload).inputs["spec"] as {
        template?: Template;
        jobTemplate?: { spec: { template: Template } };
    };
    const pod = (spec.template ?? spec.jobTemplate?.spec.template)?.spec;
    const containers = [...(pod?.initContainers ?? []), ...(pod?.containers ?? [])];
    const container = containers.find(({ name }) => name === wanted);
    if (pod === undefined || container === undefined) {
        throw new Error(`${workload} has no container ${wanted}`);
    }
    const mounted = container.volumeMounts.map(({ name, mountPath }) => {
        const volume = pod.volumes.find((each) => each.name === name);
        return [mountPath, volume === undefined ? {} : contentOf(recording, volume, others)] as const;
    });
    return {
        command: container.command,
        args: container.args,
        env: Object.fromEntries(container.env.map(({ name, value }) => [name, value])),
        uid: pod.securityContext.runAsUser,
        ports: Object.fromEntries((container.ports ?? []).map(({ name, containerPort }) => [name, containerPort])),
        folders: Object.fromEntries(mounted),
        readiness: container.readinessProbe,
    };
}

function contentOf(recording: Recording, volume: PodSpec["volumes"][number], others: Record<string, Files>): Files {
    if (volume.configMap !== undefined) {
        return dataOf(recording, "kubernetes:core/v1:ConfigMap", volume.configMap.name) as Files;
    }
    if (volume.secret === undefined) {
        return {};
    }
    const { secretName, items } = volume.secret;
    const all = others[secretName] ?? decoded(dataOf(recording, "kubernetes:core/v1:Secret", secretName));
    return Object.fromEntries(
        items.map(({ key, path }) => {
            const text = all[key];
            if (text === undefined) {
                throw new Error(`Secret ${secretName} has no ${key}`);
            }
            return [path, text];
        }),
    );
}

function dataOf(recording: Recording, type: string, name: string): unknown {
    const found = recording.ofType(type).find((resource) => {
        const { name: fixed } = resource.inputs["metadata"] as { name?: string };
        return (fixed ?? autoName(resource.name)) === name;
    });
    if (found === undefined) {
        throw new Error(`no ${type} is called ${name}`);
    }
    return found.inputs["data"];
}

function decoded(data: unknown): Files {
    const { "a secret": values } = data as { "a secret": Files };
    return Object.fromEntries(
        Object.entries(values).map(([key, value]) => [key, Buffer.from(value, "base64").toString()]),
    );
}
