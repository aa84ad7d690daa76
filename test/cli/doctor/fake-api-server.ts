import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { V1Secret } from "@kubernetes/client-node";

/** What the fake cluster is like. */
export interface FakeCluster {
    /** @default a new identity for every fake */
    readonly uid?: string;
    /** @default v1.34.1 */
    readonly version?: string;
    /** Names of StorageClasses. @default standard */
    readonly storageClasses?: readonly string[];
    /** Which of them is the default one. @default standard */
    readonly defaultClass?: string;
    /** Names of storage drivers. @default none */
    readonly storageDrivers?: readonly string[];
    readonly daemonSets?: readonly { name: string; image: string; args?: readonly string[] }[];
    /** Who answers DNS; `undefined` is no Service. @default kube-system/kube-dns, as kubeadm makes it */
    readonly dns?: FakeDns | undefined;
    /** @default kind-control-plane */
    readonly nodes?: readonly string[];
    /** Whose machines they are, as `<cloud>://…`. @default no cloud's */
    readonly provider?: string;
    /** Groups of the API. @default none that matters */
    readonly groups?: readonly string[];
    /** Services of type LoadBalancer in namespace `web`, each with its address or none. @default none */
    readonly loadBalancers?: Readonly<Record<string, string | undefined>>;
    /** The platform's claims in namespace `kato`. @default none */
    readonly claims?: readonly string[];
    /** Resources that the user may not create. @default none */
    readonly denied?: readonly string[];
    /** Secrets by `<namespace>/<name>`; a request may delete one. @default none */
    readonly secrets?: Map<string, V1Secret>;
    /** Answers what is not one of the few questions before a deployment. @default nobody */
    readonly others?: (request: AskedOf) => object | undefined;
    /** Every answer, to test what is said about an error. @default 200 */
    readonly status?: number;
}

/** A Service for DNS. */
export interface FakeDns {
    readonly namespace: string;
    readonly name: string;
    readonly address?: string;
    /** Labels of its pods, which it selects; none where the nodes answer. */
    readonly labels?: Readonly<Record<string, string>>;
    readonly port?: number;
}

const kubeDns: FakeDns = { namespace: "kube-system", name: "kube-dns", labels: { "k8s-app": "kube-dns" } };

/** A request that the fake itself has no answer for. */
export interface AskedOf {
    readonly method: string;
    readonly path: string;
    readonly body: string;
}

/**
 * A fake of the Kubernetes API server, for the few questions that `npm run doctor` and `npm run up` ask before anything
 * is deployed. It listens on loopback and speaks plain http.
 */
export class FakeApiServer {
    private constructor(private readonly server: Server) {}

    static async start(cluster: FakeCluster = {}): Promise<FakeApiServer> {
        const uid = cluster.uid ?? `uid-${String(Math.random())}`;
        const server = createServer((request, response) => {
            void readBody(request).then((body) => {
                const answer = cluster.status === undefined ? answerOf({ ...cluster, uid }, request, body) : undefined;
                response.writeHead(cluster.status ?? (answer === undefined ? 404 : 200), {
                    "content-type": "application/json",
                });
                response.end(JSON.stringify(answer ?? { kind: "Status", message: "not answered by the fake" }));
            });
        });
        await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
        return new FakeApiServer(server);
    }

    get url(): string {
        return `http://127.0.0.1:${String((this.server.address() as AddressInfo).port)}`;
    }

    /** A kubeconfig with this server under the given context names, the first of which is current. */
    kubeConfig(...contexts: readonly string[]): string {
        return JSON.stringify({
            apiVersion: "v1",
            kind: "Config",
            clusters: [{ name: "fake", cluster: { server: this.url, "insecure-skip-tls-verify": true } }],
            users: [{ name: "fake", user: {} }],
            contexts: contexts.map((name) => ({ name, context: { cluster: "fake", user: "fake" } })),
            "current-context": contexts[0],
        });
    }

    async stop(): Promise<void> {
        this.server.closeAllConnections();
        await new Promise((resolve) => this.server.close(resolve));
    }
}

function answerOf(cluster: FakeCluster, request: IncomingMessage, body: string): object | undefined {
    const { pathname: path } = new URL(request.url ?? "", "http://localhost");
    return respond(cluster, request, body) ?? cluster.others?.({ method: request.method ?? "", path, body });
}

