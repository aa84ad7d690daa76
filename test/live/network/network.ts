import { CoreV1Api, type KubeConfig, type V1Pod } from "@kubernetes/client-node";
import { setTimeout as delay } from "node:timers/promises";
import type { Matrix } from "../../cluster/reachability/matrix";
import { parsePorts } from "../../cluster/reachability/ports";
import { plainPod } from "../../cluster/support/pods";
import { API_PORT, LINK } from "../cluster/layout";
import { inNode } from "../cluster/node";
import { PAUSE_IMAGE } from "../cluster/node-agents";
import { namespaceOf, namespacesOf } from "./expected";
import { Script } from "./script";

/** By which the pods that are made for the trial are found again. */
const LABEL = "kato-live-trial";
/** The node has the addresses outside the cluster, on a device that it has anyway. */
const DEVICE = "lo";

/** What the matrix calls the API server. */
const API = "kubernetes-api";
/** From how many pods connections are tried at the same time. */
const AT_A_TIME = 6;

type Target = readonly [address: string, port: number, protocol: "TCP" | "UDP"];

interface PodParty {
    /** `<namespace>/<name>` in the matrix. */
    readonly who: string;
    readonly address: string;
    readonly script: Script;
}

/** Every party of a matrix in the cluster, each able to listen and to connect. */
export class Network {
    /** How many connections the last comparison was about, and how many of them were made. */
    tried = 0;
    open = 0;

    private constructor(
        private readonly core: CoreV1Api,
        private readonly matrix: Matrix,
        private readonly pods: readonly PodParty[],
        private readonly machines: readonly Machine[],
        private readonly node: Script,
        private readonly outside: readonly string[],
    ) {}

    /** Makes pods for those of the matrix that the stack does not run all the time, and for strangers. */
    static async start(kubeConfig: KubeConfig, matrix: Matrix): Promise<Network> {
        const core = kubeConfig.makeApiClient(CoreV1Api);
        await makeMissing(core, matrix, await runningPods(core));
        const running = await runningPods(core);
        const ports = portsOf(matrix);
        const pods = [...running].map(([who, pod]) => ({
            who,
            address: pod.status?.podIP ?? "",
            script: new Script("party", { containerId: containerOf(pod) }, { addresses: ["0.0.0.0"], ports }),
        }));
        const machines = machinesOf(matrix);
        const addresses = machines.filter(({ who }) => who !== API).map(({ address }) => address);
        addresses.forEach((address) => inNode("ip", "address", "add", `${address}/32`, "dev", DEVICE));
        const node = new Script("party", "node", { addresses, ports });
        return new Network(core, matrix, pods, machines, node, addresses);
    }

    async stop(): Promise<void> {
        [this.node, ...this.pods.map(({ script }) => script)].forEach((script) => script.stop());
        this.outside.forEach((address) => inNode("ip", "address", "delete", `${address}/32`, "dev", DEVICE));
        const labelSelector = LABEL;
        for (const { metadata } of (await this.core.listPodForAllNamespaces({ labelSelector })).items) {
            const { name = "", namespace = "" } = metadata ?? {};
            await this.core.deleteNamespacedPod({ name, namespace, gracePeriodSeconds: 0 });
        }
        for (const { metadata } of (await this.core.listNamespace({ labelSelector })).items) {
            await this.core.deleteNamespace({ name: metadata?.name ?? "" });
        }
    }

    /**
     * Tries every cell.
     *
     * @param from Of one party alone. @default of all
     * @returns those that are not as the matrix says, one line each
     */
    async differences(from?: string): Promise<string[]> {
        this.tried = 0;
        this.open = 0;
        const left = this.pods.filter(({ who }) => from === undefined || who === from);
        const lines: string[] = [];
        const worker = async (): Promise<void> => {
            for (let next = left.pop(); next !== undefined; next = left.pop()) {
                lines.push(...(await this.#differencesFrom(next)));
            }
        };
        await Promise.all(Array.from({ length: AT_A_TIME }, worker));
        return lines;
    }

    async #differencesFrom(from: PodParty): Promise<string[]> {
        const ports = portsOf(this.matrix);
        const ours = namespacesOf(this.matrix);
        const inside = ours.includes(namespaceOf(from.who));
        // Between two strangers nothing is promised.
        const pods = this.pods.filter((to) => to !== from && (inside || ours.includes(namespaceOf(to.who))));
        const cells = [
            ...pods.map(({ who, address }) => ({ who, address, ports })),
            ...(inside ? this.machines : []).map(({ who, address, port }) => ({
                who,
                address,
                ports: port === undefined ? ports : [port],
            })),
        ].flatMap((to) => targetsAt(to.address, to.ports).map((target) => ({ who: to.who, target })));
        const answers = await from.script.ask<Target[]>(cells.map(({ target }) => target));
        const open = new Set(answers.map((target) => target.join()));
        this.tried += cells.length;
        this.open += open.size;
        return cells.flatMap(({ who, target }) => {
            const expected = this.#expected(from.who, who, target);
            const said = `${from.who} -> ${who} ${target[2]} ${target[1]}: the matrix says ${expected ? "open" : "closed"}`;
            return open.has(target.join()) === expected ? [] : [said];
        });
    }

    #expected(from: string, to: string, [, port, protocol]: Target): boolean {
        const row = this.matrix.open.find((each) => each.from === from && each.to === to);
        // The API server listens elsewhere here than in production.
        const wanted = to === API ? 443 : port;
        return parsePorts(row?.ports ?? "-").some(
            (range) => range.protocol === protocol && range.first <= wanted && wanted <= range.last,
        );
    }
}

