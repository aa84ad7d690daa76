import assert from "node:assert/strict";
import { workload } from "../../../components/workload/identity";
import { disruptionBudget, service, serviceAccount } from "../../../components/workload/service";
import { record } from "../../support/record";

const app = workload("shop", "app");
const METADATA = {
    name: "app",
    namespace: "shop",
    labels: {
        app: "app",
        "app.kubernetes.io/name": "app",
        "app.kubernetes.io/component": "frontend",
        "app.kubernetes.io/part-of": "kato-platform",
        "app.kubernetes.io/managed-by": "pulumi",
    },
};

async function inputs(program: () => unknown): Promise<unknown> {
    return (await record(program)).resources.map((resource) => resource.inputs);
}

describe("service", () => {
    it("is a ClusterIP Service in front of the workload's pods", async () => {
        const ports = [
            { name: "http", port: 80, targetPort: "web" },
            { name: "admin", port: 9000 },
        ];
        assert.deepEqual(await inputs(() => service("app", { workload: app, component: "frontend", ports }, {})), [
            {
                apiVersion: "v1",
                kind: "Service",
                metadata: { ...METADATA, annotations: { "pulumi.com/skipAwait": "true" } },
                spec: {
                    type: "ClusterIP",
                    selector: { app: "app" },
                    ports: [
                        { name: "http", port: 80, targetPort: "web", protocol: "TCP" },
                        { name: "admin", port: 9000, targetPort: "admin", protocol: "TCP" },
                    ],
                },
            },
        ]);
    });

    it("can have another name than the workload", async () => {
        const args = { workload: app, component: "frontend", serviceName: "app-admin", ports: [] };
        const [made] = (await inputs(() => service("admin", args, {}))) as [{ metadata: object; spec: object }];
        assert.deepEqual(made.metadata, {
            ...METADATA,
            name: "app-admin",
            annotations: { "pulumi.com/skipAwait": "true" },
        });
        assert.deepEqual(made.spec, { type: "ClusterIP", selector: { app: "app" }, ports: [] });
    });

    it("names the pods of a StatefulSet, ready or not, where it is headless", async () => {
        const args = { workload: app, component: "frontend", serviceName: "app-pods", ports: [], headless: true };
        const [headless] = (await inputs(() => service("app-pods", args, {}))) as { metadata: object; spec: object }[];
        assert.deepEqual(headless?.spec, {
            type: "ClusterIP",
            clusterIP: "None",
            publishNotReadyAddresses: true,
            selector: { app: "app" },
            ports: [],
        });
    });
});

describe("serviceAccount", () => {
    it("mounts no token", async () => {
        assert.deepEqual(await inputs(() => serviceAccount("app-account", app, "frontend", {})), [
            { apiVersion: "v1", kind: "ServiceAccount", metadata: METADATA, automountServiceAccountToken: false },
        ]);
    });
});

describe("disruptionBudget", () => {
    it("gives up one replica at a time, and broken ones always", async () => {
        assert.deepEqual(await inputs(() => disruptionBudget("app-budget", app, "frontend", {})), [
            {
                apiVersion: "policy/v1",
                kind: "PodDisruptionBudget",
                metadata: METADATA,
                spec: {
                    maxUnavailable: 1,
                    selector: { matchLabels: { app: "app" } },
                    unhealthyPodEvictionPolicy: "AlwaysAllow",
                },
            },
        ]);
    });
});
