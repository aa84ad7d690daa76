import * as core from "@pulumi/kubernetes/core/v1";
import type { types } from "@pulumi/kubernetes";
import type { ComponentResourceOptions } from "@pulumi/pulumi";
import { Component, transformed, type Transform } from "../workload/component";
import { platformLabels } from "../workload/labels";
import { dataProtection } from "../workload/protection";
import { DEFAULT_DENY, networkPolicy } from "./policies";

/** The most that all pods of a namespace may ask for together. */
export interface Quota {
    /** Cores, as a Kubernetes quantity. */
    readonly cpu: string;
    /** Memory, as a Kubernetes quantity. */
    readonly memory: string;
    readonly pods: number;
    /** Whether a Service may open it to the outside. @default false */
    readonly exposed?: boolean;
}

export interface NamespaceArgs {
    readonly quota: Quota;
    /** Whether it holds data and must not be deleted. @default false */
    readonly protect?: boolean;
    /** Further labels, by which controllers of the cluster treat its pods. @default none */
    readonly labels?: Readonly<Record<string, string>>;
    readonly transform?: {
        readonly namespace?: Transform<core.NamespaceArgs>;
        readonly quota?: Transform<core.ResourceQuotaArgs>;
        readonly limitRange?: Transform<core.LimitRangeArgs>;
    };
}

/**
 * A namespace that admits only restricted pods, bounds what they use and denies all their traffic until the connection
 * table permits it (security guide, "Deny All Traffic by Default").
 */
export class Namespace extends Component {
    readonly namespace: string;

    constructor(name: string, args: NamespaceArgs, opts?: ComponentResourceOptions) {
        super("kato:network:Namespace", name, opts);
        this.namespace = name;
        const namespace = new core.Namespace(
            name,
            transformed<core.NamespaceArgs>(
                { metadata: { name, labels: { ...platformLabels(), ...args.labels, ...podSecurityLabels() } } },
                args.transform?.namespace,
            ),
            this.child(dataProtection(args.protect ?? false)),
        );
        const inside = this.child({ dependsOn: namespace });
        networkPolicy(`${name}-${DEFAULT_DENY.name}`, DEFAULT_DENY, name, inside);
        new core.ResourceQuota(
            `${name}-quota`,
            transformed<core.ResourceQuotaArgs>(
                {
                    metadata: { name: "quota", namespace: name, labels: platformLabels() },
                    spec: { hard: hardLimits(args.quota) },
                },
                args.transform?.quota,
            ),
            inside,
        );
        new core.LimitRange(
            `${name}-limits`,
            transformed<core.LimitRangeArgs>(
                {
                    metadata: { name: "limits", namespace: name, labels: platformLabels() },
                    spec: { limits: [containerDefaults()] },
                },
                args.transform?.limitRange,
            ),
            inside,
        );
        this.registerOutputs({ namespace: name });
    }
}

/** Refused, recorded and warned about alike, by the newest definition of "restricted" that the cluster knows. */
function podSecurityLabels(): Record<string, string> {
    return Object.fromEntries(
        ["enforce", "audit", "warn"].flatMap((mode) => [
            [`pod-security.kubernetes.io/${mode}`, "restricted"],
            [`pod-security.kubernetes.io/${mode}-version`, "latest"],
        ]),
    );
}

function hardLimits(quota: Quota): Record<string, string> {
    return {
        "requests.cpu": quota.cpu,
        "requests.memory": quota.memory,
        "limits.memory": quota.memory,
        pods: `${quota.pods}`,
        // Only the edge opens a way in: one Service with a port for each of http and https.
        "services.loadbalancers": quota.exposed === true ? "1" : "0",
        "services.nodeports": quota.exposed === true ? "2" : "0",
    };
}

/** For containers that say nothing, which ours never do: a quota would refuse them outright. */
function containerDefaults(): types.input.core.v1.LimitRangeItem {
    return {
        type: "Container",
        defaultRequest: { cpu: "10m", memory: "64Mi" },
        default: { cpu: "250m", memory: "128Mi" },
    };
}