interface Machine {
    readonly who: string;
    readonly address: string;
    /** The only one that is tried. @default all of the matrix */
    readonly port?: number;
}

/** The addresses of the matrix; the cluster knows no IPv6. */
function machinesOf({ machines }: Matrix): Machine[] {
    return machines
        .filter(({ address }) => !address.includes(":"))
        .map(({ name: who, address }) =>
            who === API ? { who, address: LINK.inside.address, port: API_PORT } : { who, address },
        );
}

/** Every port that the matrix names; the others are as closed as these are to those whom it does not let in. */
function portsOf({ open }: Matrix): number[] {
    const ports = open.flatMap((row) => parsePorts(row.ports)).flatMap(({ first, last }) => [first, last]);
    // And where Kratos is administered, which nobody may reach.
    return [...new Set([...ports, 4434])];
}

function targetsAt(address: string, ports: readonly number[]): Target[] {
    return [...ports.map((port): Target => [address, port, "TCP"]), [address, 53, "UDP"]];
}

/** One pod of each workload. */
async function runningPods(core: CoreV1Api): Promise<Map<string, V1Pod>> {
    const { items } = await core.listPodForAllNamespaces();
    const running = items.filter(
        ({ metadata, status }) => status?.phase === "Running" && metadata?.deletionTimestamp === undefined,
    );
    return new Map(running.map((pod) => [whose(pod), pod]));
}

function whose({ metadata }: V1Pod): string {
    const labels = metadata?.labels ?? {};
    const name = labels[LABEL] ?? labels["app"] ?? labels["k8s-app"] ?? labels["app.kubernetes.io/name"] ?? "";
    return `${metadata?.namespace ?? ""}/${name}`;
}

function containerOf({ status }: V1Pod): string {
    return status?.containerStatuses?.[0]?.containerID ?? "";
}

async function makeMissing(core: CoreV1Api, matrix: Matrix, running: ReadonlyMap<string, V1Pod>): Promise<void> {
    const labelled = [
        ...matrix.workloads.map((workload) => ({ workload, labels: { app: workload.split("/")[1] ?? "" } })),
        ...matrix.released,
        ...matrix.strangers,
    ].filter(({ workload }) => !running.has(workload));
    const existing = new Set((await core.listNamespace()).items.map(({ metadata }) => metadata?.name));
    for (const { workload, labels } of labelled) {
        const [namespace = "", name = ""] = workload.split("/");
        if (!existing.has(namespace)) {
            existing.add(namespace);
            await core.createNamespace({ body: { metadata: { name: namespace, labels: { [LABEL]: "" } } } });
            await untilThere(() => core.readNamespacedServiceAccount({ namespace, name: "default" }));
        }
        const resources = { requests: { cpu: "1m", memory: "4Mi" }, limits: { cpu: "50m", memory: "8Mi" } };
        const pod = plainPod({ namespace, name: `trial-${name}`, labels: { ...labels, [LABEL]: name }, resources });
        const [container] = (pod.spec as { containers: object[] }).containers;
        const spec = { ...(pod.spec as object), containers: [{ ...container, image: PAUSE_IMAGE }] };
        await core.createNamespacedPod({ namespace, body: { ...pod, spec } as unknown as V1Pod });
    }
    await untilThere(async () => {
        const { items } = await core.listPodForAllNamespaces({ labelSelector: LABEL });
        const missing = items.filter(({ status }) => status?.phase !== "Running");
        if (missing.length > 0) {
            throw new Error(`These do not run: ${missing.map(whose).join(", ")}`);
        }
    });
}

async function untilThere(look: () => Promise<unknown>): Promise<void> {
    const end = Date.now() + 180_000;
    for (;;) {
        try {
            await look();
            return;
        } catch (error) {
            if (Date.now() > end) {
                throw error;
            }
            await delay(500);
        }
    }
}
