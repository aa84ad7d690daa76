import assert from "node:assert/strict";
import { Platform } from "../../components/platform";
import { quantity } from "../../kubernetes/quantity";
import { type Container, type PodTemplate, templateOf } from "../support/pods";
import { record, type Recorded, type Recording } from "../support/record";
import { stackConfig } from "../support/stack";

type Amounts = Readonly<Record<"cpu" | "memory" | "pods", number>>;

/** Stacks that a constant could not hold, and those that are shipped. */
const STACKS: readonly (readonly [title: string, stack: "dev" | "prod", changes: Record<string, unknown>])[] = [
    ["dev", "dev", {}],
    ["prod", "prod", {}],
    [
        "a large database",
        "dev",
        { postgres: { mode: "standalone", resources: { memory: "16Gi", cpu: { request: "8", limit: "8" } } } },
    ],
    [
        "sixty large pods of KATO",
        "dev",
        { kato: { image: "ghcr.io/karima/kato:3.0.0", replicas: { min: 3, max: 60 }, resources: { memory: "4Gi" } } },
    ],
    [
        "large stores",
        "dev",
        {
            mongodb: { mode: "standalone", resources: { memory: "64Gi" } },
            redis: { mode: "standalone", resources: { memory: "32Gi" } },
            qdrant: { mode: "standalone", resources: { memory: "128Gi", cpu: { request: "16", limit: "32" } } },
        },
    ],
];

describe("A namespace's quota", () => {
    for (const [title, stack, changes] of STACKS) {
        it(`holds all pods of ${title}, in the middle of a rollout, and not many times as much`, async () => {
            const recording = await record(() => new Platform("platform", { config: stackConfig(stack, changes) }));
            for (const namespace of ["kratos", "kato"]) {
                const { hard } = recording.one(`kubernetes:core/v1:ResourceQuota::${namespace}-quota`).inputs[
                    "spec"
                ] as {
                    hard: Record<string, string>;
                };
                const needed = demandOf(recording, namespace);
                for (const [name, amount, room] of [
                    ["requests.cpu", needed.cpu, 3],
                    ["requests.memory", needed.memory, 3 * 2 ** 30],
                    ["limits.memory", needed.memory, 3 * 2 ** 30],
                    ["pods", needed.pods, 20],
                ] as const) {
                    const allowed = quantity(String(hard[name]));
                    const text = `${namespace}: ${name} ${String(hard[name])}, needed ${amount}`;
                    assert.ok(allowed >= amount, text);
                    assert.ok(allowed <= 2 * amount + room, text);
                }
            }
        });
    }
});

/** Added up from what is rendered: every workload with one pod more than it has, and every job. */
function demandOf(recording: Recording, namespace: string): Amounts {
    return recording.resources
        .filter(({ inputs }) => (inputs["metadata"] as { namespace?: string } | undefined)?.namespace === namespace)
        .reduce<Amounts>(
            (total, resource) => {
                const template = templateOf(resource);
                const pods = template === undefined ? 0 : podsOf(recording, resource);
                const of = (name: "cpu" | "memory") => (template === undefined ? 0 : pods * podRequest(template, name));
                return { cpu: total.cpu + of("cpu"), memory: total.memory + of("memory"), pods: total.pods + pods };
            },
            { cpu: 0, memory: 0, pods: 0 },
        );
}

function podsOf(recording: Recording, { type, name, inputs }: Recorded): number {
    if (!type.endsWith(":Deployment")) return 1;
    const { replicas } = inputs["spec"] as { replicas?: number };
    const autoscaler = recording
        .ofType("kubernetes:autoscaling/v2:HorizontalPodAutoscaler")
        .find((each) => each.name === `${name}-autoscaler`)?.inputs["spec"] as { maxReplicas: number } | undefined;
    return (autoscaler?.maxReplicas ?? replicas ?? 1) + 1;
}

/** What the scheduler and a quota count: all that run together, or the largest that runs before them. */
function podRequest({ spec }: PodTemplate, name: "cpu" | "memory"): number {
    const of = ({ resources }: Container) =>
        quantity((resources as { requests: Record<string, string> }).requests[name] ?? "0");
    const [sidecars, before] = [true, false].map((runsOn) =>
        (spec.initContainers ?? []).filter(({ restartPolicy }) => (restartPolicy === "Always") === runsOn),
    ) as [Container[], Container[]];
    const together = [...spec.containers, ...sidecars].map(of).reduce((sum, amount) => sum + amount, 0);
    return Math.max(together, ...before.map(of));
}
