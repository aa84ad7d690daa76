import assert from "node:assert/strict";
import { createServer, type Server } from "node:http";
import { type AddressInfo, createServer as createTcpServer } from "node:net";
import { KubeConfig } from "@kubernetes/client-node";
import type { Cluster } from "../../../../cli/verify/cluster/cluster";
import { onePod } from "../../../../cli/verify/cluster/cluster";
import { kubernetesCluster } from "../../../../cli/verify/cluster/kubernetes";
import { accepted, converse } from "../../../../cli/verify/net/converse";
import { HttpsClient } from "../../../../cli/verify/net/http";
import { probePod } from "../../../../cli/verify/probes/manifests";
import { FakeCluster } from "./fake-cluster";

const running = (name: string, ready: string, more: object = {}) => ({
    metadata: { name, namespace: "kato", ...more },
    spec: { containers: [{ name: "app", ports: [{ name: "http", containerPort: 8000 }] }] },
    status: { phase: "Running", podIP: "10.0.0.7", conditions: [{ type: "Ready", status: ready }] },
});

describe("the cluster of a kube-context", () => {
    const asked: string[] = [];
    let fake: FakeCluster;
    let cluster: Cluster;

    const answers: Record<string, object | string> = {
        "GET /api/v1/namespaces/kato/pods?labelSelector=app%3Dkato%2Ctier%3Dapi": {
            items: [
                running("kato-0", "False"),
                running("kato-1", "True"),
                running("kato-2", "True", { deletionTimestamp: "2026-11-22T00:00:00Z" }),
                { ...running("kato-3", "False"), status: { phase: "Pending" } },
            ],
        },
        "GET /api/v1/namespaces/default/services/kubernetes": { spec: { clusterIP: "10.96.0.1" } },
        "GET /api/v1/namespaces/kato/secrets/kato-secrets": { data: { API_KEYS: "YSxi" } },
        "GET /apis/apps/v1/namespaces/kato/deployments/kato": {
            spec: {
                selector: {},
                template: {
                    spec: {
                        volumes: [
                            { name: "a", secret: { secretName: "kato-client-tls" } },
                            { name: "tmp", emptyDir: {} },
                        ],
                        containers: [
                            {
                                name: "kato",
                                envFrom: [{ configMapRef: { name: "c" } }, { secretRef: { name: "kato-secrets" } }],
                                env: [
                                    { name: "X", valueFrom: { secretKeyRef: { name: "kato-client-tls", key: "x" } } },
                                ],
                            },
                        ],
                    },
                },
            },
        },
        "GET /api/v1/namespaces/kato/pods/kato-1": running("kato-1", "True"),
        "GET /api/v1/namespaces/kato/pods/kato-1/log?container=app": "one\ntwo\n",
        "GET /api/v1/namespaces/kato/pods/waiting": {
            metadata: {},
            status: {
                phase: "Pending",
                containerStatuses: [{ state: { waiting: { reason: "ImagePullBackOff", message: "no such image" } } }],
                conditions: [{ type: "Ready", status: "False", message: "containers are not ready" }],
            },
        },
        "GET /api/v1": { resources: [{ name: "pods", kind: "Pod", namespaced: true }] },
        "DELETE /api/v1/namespaces/kato/pods/kato-platform-verify-1a2b-denied?gracePeriodSeconds=0": { kind: "Status" },
    };

    before(async () => {
        fake = await FakeCluster.start((method, path, body) => {
            asked.push(`${method} ${path}`);
            if (method === "POST") {
                return { status: 201, json: JSON.parse(body) as object };
            }
            const answer = answers[`${method} ${path}`];
            if (typeof answer === "string") {
                return answer;
            }
            return answer === undefined
                ? { status: 404, json: { kind: "Status", message: `no ${path}` } }
                : { json: answer };
        });
        const kubeConfig = new KubeConfig();
        kubeConfig.loadFromClusterAndUser({ name: "fake", server: fake.url, skipTLSVerify: true }, { name: "fake" });
        cluster = await kubernetesCluster({ name: "fake", server: fake.url, kubeConfig });
    });
    after(() => fake.stop());

    it("lists the pods that run, and finds a ready one", async () => {
        const pods = await cluster.pods("kato", { app: "kato", tier: "api" });
        assert.deepEqual(pods, [
            { namespace: "kato", name: "kato-0", address: "10.0.0.7", ready: false, ports: { http: 8000 } },
            { namespace: "kato", name: "kato-1", address: "10.0.0.7", ready: true, ports: { http: 8000 } },
        ]);
        assert.equal((await onePod(cluster, "kato", { app: "kato", tier: "api" })).name, "kato-1");
        const none = { pods: () => Promise.resolve([]) };
        await assert.rejects(
            onePod(none, "kato", { app: "kato" }),
            /no pod of namespace kato with app=kato is running/,
        );
    });

    it("reads Secrets, and which of them a Deployment's pods read", async () => {
        assert.deepEqual(await cluster.secret("kato", "kato-secrets"), { API_KEYS: "a,b" });
        assert.deepEqual(await cluster.secretsOf("kato", "kato"), ["kato-client-tls", "kato-secrets"]);
    });

    it("reads addresses, logs, and why a pod does not run", async () => {
        assert.equal(await cluster.serviceAddress("default", "kubernetes"), "10.96.0.1");
        assert.equal(await cluster.log({ namespace: "kato", name: "kato-1" }), "one\ntwo\n");
        assert.equal(await cluster.address("kato", "kato-1"), "10.0.0.7");
        assert.deepEqual(await cluster.phase("kato", "waiting"), { phase: "Pending", because: "no such image" });
    });

    it("makes an object, and removes it at once; one that is gone is no error", async () => {
        const pod = probePod("kato", "1a2b", "denied", ["10.0.0.1:1"], "busybox:1");
        await cluster.create(pod);
        await cluster.remove(pod);
        await cluster.remove(probePod("kato", "0000", "denied", [], "busybox:1"));
        assert.ok(asked.includes("POST /api/v1/namespaces/kato/pods"));
        assert.ok(
            asked.includes("DELETE /api/v1/namespaces/kato/pods/kato-platform-verify-1a2b-denied?gracePeriodSeconds=0"),
        );
    });

    it("repeats what the API server says, and nothing else", async () => {
        await assert.rejects(cluster.secret("kato", "gone"), {
            message: "the API server: no /api/v1/namespaces/kato/secrets/gone (404)",
        });
    });

    describe("forwards ports", () => {
        let server: Server;
        const port = () => (server.address() as AddressInfo).port;
        const pod = { namespace: "kato", name: "kato-1" };

        before(async () => {
            server = createServer((request, response) => {
                response.setHeader("connection", "close");
                response.end(`${request.headers.host ?? ""}${request.url ?? ""} ${"x".repeat(100_000)}`);
            });
            await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
        });
        after(() => new Promise((resolve) => server.close(resolve)));

        it("and speaks HTTP over them", async () => {
            const http = new HttpsClient(() => cluster.forward(pod, port()), []);
            const { status, body } = await http.send({ scheme: "http", host: "kato.localhost", path: "/health" });
            assert.equal(status, 200);
            assert.ok(body.startsWith("kato.localhost/health xxx") && body.length > 100_000);
        });

        it("and says when nothing listens there", async () => {
            const closed = createTcpServer();
            const free = await new Promise<number>((resolve) => {
                closed.listen(0, "127.0.0.1", () => resolve((closed.address() as AddressInfo).port));
            });
            await new Promise((resolve) => closed.close(resolve));
            const http = new HttpsClient(() => cluster.forward(pod, free), []);
            await assert.rejects(http.send({ scheme: "http", host: "kato.localhost", path: "/" }), /failed to connect/);
            await assert.rejects(accepted(await cluster.forward(pod, free)), /kato\/kato-1:\d+: failed to connect/);
            await accepted(await cluster.forward(pod, port()));
        });

        it("and notices a server that hangs up", async () => {
            const rude = createTcpServer((socket) => socket.once("data", () => socket.end()));
            const at = await new Promise<number>((resolve) => {
                rude.listen(0, "127.0.0.1", () => resolve((rude.address() as AddressInfo).port));
            });
            assert.deepEqual(await converse(await cluster.forward(pod, at), "PING\r\n"), { kind: "closed" });
            await new Promise((resolve) => rude.close(resolve));
        });

        it("and says when the API server refuses to", async () => {
            await assert.rejects(
                cluster.forward({ namespace: "kato", name: "other" }, 1),
                /^Error: no port-forward: .*404/,
            );
        });
    });
});
