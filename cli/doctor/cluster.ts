import type * as client from "@kubernetes/client-node";
import { PART_OF } from "../../components/workload/labels";
import type { KubeContext } from "./kube-context";

/** Something is wrong between here and the cluster; the message says what and what to do. */
export class ClusterError extends Error {
    override readonly name = "ClusterError";
}

/** A DaemonSet as far as it tells which network plugin a cluster runs. */
export interface DaemonSetInfo {
    readonly name: string;
    readonly images: readonly string[];
    /** Arguments of all its containers. */
    readonly args: readonly string[];
}

/** A node, and whose machine it is. */
export interface NodeInfo {
    readonly name: string;
    /** As the cloud names it, e.g. `aws:///eu-central-1a/i-0123`. @default no cloud does */
    readonly provider?: string | undefined;
}

/** Where the API server listens, as pods reach it. */
export interface ApiServerEndpoint {
    /** One range of a single address for each instance. */
    readonly cidrs: readonly string[];
    readonly port: number;
}

/** The Service that answers DNS, and what is behind it. */
export interface DnsService {
    readonly namespace: string;
    readonly name: string;
    /** Where it is reached in the cluster. */
    readonly address: string;
    readonly selector: Readonly<Record<string, string>>;
    /** Labels of each pod that answers; none where the nodes answer themselves. */
    readonly pods: readonly Readonly<Record<string, string>>[];
    /** Where the pods listen. */
    readonly ports: readonly number[];
}

/** What the commands ask a cluster, and nothing else. */
export interface ClusterFacts {
    /** Tells this cluster from another one, also from one of the same name that was made anew. */
    readonly identity: () => Promise<string>;
    /** @example v1.34.1 */
    readonly version: () => Promise<string>;
    readonly storageClasses: () => Promise<readonly { readonly name: string; readonly isDefault: boolean }[]>;
    /** Names of the storage drivers that are installed. */
    readonly storageDrivers: () => Promise<readonly string[]>;
    readonly daemonSets: () => Promise<readonly DaemonSetInfo[]>;
    /** Undefined where no Service answers. */
    readonly dns: () => Promise<DnsService | undefined>;
    readonly nodes: () => Promise<readonly NodeInfo[]>;
    /** Groups of the API, of what is installed in the cluster as well. */
    readonly apiGroups: () => Promise<readonly string[]>;
    /** Services of type LoadBalancer, named `<namespace>/<name>`. */
    readonly loadBalancers: () => Promise<readonly { readonly name: string; readonly address?: string | undefined }[]>;
    /** The platform's claims of volumes, named `<namespace>/<name>`. */
    readonly claims: () => Promise<readonly string[]>;
    /** Whether this user may do something; `resource` is `<plural>` or `<plural>.<group>`. */
    readonly mayI: (verb: string, resource: string) => Promise<boolean>;
    /** Undefined if the cluster does not publish it. */
    readonly apiServer: () => Promise<ApiServerEndpoint | undefined>;
}

/** How long a cluster has to answer one question. */
const patienceMilliseconds = 15_000;

