import assert from "node:assert/strict";
import { CertManager, certManagerPods, certManagerWebhook } from "../../../components/certificates/cert-manager";
import { selector } from "../../../components/workload/identity";
import { record } from "../../support/record";

const resources = (cpu: [string, string], memory: string) => ({
    requests: { cpu: cpu[0], memory, "ephemeral-storage": "128Mi" },
    limits: { cpu: cpu[1], memory, "ephemeral-storage": "128Mi" },
});

async function release(highlyAvailable: boolean) {
    const recording = await record(() => new CertManager("cert-manager", { highlyAvailable }));
    assert.deepEqual(recording.names(), [
        "kato:certificates:CertManager::cert-manager",
        "kubernetes:helm.sh/v3:Release::cert-manager",
    ]);
    return recording.one("kubernetes:helm.sh/v3:Release::cert-manager");
}

describe("CertManager", () => {
    it("is a pinned Release of the upstream chart, hardened", async () => {
        const { inputs, parent } = await release(false);
        assert.equal(parent, "kato:certificates:CertManager::cert-manager");
        const image = (part: string) => ({
            image: { repository: `quay.io/jetstack/cert-manager-${part}`, tag: "v1.21.1" },
        });
        const token = { automountServiceAccountToken: true, serviceAccount: { automountServiceAccountToken: false } };
        const one = { ...token, replicaCount: 1, podDisruptionBudget: { enabled: false } };
        const { chart, version, repositoryOpts, name, namespace, atomic, values } = inputs;
        assert.deepEqual(
            { chart, version, repositoryOpts, name, namespace, atomic },
            {
                chart: "cert-manager",
                version: "v1.21.1",
                repositoryOpts: { repo: "https://charts.jetstack.io" },
                name: "cert-manager",
                namespace: "cert-manager",
                atomic: true,
            },
        );
        assert.deepEqual(values, {
            crds: { enabled: true, keep: true },
            global: {
                commonLabels: { "app.kubernetes.io/part-of": "kato-platform" },
                leaderElection: { namespace: "cert-manager" },
                rbac: { aggregateClusterRoles: false },
            },
            extraArgs: ["--controllers=*,-ingress-shim"],
            prometheus: { enabled: false },
            dns01RecursiveNameserversOnly: true,
            ...image("controller"),
            ...one,
            resources: resources(["20m", "500m"], "192Mi"),
            webhook: { ...image("webhook"), ...one, securePort: 10250, resources: resources(["10m", "250m"], "96Mi") },
            cainjector: { ...image("cainjector"), ...one, resources: resources(["20m", "500m"], "192Mi") },
            acmesolver: image("acmesolver"),
            startupapicheck: { ...image("startupapicheck"), ...token, resources: resources(["10m", "250m"], "96Mi") },
        });
    });

    it("runs two of each controller, with a budget, where it must be highly available", async () => {
        const { values } = (await release(true)).inputs as { values: Record<string, Record<string, unknown>> };
        const two = { replicaCount: 2, podDisruptionBudget: { enabled: true, maxUnavailable: 1 } };
        for (const [app, part = {}] of [
            ["cert-manager", values],
            ["webhook", values["webhook"]],
            ["cainjector", values["cainjector"]],
        ] as const) {
            const { replicaCount, podDisruptionBudget, topologySpreadConstraints } = part;
            assert.deepEqual({ replicaCount, podDisruptionBudget }, two);
            assert.deepEqual(
                (topologySpreadConstraints as { topologyKey: string; labelSelector: unknown }[]).map(
                    ({ topologyKey, labelSelector }) => [topologyKey, labelSelector],
                ),
                ["kubernetes.io/hostname", "topology.kubernetes.io/zone"].map((key) => [key, { matchLabels: { app } }]),
            );
        }
    });

    it("declares the pods and the port that the chart brings, by the chart's labels", () => {
        assert.deepEqual(
            Object.values(certManagerPods).map((pod) => [pod.namespace, selector(pod)]),
            [
                ["cert-manager", { app: "cert-manager" }],
                ["cert-manager", { app: "cainjector" }],
                ["cert-manager", { app: "webhook" }],
                ["cert-manager", { app: "startupapicheck" }],
            ],
        );
        assert.deepEqual(
            [certManagerWebhook.workload.name, certManagerWebhook.host, certManagerWebhook.port],
            ["webhook", "cert-manager-webhook.cert-manager.svc", 10250],
        );
    });

    it("lets a transform change the Release", async () => {
        const transform = {
            release: (args: { timeout?: unknown }) => {
                args.timeout = 60;
            },
        };
        const recording = await record(() => new CertManager("cm", { highlyAvailable: false, transform }));
        assert.equal(recording.one("kubernetes:helm.sh/v3:Release::cm").inputs["timeout"], 60);
    });
});
