import { AppsV1Api, CoreV1Api, type V1Pod } from "@kubernetes/client-node";
import { setTimeout as delay } from "node:timers/promises";
import { before, describe, it } from "mocha";
import { LINK } from "../cluster/layout";
import { Load } from "../network/load";
import { platform } from "../platform";

const KRATOS = { host: "localhost", path: "/health/alive" };
const KATO = { host: "kato.localhost", path: "/" };

describe("a rollout under load", () => {
    before(function () {
        if (!platform().ofParts) {
            // Requests come from networks of pods, and so from within the node.
            this.skip();
        }
    });

    it("of Kratos loses no request through the edge, and none from KATO's pod", async () => {
        const loads = [await throughTheEdge(KRATOS), await fromKatoToKratos()];
        await rollOut("kratos", "kratos");
        await Promise.all(loads.map((load) => load.allAnswered()));
    });

    it("of KATO loses no request through the edge", async () => {
        const load = await throughTheEdge(KATO);
        await rollOut("kato", "kato");
        await load.allAnswered();
    });

    it("of the edge loses no request", async () => {
        const loads = [await throughTheEdge(KRATOS), await throughTheEdge(KATO)];
        await rollOut("nginx-ingress", "nginx-ingress-controller");
        await Promise.all(loads.map((load) => load.allAnswered()));
    });
});

const core = (): CoreV1Api => platform().kubeConfig.makeApiClient(CoreV1Api);

async function throughTheEdge({ host, path }: { host: string; path: string }): Promise<Load> {
    const service = { name: "nginx-ingress-controller", namespace: "nginx-ingress" };
    const { spec } = await core().readNamespacedService(service);
    const port = spec?.ports?.find(({ name }) => name === "https")?.nodePort ?? 0;
    const ca = await authority();
    return new Load(`${host} through the edge`, "here", {
        host: LINK.inside.address,
        port,
        servername: host,
        path,
        ca,
    });
}

async function fromKatoToKratos(): Promise<Load> {
    const { items } = await core().listNamespacedPod({ namespace: "kato", labelSelector: "app=kato" });
    const containerId = items.find(isRunning)?.status?.containerStatuses?.[0]?.containerID ?? "";
    const { spec } = await core().readNamespacedService({ name: "kratos", namespace: "kratos" });
    const { path } = KRATOS;
    const target = {
        host: spec?.clusterIP ?? "",
        port: 4433,
        servername: "kratos.kratos.svc",
        path,
        ca: await authority(),
    };
    return new Load("Kratos from KATO's pod", { containerId }, target);
}

async function authority(): Promise<string> {
    const { data } = await core().readNamespacedSecret({ name: "kratos-tls", namespace: "kratos" });
    return Buffer.from(data?.["ca.crt"] ?? "", "base64").toString();
}

function isRunning({ metadata, status }: V1Pod): boolean {
    return status?.phase === "Running" && metadata?.deletionTimestamp === undefined;
}

/** As `kubectl rollout restart` does, twice, each time until the pods before are gone. */
async function rollOut(namespace: string, name: string): Promise<void> {
    const apps = platform().kubeConfig.makeApiClient(AppsV1Api);
    for (const round of ["first", "second"]) {
        await delay(3000);
        const annotations = { "kubectl.kubernetes.io/restartedAt": round };
        const path = "/spec/template/metadata/annotations";
        const { spec } = await apps.readNamespacedDeployment({ namespace, name });
        const value = { ...spec?.template.metadata?.annotations, ...annotations };
        await apps.patchNamespacedDeployment({ namespace, name, body: [{ op: "add", path, value }] });
        await settled(namespace, name);
    }
    await delay(3000);
}

async function settled(namespace: string, name: string): Promise<void> {
    const apps = platform().kubeConfig.makeApiClient(AppsV1Api);
    const end = Date.now() + 300_000;
    while (Date.now() < end) {
        await delay(1000);
        const { metadata, spec, status } = await apps.readNamespacedDeployment({ namespace, name });
        const labels = Object.entries(spec?.selector.matchLabels ?? {}).map((label) => label.join("="));
        const { items } = await core().listNamespacedPod({ namespace, labelSelector: labels.join(",") });
        const seen = status?.observedGeneration === metadata?.generation;
        if (seen && status?.updatedReplicas === spec?.replicas && items.length === spec?.replicas) {
            return;
        }
    }
    throw new Error(`${namespace}/${name} was not rolled out within 5 minutes.`);
}
