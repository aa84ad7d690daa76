import type { Cleanup } from "../cleanup";
import type { Cluster, Manifest } from "../cluster/cluster";
import { foreignNamespace, LISTENER_PORT, listenerPod, PROBE_IMAGE, probePod, runName } from "./manifests";

type Needed = Pick<Cluster, "create" | "remove" | "phase" | "address" | "log">;

/** How often a pod is looked at before it is given up: with a pause of two seconds this is two minutes. */
const LOOKS = 60;

/** The short-lived pods of a run. */
export class Probes {
    /** A namespace of the run's own, outside the platform. */
    readonly foreign: string;
    readonly #listener: () => Promise<string>;
    readonly #foreignMade: () => Promise<void>;

    /**
     * @param pause between one look at a pod and the next, two seconds
     * @param image @default from where it is published
     */
    constructor(
        private readonly cluster: Needed,
        private readonly cleanup: Cleanup,
        private readonly run: string,
        private readonly pause: () => Promise<void>,
        private readonly image: string = PROBE_IMAGE,
    ) {
        this.foreign = runName(run);
        this.#foreignMade = once(() => this.#create(foreignNamespace(run)));
        this.#listener = once(() => this.#startListener());
    }

    /** `HOST:PORT` of a pod in the foreign namespace that accepts connections from everywhere. */
    async listener(): Promise<string> {
        return await this.#listener();
    }

    /**
     * Tries connections from a pod in a namespace, labelled as none of its workloads.
     *
     * @param purpose part of the pod's name
     * @param targets `HOST:PORT` each
     * @returns those that were open
     * @throws Error if the pod does not run, or does not say
     */
    async open(namespace: string, purpose: string, targets: readonly string[]): Promise<ReadonlySet<string>> {
        if (namespace === this.foreign) {
            await this.#foreignMade();
        }
        const manifest = probePod(namespace, this.run, purpose, targets, this.image);
        await this.#create(manifest);
        const { name } = manifest.metadata;
        await this.#until(namespace, name, async () => {
            const { phase } = await this.cluster.phase(namespace, name);
            if (phase === "Failed") {
                throw new Error(`the pod ${namespace}/${name} failed`);
            }
            return phase === "Succeeded" || undefined;
        });
        const lines = new Set((await this.cluster.log({ namespace, name })).split("\n").map((line) => line.trim()));
        const silent = targets.find((target) => !lines.has(`open ${target}`) && !lines.has(`closed ${target}`));
        if (silent !== undefined) {
            throw new Error(`the pod ${namespace}/${name} does not say what came of ${silent}`);
        }
        return new Set(targets.filter((target) => lines.has(`open ${target}`)));
    }

    async #startListener(): Promise<string> {
        await this.#foreignMade();
        const manifest = listenerPod(this.foreign, this.run, this.image);
        await this.#create(manifest);
        const { name } = manifest.metadata;
        const address = await this.#until(this.foreign, name, async () => {
            const { phase } = await this.cluster.phase(this.foreign, name);
            return phase === "Running" ? await this.cluster.address(this.foreign, name) : undefined;
        });
        return hostPort(address, LISTENER_PORT);
    }

    async #until<T>(namespace: string, name: string, ask: () => Promise<T | undefined>): Promise<T> {
        for (let look = 0; look < LOOKS; look++) {
            const answer = await ask();
            if (answer !== undefined) {
                return answer;
            }
            await this.pause();
        }
        const { phase, because } = await this.cluster.phase(namespace, name);
        throw new Error(`the pod ${namespace}/${name} is ${phase}${because === "" ? "" : `: ${because}`}`);
    }

    async #create(manifest: Manifest): Promise<void> {
        const { kind, metadata } = manifest;
        const path = [metadata.namespace, metadata.name].filter((part) => part !== undefined).join("/");
        const namespaced = metadata.namespace === undefined ? "" : `--namespace ${metadata.namespace} `;
        const byHand = `kubectl ${namespaced}delete ${kind.toLowerCase()} ${metadata.name}`;
        this.cleanup.add(`${kind.toLowerCase()} ${path}`, byHand, () => this.cluster.remove(manifest));
        await this.cluster.create(manifest);
    }
}

export function hostPort(host: string, port: number): string {
    return `${host}:${port}`;
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
    let made: Promise<T> | undefined;
    return () => (made ??= make());
}
