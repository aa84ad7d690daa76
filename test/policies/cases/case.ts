import type { PolicyResource } from "../../../kubernetes/resource";

/** A change to the compliant container or pod: maps are merged, `undefined` removes, anything else replaces. */
export type Change = Readonly<Record<string, unknown>>;

/** An input of a rule, and for one that violates it the path of the field that is named. */
export interface Case {
    readonly what: string;
    /** Changes each container in turn: of every list, in every kind. */
    readonly container?: Change;
    /** Changes the pod's spec, in every kind. */
    readonly pod?: Change;
    /** Changes the pod's metadata, in every kind. */
    readonly metadata?: Change;
    /** Stands alone instead. */
    readonly resources?: readonly PolicyResource[];
    /** Field in the container, in the pod or, for `resources`, in the object. Needed where the case violates the rule. */
    readonly at?: string;
    /** Lists that the rule leaves out. @default none */
    readonly notIn?: readonly string[];
    /** Kinds that the rule is about, for a case that is placed in each of them, e.g. `Deployment`. @default all */
    readonly onlyIn?: readonly string[];
    /** Judged as outside production. @default false: as in production, where rules ask more */
    readonly development?: boolean;
    /** Judged as about to be deployed. @default false: as in a preview */
    readonly deploys?: boolean;
}

/** Cases of one rule; the first of `fails` and the first of `passes` are its examples in docs/policies.md. */
export interface RuleCases {
    readonly rule: string;
    readonly fails: readonly [Case, ...Case[]];
    readonly passes: readonly [Case, ...Case[]];
    /** What looks like a violation and is none. */
    readonly nearMisses: readonly Case[];
}

/** Cases, by rule, that join those of its own list: the same demand of another controller. */
export type MoreCases = Readonly<
    Record<string, { readonly fails: readonly Case[]; readonly nearMisses: readonly Case[] }>
>;

const PROBE = { httpGet: { path: "/health", port: 8080 } };

/** A container that satisfies every rule. */
export const CONTAINER = {
    name: "app",
    image: `ghcr.io/your-org/app:1.2.3@sha256:${"0".repeat(64)}`,
    securityContext: {
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ["ALL"] },
    },
    resources: { requests: { cpu: "100m", memory: "64Mi" }, limits: { cpu: "500m", memory: "64Mi" } },
    readinessProbe: PROBE,
    livenessProbe: PROBE,
};

/** A pod's spec that satisfies every rule, but for its containers. */
export const POD_SPEC = {
    serviceAccountName: "app",
    automountServiceAccountToken: false,
    securityContext: { runAsNonRoot: true, runAsUser: 65532, seccompProfile: { type: "RuntimeDefault" } },
};

/** The labels of an object and of its pods. */
export const LABELS = {
    "app.kubernetes.io/name": "app",
    "app.kubernetes.io/part-of": "shop",
    "app.kubernetes.io/managed-by": "pulumi",
};

/**
 * An object of a kind that describes a pod, `shop/<kind>/app`. It satisfies every rule if its pod does.
 *
 * @param path where it has its pod
 * @param pod changes a pod without a spec
 */
export function withPod(type: string, path: readonly string[], pod: Change): PolicyResource {
    const kind = type.slice(type.lastIndexOf(":") + 1);
    const base = {
        metadata: {
            name: "app",
            namespace: "shop",
            // A pod brings its own.
            ...(path.length === 0 ? {} : { labels: LABELS }),
            ...(OWNED.includes(kind) ? { ownerReferences } : {}),
        },
        ...(SELECTING.includes(kind) ? { spec: { selector: { matchLabels: LABELS } } } : {}),
    };
    const whole = { ...pod, metadata: changed({ labels: LABELS }, (pod["metadata"] ?? {}) as Change) };
    const nested = path.reduceRight<Change>((inner, key) => ({ [key]: inner }), whole);
    return { type, name: "app", props: changed(base, nested) };
}

/** Kinds that a controller makes. */
const OWNED = ["Pod", "ReplicaSet", "ReplicationController"];
const ownerReferences = [{ apiVersion: "apps/v1", kind: "Deployment", name: "app", controller: true }];
const SELECTING = ["Deployment", "StatefulSet", "DaemonSet", "ReplicaSet"];

export function changed(base: Change, change: Change): Record<string, unknown> {
    const merged = Object.entries(change).map(([key, value]) => {
        const before = base[key];
        return [key, isMap(before) && isMap(value) ? changed(before, value) : value] as const;
    });
    const all = { ...base, ...Object.fromEntries(merged) };
    return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
}

function isMap(value: unknown): value is Record<string, unknown> {
    return typeof value === "object" && value !== null && !Array.isArray(value);
}