function respond(cluster: FakeCluster, { url = "", method }: IncomingMessage, body: string): object | undefined {
    const { storageClasses = ["standard"], nodes = ["kind-control-plane"], daemonSets = [], denied = [] } = cluster;
    const list = (items: readonly object[]): object => ({ items });
    const { pathname } = new URL(url, "http://localhost");
    const [, namespace, name] = /^\/api\/v1\/namespaces\/([^/]+)\/secrets\/([^/]+)$/.exec(pathname) ?? [];
    if (namespace !== undefined && name !== undefined) {
        return answerSecret(cluster.secrets, `${namespace}/${name}`, method);
    }
    const dns = "dns" in cluster ? cluster.dns : kubeDns;
    const { labels, port: dnsPort = 53 } = dns ?? {};
    switch (pathname) {
        case "/api/v1/services":
            // An application's own server of DNS is never the cluster's.
            return list([
                service({ namespace: "ads", name: "a-dns", labels: { app: "dns" } }),
                ...(dns === undefined ? [] : [service(dns)]),
                ...Object.entries(cluster.loadBalancers ?? {}).map(([name, ip]) => ({
                    metadata: { namespace: "web", name },
                    spec: { type: "LoadBalancer", ports: [{ port: 443 }] },
                    status: { loadBalancer: ip === undefined ? {} : { ingress: [{ ip }] } },
                })),
            ]);
        case "/apis":
        case "/apis/":
            return { groups: (cluster.groups ?? ["apps"]).map((name) => ({ name, versions: [] })) };
        case "/api/v1/persistentvolumeclaims":
            return list((cluster.claims ?? []).map((name) => ({ metadata: { namespace: "kato", name } })));
        case `/api/v1/namespaces/${dns?.namespace ?? ""}/pods`:
            return list([{ metadata: { name: "dns-1", labels: { ...labels, "pod-template-hash": "1" } } }]);
        case `/apis/discovery.k8s.io/v1/namespaces/${dns?.namespace ?? ""}/endpointslices`:
            return list([
                {
                    addressType: "IPv4",
                    endpoints: [{ addresses: ["10.244.0.2"] }],
                    ports: [
                        { name: "dns-udp", port: dnsPort, protocol: "UDP" },
                        { name: "metrics", port: 9153 },
                    ],
                },
            ]);
        case "/version":
        case "/version/":
            return { gitVersion: cluster.version ?? "v1.34.1", major: "1", minor: "34" };
        case "/api/v1/namespaces/kube-system":
            return { metadata: { name: "kube-system", uid: cluster.uid } };
        case "/apis/storage.k8s.io/v1/storageclasses":
            return list(
                storageClasses.map((name) => ({
                    metadata: {
                        name,
                        annotations: {
                            "storageclass.kubernetes.io/is-default-class": String(
                                name === (cluster.defaultClass ?? "standard"),
                            ),
                        },
                    },
                    provisioner: "example.com/fake",
                })),
            );
        case "/apis/storage.k8s.io/v1/csidrivers":
            return list((cluster.storageDrivers ?? []).map((name) => ({ metadata: { name } })));
        case "/apis/apps/v1/daemonsets":
            return list(
                daemonSets.map(({ name, image, args }) => ({
                    metadata: { name, namespace: "kube-system" },
                    spec: {
                        selector: {},
                        template: { spec: { containers: [{ name, image, args }] } },
                    },
                })),
            );
        case "/api/v1/nodes":
            return list(nodes.map((name) => ({ metadata: { name }, spec: { providerID: cluster.provider } })));
        case "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews": {
            const review = JSON.parse(body) as { spec: { resourceAttributes: { resource: string } } };
            return { ...review, status: { allowed: !denied.includes(review.spec.resourceAttributes.resource) } };
        }
        case "/apis/discovery.k8s.io/v1/namespaces/default/endpointslices":
            return list([
                {
                    metadata: { name: "kubernetes" },
                    addressType: "IPv4",
                    endpoints: [{ addresses: ["172.18.0.3"] }, { addresses: ["172.18.0.2"] }],
                    ports: [{ name: "https", port: 6443 }],
                },
            ]);
        default:
            return undefined;
    }
}

function service({ namespace, name, labels, address = "10.96.0.10" }: FakeDns): object {
    const ports = [
        { name: "dns-udp", port: 53, protocol: "UDP" },
        { name: "metrics", port: 9153, protocol: "TCP" },
    ];
    return {
        metadata: { namespace, name },
        spec: { clusterIP: address, ports, selector: labels },
    };
}

function answerSecret(secrets: FakeCluster["secrets"], id: string, method: string | undefined): object | undefined {
    const secret = secrets?.get(id);
    if (method === "DELETE") {
        secrets?.delete(id);
    }
    return secret;
}

async function readBody(request: IncomingMessage): Promise<string> {
    let body = "";
    for await (const chunk of request) {
        body += String(chunk);
    }
    return body;
}
