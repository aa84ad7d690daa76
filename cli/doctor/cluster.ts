import type * as client from "@kubernetes/client-node";
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

/** Where the API server listens, as pods reach it. */
export interface ApiServerEndpoint {
    /** One range of a single address for each instance. */
    readonly cidrs: readonly string[];
    readonly port: number;
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
    readonly nodeNames: () => Promise<readonly string[]>;
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
        nodeNames: async () =>
            (await ask(api(k8s.CoreV1Api).listNode())).items.map(({ metadata }) => metadata?.name ?? ""),
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
