import { setTimeout as delay } from "node:timers/promises";
import type { ApiClient } from "./api";
import { admitted } from "./apply";
import { describeObject, type KubernetesObject, type PodSpec } from "./objects";
import { controllersIn, jobOf, plainPod, podsOf } from "./pods";

/** What the controllers of a real cluster do, as far as admission depends on it. Here no controller runs. */

/** The namespaces that objects are in and that the cluster has already, because something else made them. */
export async function makeSurroundings(api: ApiClient, objects: readonly KubernetesObject[]): Promise<void> {
    const made = new Set(objects.filter(({ kind }) => kind === "Namespace").map(({ metadata }) => metadata.name));
    const used = new Set(objects.flatMap(({ metadata }) => metadata.namespace ?? []));
    for (const name of used) {
        if (!made.has(name)) {
            await api.create({ apiVersion: "v1", kind: "Namespace", metadata: { name } });
        }
    }
}

/** The ServiceAccount of pods that name none: a controller makes it in every namespace. */
export async function makeDefaultAccounts(api: ApiClient): Promise<void> {
    for (const { metadata } of await api.list("v1", "Namespace")) {
        await makeAccount(api, metadata.name, "default");
    }
}

/** A ServiceAccount that nobody has given anything. */
export async function makeAccount(api: ApiClient, namespace: string, name: string): Promise<KubernetesObject> {
    return (await api.create({ apiVersion: "v1", kind: "ServiceAccount", metadata: { name, namespace } })).body;
}

/**
 * Puts the quotas in force. The server counts against a quota only once its status says what the limits and the usage
 * are, and that first status comes from a controller.
 *
 * @throws Error when a quota or a LimitRange is not enforced
 */
export async function enforceLimits(api: ApiClient): Promise<void> {
    for (const quota of await api.list("v1", "ResourceQuota")) {
        const { hard } = quota.spec as { hard: Record<string, string> };
        const used = Object.fromEntries(Object.keys(hard).map((name) => [name, "0"]));
        await api.setStatus(quota, { hard, used });
        await eventually(`${describeObject(quota)} refuses what exceeds it`, () => refusesExcess(api, quota));
    }
    for (const range of await api.list("v1", "LimitRange")) {
        await eventually(`${describeObject(range)} gives limits to a container without`, () => givesLimits(api, range));
    }
}

async function refusesExcess(api: ApiClient, quota: KubernetesObject): Promise<boolean> {
    const amount = { cpu: "10k", memory: "1Pi" };
    const pod = plainPod({ ...probe(quota), resources: { requests: amount, limits: amount } });
    const { problems } = await admitted(pod, () => api.create(pod, { dryRun: true }));
    return problems.some((text) => text.includes(`exceeded quota: ${quota.metadata.name}`));
}

async function givesLimits(api: ApiClient, range: KubernetesObject): Promise<boolean> {
    const pod = plainPod(probe(range));
    const { live } = await admitted(pod, () => api.create(pod, { dryRun: true }));
    const { containers } = (live?.spec ?? { containers: [] }) as PodSpec;
    return containers.some(({ resources }) => Object.keys(resources?.limits ?? {}).length > 0);
}

function probe({ metadata }: KubernetesObject): { namespace: string; name: string; labels: Record<string, string> } {
    return { namespace: metadata.namespace ?? "", name: "probe", labels: {} };
}

/** Waits: the server learns of a changed object through a watch, a moment after the change. */
export async function eventually(what: string, condition: () => Promise<boolean>): Promise<void> {
    const end = Date.now() + 20_000;
    while (!(await condition())) {
        if (Date.now() > end) {
            throw new Error(`Not so within 20 seconds: ${what}.`);
        }
        await delay(100);
    }
}

export interface PodsMade {
    readonly pods: readonly KubernetesObject[];
    /** Refusals and warnings, each with the Pod's or Job's name. */
    readonly problems: readonly string[];
}

/**
 * Makes all Pods that the controllers would make of the objects, at the most that may exist at one time.
 *
 * @param objects as the server has them
 */
export async function makePods(api: ApiClient, objects: readonly KubernetesObject[]): Promise<PodsMade> {
    const problems: string[] = [];
    const pods: KubernetesObject[] = [];
    const scalers = objects.filter(({ kind }) => kind === "HorizontalPodAutoscaler");
    const make = async (object: KubernetesObject): Promise<KubernetesObject | undefined> => {
        const { live, problems: found } = await admitted(object, () => api.create(object));
        problems.push(...found);
        return live;
    };
    for (const controller of controllersIn(objects)) {
        const maker = controller.kind === "CronJob" ? await make(jobOf(controller)) : controller;
        for (const pod of maker === undefined ? [] : podsOf(maker, scalers)) {
            const live = await make(pod);
            pods.push(...(live === undefined ? [] : [live]));
        }
    }
    return { pods, problems };
}
