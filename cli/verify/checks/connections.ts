import { type Check, failed, ok, type Outcome } from "../check";
import { type Cluster, onePod } from "../cluster/cluster";
import { accepted } from "../net/converse";
import { hostPort, type Probes } from "../probes/probes";
import type { Promised } from "../promised";

type Args = Pick<Promised, "namespaces" | "stores" | "dns" | "katoTls">;
type Needed = Pick<Cluster, "pods" | "serviceAddress" | "forward">;

/** A server that nobody may reach who is not in the connection table. Written by hand, as the seeds state them. */
interface Server {
    readonly namespace: string;
    readonly app: string;
    readonly port: number;
    /** Store that it is part of. @default it is always in the cluster */
    readonly store?: keyof Promised["stores"];
    /** Whether it is there only where the edge reaches KATO by TLS. @default false */
    readonly katoTls?: boolean;
}

const servers: readonly Server[] = [
    // KATO itself, which only the proxy in its pod may reach, and that proxy.
    { namespace: "kato", app: "kato", port: 8000 },
    { namespace: "kato", app: "kato", port: 8443, katoTls: true },
    { namespace: "kato", app: "mongo-kb", port: 27017, store: "mongodb" },
    { namespace: "kato", app: "redis-kb", port: 6379, store: "redis" },
    { namespace: "kato", app: "qdrant-kb", port: 6333, store: "qdrant" },
    { namespace: "kato", app: "qdrant-kb", port: 6334, store: "qdrant" },
    { namespace: "kratos", app: "kratos", port: 4433 },
    { namespace: "kratos", app: "kratos", port: 4434 },
    { namespace: "kratos", app: "kratos-postgres", port: 5432, store: "postgres" },
];

const KATO = "kato";

/** The cloud's metadata service, which hands out the node's credentials. */
const METADATA = "169.254.169.254:80";
/** Somewhere on the internet. */
const INTERNET = "1.1.1.1:443";

/** An address with the name it has in the output. */
interface Target {
    readonly name: string;
    readonly address: string;
    /** Whether it is known to listen. @default false */
    readonly listens?: boolean;
}

/**
 * Connections that must be denied are denied (security guide, "Kubernetes Network Policies"). Pods of no workload try them
 * from each of the platform's namespaces, which nothing lets out, and from a foreign one, which nothing holds back: each
 * direction is thereby tried by itself. That the servers listen, and that a probe can connect at all, is proved first.
 */
export function connectionChecks(
    { namespaces, stores, dns, ...promised }: Args,
    cluster: Needed,
    probes: Probes,
): Check[] {
    const present = servers
        .filter(({ store }) => store === undefined || stores[store])
        .filter(({ katoTls = false }) => !katoTls || promised.katoTls);
    const attempts = new Attempts(cluster, probes, present, namespaces, dns);
    const look = (namespace: string): string =>
        `docs/network.md ("Does my cluster enforce this?"); npm run doctor; kubectl --namespace ${namespace} get networkpolicies`;
    return [
        {
            area: "connections",
            name: "permitted: within a foreign namespace",
            expects: "a probe reaches a pod of its own namespace; without that, a denied connection proves nothing",
            look: "kubectl get pods --all-namespaces --selector app.kubernetes.io/name=kato-platform-verify",
            run: async () => {
                await attempts.possible();
                return ok("open");
            },
        },
        {
            area: "connections",
            name: "denied: from a foreign namespace",
            expects: "closed: every store, KATO, both ports of Kratos",
            look: look("kato"),
            run: async () => judge(await attempts.fromOutside()),
        },
        ...namespaces.map((namespace): Check => ({
            area: "connections",
            name: `denied: from a pod of no workload in ${namespace}`,
            expects: "closed: every store, KATO, Kratos, DNS, the API server, the internet, other namespaces",
            look: look(namespace),
            run: async () => judge(await attempts.fromInside(namespace)),
        })),
        {
            area: "connections",
            name: "denied: metadata service from kato",
            expects: `closed: ${METADATA} hands out the credentials of the node`,
            look: look("kato"),
            run: async () => {
                const { open } = await attempts.fromInside(KATO);
                return judge({ targets: [{ name: "the metadata service", address: METADATA }], open });
            },
        },
    ];
}