/** Asks the cluster of a kube-context. Every question may throw a {@link ClusterError}. */
export async function connect(context: KubeContext): Promise<ClusterFacts> {
    const k8s = await import("@kubernetes/client-node");
    const api = <T extends client.ApiType>(type: new (configuration: client.Configuration) => T): T =>
        context.kubeConfig.makeApiClient(type);
    const ask = <T>(question: Promise<T>): Promise<T> => answered(question, context);
    return {
        identity: async () =>
            (await ask(api(k8s.CoreV1Api).readNamespace({ name: "kube-system" }))).metadata?.uid ?? "",
        version: async () => (await ask(api(k8s.VersionApi).getCode())).gitVersion,
        storageClasses: async () =>
            (await ask(api(k8s.StorageV1Api).listStorageClass())).items.map(({ metadata }) => ({
                name: metadata?.name ?? "",
                isDefault: metadata?.annotations?.["storageclass.kubernetes.io/is-default-class"] === "true",
            })),
        storageDrivers: async () =>
            (await ask(api(k8s.StorageV1Api).listCSIDriver())).items.map(({ metadata }) => metadata?.name ?? ""),
        daemonSets: async () =>
            (await ask(api(k8s.AppsV1Api).listDaemonSetForAllNamespaces())).items.map(({ metadata, spec }) => {
                const containers = spec?.template.spec?.containers ?? [];
                return {
                    name: metadata?.name ?? "",
                    images: containers.flatMap(({ image }) => (image === undefined ? [] : [image])),
                    args: containers.flatMap(({ command, args }) => [...(command ?? []), ...(args ?? [])]),
                };
            }),
        dns: async () => {
            const services = (await ask(api(k8s.CoreV1Api).listServiceForAllNamespaces())).items.filter(answersDns);
            const service = services.sort((one, other) => rank(one) - rank(other))[0];
            if (service === undefined || rank(service) === NO_DNS) {
                return undefined;
            }
            const { name = "", namespace = "" } = service.metadata ?? {};
            const selector = service.spec?.selector ?? {};
            const equal = ([key, value]: [string, string]): string => `${key}=${value}`;
            const [pods, slices] = await Promise.all([
                Object.keys(selector).length === 0
                    ? []
                    : ask(
                          api(k8s.CoreV1Api).listNamespacedPod({
                              namespace,
                              labelSelector: Object.entries(selector).map(equal).join(","),
                          }),
                      ).then(({ items }) => items),
                ask(
                    api(k8s.DiscoveryV1Api).listNamespacedEndpointSlice({
                        namespace,
                        labelSelector: `kubernetes.io/service-name=${name}`,
                    }),
                ),
            ]);
            const named = (service.spec?.ports ?? []).filter(isDns).map((port) => port.name);
            const ports = slices.items
                .flatMap((slice) => slice.ports ?? [])
                .filter((port) => named.includes(port.name));
            return {
                namespace,
                name,
                address: service.spec?.clusterIP ?? "",
                selector,
                pods: pods.map(({ metadata }) => metadata?.labels ?? {}),
                ports: [...new Set(ports.flatMap(({ port }) => (port === undefined ? [] : [port])))],
            };
        },
        nodes: async () =>
            (await ask(api(k8s.CoreV1Api).listNode())).items.map(({ metadata, spec }) => ({
                name: metadata?.name ?? "",
                provider: spec?.providerID,
            })),
        apiGroups: async () => (await ask(api(k8s.ApisApi).getAPIVersions())).groups.map(({ name }) => name),
        loadBalancers: async () =>
            (await ask(api(k8s.CoreV1Api).listServiceForAllNamespaces())).items
                .filter(({ spec }) => spec?.type === "LoadBalancer")
                .map((service) => {
                    const [first] = service.status?.loadBalancer?.ingress ?? [];
                    return { name: fullName(service), address: first?.hostname ?? first?.ip };
                }),
        claims: async () =>
            (
                await ask(
                    api(k8s.CoreV1Api).listPersistentVolumeClaimForAllNamespaces({
                        labelSelector: `app.kubernetes.io/part-of=${PART_OF}`,
                    }),
                )
            ).items.map(fullName),
        mayI: async (verb, resource) => {
            const [plural = resource, ...group] = resource.split(".");
            const review = await ask(
                api(k8s.AuthorizationV1Api).createSelfSubjectAccessReview({
                    body: { spec: { resourceAttributes: { verb, resource: plural, group: group.join(".") } } },
                }),
            );
            return review.status?.allowed === true;
        },
        apiServer: async () => {
            const slices = await ask(
                api(k8s.DiscoveryV1Api).listNamespacedEndpointSlice({
                    namespace: "default",
                    labelSelector: "kubernetes.io/service-name=kubernetes",
                }),
            );
            return endpointOf(slices.items);
        },
    };
}

function fullName({ metadata }: { readonly metadata?: client.V1ObjectMeta }): string {
    return `${metadata?.namespace ?? ""}/${metadata?.name ?? ""}`;
}

/** Where the cluster's own DNS is, the likeliest first. Anybody may have another server of DNS. */
const dnsNamespaces = ["kube-system", "openshift-dns"];
const NO_DNS = dnsNamespaces.length;

function rank({ metadata }: client.V1Service): number {
    const at = dnsNamespaces.indexOf(metadata?.namespace ?? "");
    return at < 0 ? NO_DNS : metadata?.name === "kube-dns" ? at - 0.5 : at;
}

function answersDns({ spec }: client.V1Service): boolean {
    return (spec?.ports ?? []).some(isDns);
}

function isDns({ port, protocol }: client.V1ServicePort): boolean {
    return port === 53 && protocol === "UDP";
}

function endpointOf(slices: readonly client.V1EndpointSlice[]): ApiServerEndpoint | undefined {
    const port = slices.flatMap(({ ports }) => ports ?? []).find(({ name }) => name === "https")?.port;
    const cidrs = slices.flatMap(({ addressType, endpoints }) =>
        endpoints.flatMap(({ addresses }) => addresses.map((one) => `${one}/${addressType === "IPv6" ? 128 : 32}`)),
    );
    return port === undefined || cidrs.length === 0 ? undefined : { cidrs: cidrs.sort(), port };
}

async function answered<T>(question: Promise<T>, context: KubeContext): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_resolve, reject) => {
        timer = setTimeout(
            () => reject(new Error(`no answer within ${String(patienceMilliseconds / 1000)} seconds`)),
            patienceMilliseconds,
        );
    });
    try {
        return await Promise.race([question, late]);
    } catch (error) {
        throw new ClusterError(explain(error, context));
    } finally {
        clearTimeout(timer);
    }
}

function explain(error: unknown, { name, server }: KubeContext): string {
    const code = (error as { code?: unknown }).code;
    const cluster = `the cluster of kube-context "${name}" (${server})`;
    if (code === 401) {
        return `Not logged in to ${cluster}: it does not accept the credentials in the kubeconfig. Log in again.`;
    }
    if (code === 403) {
        return `Not allowed on ${cluster}: the user of the kubeconfig may not read what this command has to check.`;
    }
    const reason = error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error);
    return `Cannot reach ${cluster}: ${reason}. Is it running, and is this the right kube-context?`;
}
