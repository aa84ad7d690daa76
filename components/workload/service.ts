import * as core from "@pulumi/kubernetes/core/v1";
import * as policy from "@pulumi/kubernetes/policy/v1";
import type { CustomResourceOptions } from "@pulumi/pulumi";
import { selector, type Workload } from "./identity";
import { labels } from "./labels";

export interface ServicePort {
    readonly name: string;
    readonly port: number;
    /** Name or number of the container's port. @default `name` */
    readonly targetPort?: string | number;
}

export interface ServiceArgs {
    readonly workload: Workload;
    readonly component: string;
    /** Name of the Service. @default the workload's */
    readonly serviceName?: string;
    readonly ports: readonly ServicePort[];
    /** Whether it gives each pod a name, ready or not, instead of standing in front of all that are ready. @default false */
    readonly headless?: boolean;
}

/** A Service of a workload's pods, inside the cluster. */
export function service(name: string, args: ServiceArgs, opts: CustomResourceOptions): core.Service {
    return new core.Service(
        name,
        {
            metadata: {
                name: args.serviceName ?? args.workload.name,
                namespace: args.workload.namespace,
                labels: labels(args.workload, args.component),
                // Pods that are not there yet (a first replica waiting for its database) must not stop the deployment.
                annotations: { "pulumi.com/skipAwait": "true" },
            },
            spec: {
                type: "ClusterIP",
                ...(args.headless === true ? { clusterIP: "None", publishNotReadyAddresses: true } : {}),
                selector: selector(args.workload),
                ports: args.ports.map((port) => ({
                    name: port.name,
                    port: port.port,
                    targetPort: port.targetPort ?? port.name,
                    protocol: "TCP",
                })),
            },
        },
        opts,
    );
}

/** Name of the headless Service that a StatefulSet asks for; clients use the one with the workload's own name. */
export function podsService(of: Workload): string {
    return `${of.name}-pods`;
}

/** The workload's own ServiceAccount, which no pod gets a token of. */
export function serviceAccount(
    name: string,
    of: Workload,
    component: string,
    opts: CustomResourceOptions,
): core.ServiceAccount {
    return new core.ServiceAccount(
        name,
        {
            metadata: { name: of.name, namespace: of.namespace, labels: labels(of, component) },
            automountServiceAccountToken: false,
        },
        opts,
    );
}

/** At most one replica at a time is taken by a node drain. Only for workloads with two or more. */
export function disruptionBudget(
    name: string,
    of: Workload,
    component: string,
    opts: CustomResourceOptions,
): policy.PodDisruptionBudget {
    return new policy.PodDisruptionBudget(
        name,
        {
            metadata: { name: of.name, namespace: of.namespace, labels: labels(of, component) },
            spec: {
                maxUnavailable: 1,
                selector: { matchLabels: selector(of) },
                // A replica that is already broken must not block the drain of its node.
                unhealthyPodEvictionPolicy: "AlwaysAllow",
            },
        },
        opts,
    );
}