/** What a probe has tried, and what of it was open. */
interface Attempt {
    readonly targets: readonly Target[];
    readonly open: ReadonlySet<string>;
}

/** Each attempt is made once, however many checks look at it. */
class Attempts {
    readonly #made = new Map<string, Promise<Attempt>>();
    #proof: Promise<void> | undefined;
    #servers: Promise<readonly Target[]> | undefined;

    constructor(
        private readonly cluster: Needed,
        private readonly probes: Probes,
        private readonly servers: readonly Server[],
        private readonly namespaces: readonly string[],
        private readonly dns: Promised["dns"],
    ) {}

    /**
     * Proves that probes can connect, and lets them all begin: each takes a quarter of a minute.
     *
     * @throws Error unless a connection that nothing forbids is open
     */
    possible(): Promise<void> {
        return (this.#proof ??= this.#prove().then(() => {
            const begun = [this.fromOutside(), ...this.namespaces.map((namespace) => this.fromInside(namespace))];
            // Whoever looks at one later hears of its failure.
            begun.forEach((attempt) => void attempt.catch(() => undefined));
        }));
    }

    fromOutside(): Promise<Attempt> {
        return this.#attempt(this.probes.foreign, () => this.#listening());
    }

    fromInside(namespace: string): Promise<Attempt> {
        return this.#attempt(namespace, async () => [
            ...(await this.#listening()),
            ...(await this.#clusterServices()),
            { name: "the metadata service", address: METADATA },
            { name: "the internet", address: INTERNET },
            { name: "a pod of a foreign namespace", address: await this.probes.listener() },
        ]);
    }

    #attempt(from: string, find: () => Promise<readonly Target[]>): Promise<Attempt> {
        const make = async (): Promise<Attempt> => {
            await this.possible();
            const targets = await find();
            const addresses = targets.map(({ address }) => address);
            return { targets, open: await this.probes.open(from, "denied", addresses) };
        };
        const made = this.#made.get(from) ?? make();
        this.#made.set(from, made);
        return made;
    }

    async #prove(): Promise<void> {
        const listener = await this.probes.listener();
        const open = await this.probes.open(this.probes.foreign, "control", [listener]);
        if (!open.has(listener)) {
            throw new Error("a probe does not even reach a pod of its own namespace, so nothing can be told");
        }
    }

    /** The servers' addresses, once each of them has accepted a connection from inside its own pod. */
    #listening(): Promise<readonly Target[]> {
        return (this.#servers ??= Promise.all(
            this.servers.map(async ({ namespace, app, port }) => {
                const pod = await onePod(this.cluster, namespace, { app });
                await accepted(await this.cluster.forward(pod, port));
                return { name: `${namespace}/${app}:${port}`, address: hostPort(pod.address, port), listens: true };
            }),
        ));
    }

    async #clusterServices(): Promise<readonly Target[]> {
        const { namespace, labels, ports } = this.dns;
        const [dns] = await this.cluster.pods(namespace, labels);
        return [
            ...(dns === undefined
                ? []
                : ports.map((port) => ({ name: "the cluster's DNS", address: hostPort(dns.address, port) }))),
            {
                name: "the API server",
                address: hostPort(await this.cluster.serviceAddress("default", "kubernetes"), 443),
            },
        ];
    }
}

function judge({ targets, open }: Attempt): Outcome {
    const reached = targets.filter(({ address }) => open.has(address)).map(({ name }) => name);
    if (reached.length === 0) {
        return ok(`${targets.length} tried, all closed`);
    }
    const listening = targets.filter(({ listens }) => listens === true);
    const everything = listening.length > 1 && listening.every(({ address }) => open.has(address));
    const why = everything
        ? "nothing is denied: this cluster's network plugin enforces no NetworkPolicies"
        : "a NetworkPolicy permits too much, or the network plugin enforces only a part";
    return failed(`open: ${reached.join(", ")} (${why})`);
}
