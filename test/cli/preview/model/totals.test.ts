import assert from "node:assert/strict";
import type { KubernetesObject } from "../../../../cli/preview/model/objects";
import { totals } from "../../../../cli/preview/model/totals";
import type { Json } from "../../../../kubernetes/json";

function object(kind: string, name: string, spec: Json): KubernetesObject {
    const id = `shop/${kind}/${name}`;
    return { urn: id, id, namespace: "shop", kind, name, manifest: id, body: { spec } };
}

function container(cpu: Json, memory: Json, extra: Record<string, Json> = {}): Json {
    return { resources: { requests: { cpu, memory } }, ...extra };
}

function pod(...containers: Json[]): { [key: string]: Json } {
    return { template: { spec: { containers } } };
}

const MI = 1024 ** 2;
const GI = 1024 ** 3;

describe("totals", () => {
    it("count every container of every replica", () => {
        const app = object("Deployment", "app", {
            replicas: 3,
            ...pod(container("100m", "64Mi"), container("50m", "32Mi")),
        });
        assert.deepEqual(totals([app]), { cpu: 0.45, memory: 288 * MI, storage: 0 });
    });

    it("take one replica where none are stated, and an autoscaler's minimum where it owns them", () => {
        const spec = pod(container("100m", "64Mi"));
        const scaler = object("HorizontalPodAutoscaler", "app", {
            minReplicas: 4,
            scaleTargetRef: { kind: "Deployment", name: "app" },
        });
        assert.equal(totals([object("Deployment", "app", spec)]).cpu, 0.1);
        assert.equal(totals([object("Deployment", "app", spec), scaler]).cpu, 0.4);
        assert.equal(totals([object("Deployment", "other", spec), scaler]).cpu, 0.1);
    });

    it("count an init container only where it needs more than the rest, and a sidecar always", () => {
        const initContainers = (...list: Json[]) => ({
            template: { spec: { containers: [container("100m", "64Mi")], initContainers: list } },
        });
        assert.equal(totals([object("Deployment", "a", initContainers(container("50m", "32Mi")))]).cpu, 0.1);
        assert.equal(totals([object("Deployment", "a", initContainers(container("300m", "32Mi")))]).cpu, 0.3);
        const sidecar = container("50m", "32Mi", { restartPolicy: "Always" });
        assert.equal(totals([object("StatefulSet", "a", initContainers(sidecar))]).cpu, 0.15);
    });

    it("count an init container together with the sidecars before it", () => {
        const sidecar = container("50m", "32Mi", { restartPolicy: "Always" });
        const withInit = (...list: Json[]) =>
            object("Deployment", "a", {
                template: { spec: { containers: [container("100m", "64Mi")], initContainers: list } },
            });
        assert.equal(totals([withInit(sidecar, container("300m", "32Mi"))]).cpu, 0.35);
        assert.equal(totals([withInit(container("300m", "32Mi"), sidecar)]).cpu, 0.3);
    });

    it("take a limit where there is no request, as Kubernetes does", () => {
        const limited = { resources: { limits: { cpu: "1", memory: "1Gi" } } };
        assert.deepEqual(totals([object("Pod", "a", { containers: [limited] })]), { cpu: 1, memory: GI, storage: 0 });
    });

    it("take what is no quantity as nothing", () => {
        const pods = object("Pod", "a", { containers: [container("much", "[computed]"), container("1", 1024)] });
        assert.deepEqual(totals([pods]), { cpu: 1, memory: 1024, storage: 0 });
    });

    it("leave out Jobs, which end", () => {
        assert.equal(totals([object("Job", "a", pod(container("1", "1Gi")))]).cpu, 0);
    });

    it("add up claims, those of StatefulSets per replica", () => {
        const claim = { resources: { requests: { storage: "10Gi" } } };
        const set = object("StatefulSet", "a", { replicas: 2, ...pod(), volumeClaimTemplates: [{ spec: claim }] });
        assert.equal(totals([object("PersistentVolumeClaim", "b", claim), set]).storage, 30 * GI);
    });
});
