import type { Config } from "../config";
import type { Quota } from "./network/namespace";
import { TLS_PROXY_RESOURCES } from "./app/tls-proxy";
import { quantity } from "../kubernetes/quantity";
import type { Resources } from "./workload/resources";

/** Pods of one kind, as many as there are at the worst moment. */
interface Demand {
    readonly pods: number;
    /** Of each container. */
    readonly containers: readonly Pick<Resources, "cpu" | "memory">[];
}

/**
 * For what has no setting: keepers of stores, the courier, jobs, solvers of certificate challenges, probes of `npm run
 * verify`, and somebody who has to look at something.
 */
const ROOM = { cpu: 2, memory: 2 * 2 ** 30, pods: 20 };

/** What the pods of the identity half may ask for together. */
export function identityQuota({ kratos, postgres }: Config): Quota {
    return quota([{ pods: rolledOut(kratos.replicas), containers: [kratos.resources] }, ...stores(postgres)]);
}

/** What the pods of the application half may ask for together. */
export function applicationQuota({ kato, mongodb, redis, qdrant }: Config): Quota {
    const { resources, replicas, tls } = kato;
    const server = {
        pods: rolledOut(replicas.max),
        containers: [resources, ...(tls.enabled ? [TLS_PROXY_RESOURCES] : [])],
    };
    const retention = { pods: 1, containers: [resources] };
    return quota([server, retention, ...stores(mongodb, redis, qdrant)]);
}

/** What the pods of the ingress controller may ask for together. */
export function edgeQuota({ resources, replicas }: Extract<Config["edge"]["controller"], { mode: "install" }>): Quota {
    return { ...quota([{ pods: rolledOut(replicas.max), containers: [resources] }]), exposed: true };
}

/** During a rollout the old pods still end their last requests while the new ones are there, and one more is starting. */
function rolledOut(replicas: number): number {
    return 2 * replicas + 1;
}

function stores(
    ...all: readonly (Config["postgres"] | Config["mongodb"] | Config["redis"] | Config["qdrant"])[]
): Demand[] {
    return all.flatMap((store) => (store.mode === "external" ? [] : [{ pods: 1, containers: [store.resources] }]));
}

/** Whole cores and gibibytes, so that a small change of a setting rarely changes it. */
function quota(demands: readonly Demand[]): Quota {
    const sum = (of: (container: Demand["containers"][number]) => number): number =>
        demands.flatMap(({ pods, containers }) => containers.map((each) => pods * of(each))).reduce(add, 0);
    return {
        cpu: `${Math.ceil(sum(({ cpu }) => quantity(cpu.request)) + ROOM.cpu)}`,
        memory: `${Math.ceil((sum(({ memory }) => quantity(memory)) + ROOM.memory) / 2 ** 30)}Gi`,
        pods: demands.map(({ pods }) => pods).reduce(add, 0) + ROOM.pods,
    };
}

function add(one: number, other: number): number {
    return one + other;
}
