import { Redis } from "../../../components/data/redis/redis";
import type { PodSpec } from "../../support/pods";
import { generated, record } from "../../support/record";

export interface Generations {
    readonly login: number;
    readonly internal: number;
}

export interface Container {
    readonly name: string;
    readonly command: readonly string[];
    readonly env?: readonly { readonly name: string; readonly value: string }[];
    readonly volumeMounts: readonly { readonly name: string; readonly mountPath: string }[];
    readonly [probe: string]: unknown;
}

export interface Volume {
    readonly name: string;
    readonly secret?: { readonly secretName: string; readonly items: readonly { key: string; path: string }[] };
    readonly configMap?: unknown;
}

/** What the component hands to the cluster, as far as a pod is made of it. */
export interface Manifests {
    readonly containers: readonly Container[];
    readonly volumes: readonly Volume[];
    readonly config: Readonly<Record<string, string>>;
    /** The Secret `redis-kb-users`, decoded. */
    readonly users: Readonly<Record<string, string>>;
}

/** The manifests of `redis-kb`, with passwords that `passwordOf` tells. */
export async function manifests(memory: string, generations: Generations): Promise<Manifests> {
    const recording = await record(() => {
        new Redis("redis-kb", {
            server: {
                mode: "standalone",
                namespace: "kato",
                production: false,
                storage: "1Gi",
                resources: { cpu: { request: "50m", limit: "1" }, memory },
                issuer: { kind: "ClusterIssuer", name: "internal-ca" },
                clients: "connection-table",
                generations,
            },
        });
    });
    const set = recording.one("kubernetes:apps/v1:StatefulSet::redis-kb").inputs["spec"];
    const { containers, volumes } = (set as { template: { spec: PodSpec } }).template.spec;
    const { data } = recording.one("kubernetes:core/v1:Secret::redis-kb-users").inputs;
    const encoded = (data as { "a secret": Record<string, string> })["a secret"];
    const decoded = Object.entries(encoded).map(([key, text]) => [key, Buffer.from(text, "base64").toString()]);
    return {
        containers: containers as unknown as readonly Container[],
        volumes: volumes as readonly Volume[],
        config: recording.one("kubernetes:core/v1:ConfigMap::redis-kb").inputs["data"] as Record<string, string>,
        users: Object.fromEntries(decoded) as Record<string, string>,
    };
}

/** What a user's password is in these manifests. */
export function passwordOf(user: "kato_user" | "probe" | "keeper" | "operator", generation: number): string {
    return generated(`redis-kb-${user === "kato_user" ? "login" : user}-g${generation}`, 43);
}
