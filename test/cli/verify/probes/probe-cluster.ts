import { duplexPair } from "node:stream";
import type { Cluster, Manifest } from "../../../../cli/verify/cluster/cluster";

/**
 * Stands for a cluster's kubelets and network: pods that it is given "run" at once, and print what the probe script would
 * print if exactly the stated addresses were open. Servers have addresses that read `name.namespace`.
 */
export class ProbeCluster implements Omit<Cluster, "secret" | "secretsOf"> {
    readonly objects = new Map<string, Manifest>();
    /** Why pods stay pending. @default they run */
    pending: string | undefined;
    /** A namespace that takes no pod. @default none */
    refused: string | undefined;
    /** Whether probes end without a word. @default false */
    mute = false;
    readonly #tried = new Map<string, readonly string[]>();

    /**
     * @param open addresses that probes reach; `listener` is the run's own
     * @param dead a server that does not listen
     */
    constructor(
        private readonly open: readonly string[],
        private readonly dead?: string,
    ) {}

    /** What the probe of that purpose in a namespace has tried, in order. */
    tried(namespace: string, purpose: string): readonly string[] {
        return this.#tried.get(`${namespace}/kato-platform-verify-1a2b-${purpose}`) ?? [];
    }

    readonly pods: Cluster["pods"] = (namespace, labels) => {
        const name = labels["app"] ?? labels["k8s-app"] ?? "";
        return Promise.resolve([{ namespace, name, address: `${name}.${namespace}`, ready: true, ports: {} }]);
    };

    readonly serviceAddress: Cluster["serviceAddress"] = (namespace, name) =>
        namespace === "default" && name === "kubernetes"
            ? Promise.resolve("10.96.0.1")
            : Promise.reject(new Error("?"));

    readonly forward: Cluster["forward"] = ({ name }) => {
        const [ours, theirs] = duplexPair();
        // As with a real one, it is heard of later.
        theirs.once("data", () => {
            if (name === this.dead) {
                ours.destroy(new Error("connection refused"));
            } else {
                theirs.end();
            }
        });
        return Promise.resolve(ours);
    };

    readonly create: Cluster["create"] = (manifest) => {
        const { namespace, name } = manifest.metadata;
        if (namespace !== undefined && namespace === this.refused) {
            return Promise.reject(new Error("exceeded quota"));
        }
        this.objects.set(`${namespace ?? ""}/${name}`, manifest);
        return Promise.resolve();
    };

    readonly remove: Cluster["remove"] = ({ metadata: { namespace, name } }) => {
        this.objects.delete(`${namespace ?? ""}/${name}`);
        return Promise.resolve();
    };

    readonly phase: Cluster["phase"] = (_namespace, name) => {
        const phase = this.pending !== undefined ? "Pending" : name.endsWith("-listener") ? "Running" : "Succeeded";
        return Promise.resolve({ phase, because: this.pending ?? "" });
    };

    readonly address: Cluster["address"] = (namespace, name) => Promise.resolve(`${name}.${namespace}`);

    readonly log: Cluster["log"] = ({ namespace, name }) => {
        const path = `${namespace}/${name}`;
        const { containers } = this.objects.get(path)?.spec as { containers: { command: string[] }[] };
        const targets = containers[0]?.command.slice(4) ?? [];
        this.#tried.set(path, targets);
        const isOpen = (target: string): boolean =>
            this.open.includes(target) ||
            // Only the foreign namespace lets anything out.
            (target.includes("-listener.") && namespace.startsWith("kato-platform") && this.open.includes("listener"));
        return Promise.resolve(
            this.mute ? "" : targets.map((target) => `${isOpen(target) ? "open" : "closed"} ${target}`).join("\n"),
        );
    };
}
