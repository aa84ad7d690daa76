import type { Config } from "../config";
import type { Quota } from "./network/namespace";
import { quantity } from "./workload/quantity";
import type { Resources } from "./workload/resources";

/** Pods of one kind, as many as there are at the worst moment. */
interface Demand {
    readonly pods: number;
    readonly resources: Pick<Resources, "cpu" | "memory">;
}

/**
 * For what has no setting: keepers and other sidecars, the courier, jobs, solvers of certificate challenges, probes of `npm run
 * verify`, and somebody who has to look at something.
 */
const ROOM = { cpu: 2, memory: 2 * 2 ** 30, pods: 20 };

/** What the pods of the identity half may ask for together. */
export function identityQuota({ kratos, postgres }: Config): Quota {
    return quota([{ pods: rolledOut(kratos.replicas), resources: kratos.resources }, ...stores(postgres)]);
}

/** What the pods of the application half may ask for together. */
export function applicationQuota({ kato, mongodb, redis, qdrant }: Config): Quota {
    const { resources, replicas } = kato;
    // The nightly deletion of old data is one more.
    return quota([{ pods: rolledOut(replicas.max) + 1, resources }, ...stores(mongodb, redis, qdrant)]);
}

/** What the pods of the ingress controller may ask for together. */
export function edgeQuota({ resources, replicas }: Extract<Config["edge"]["controller"], { mode: "install" }>): Quota {
    return { ...quota([{ pods: rolledOut(replicas.max), resources }]), exposed: true };
}

/** During a rollout the old pods still end their last requests while the new ones are there, and one more is starting. */
function rolledOut(replicas: number): number {
    return 2 * replicas + 1;
}

function stores(
    ...all: readonly (Config["postgres"] | Config["mongodb"] | Config["redis"] | Config["qdrant"])[]
): Demand[] {
    return all.flatMap((store) => (store.mode === "external" ? [] : [{ pods: 1, resources: store.resources }]));
}

/** Whole cores and gibibytes, so that a small change of a setting rarely changes it. */
function quota(demands: readonly Demand[]): Quota {
    const sum = (of: (demand: Demand) => number): number =>
        demands.reduce((total, demand) => total + demand.pods * of(demand), 0);
    return {
        cpu: `${Math.ceil(sum(({ resources }) => quantity(resources.cpu.request)) + ROOM.cpu)}`,
        memory: `${Math.ceil((sum(({ resources }) => quantity(resources.memory)) + ROOM.memory) / 2 ** 30)}Gi`,
        pods: sum(() => 1) + ROOM.pods,
    };
}
