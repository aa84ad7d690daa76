import type * as apps from "@pulumi/kubernetes/apps/v1";
import type { types } from "@pulumi/kubernetes";
import { selector, type Workload } from "./identity";
import { labels } from "./labels";

export interface DeploymentSpecArgs {
    readonly workload: Workload;
    readonly component: string;
    readonly version: string;
    /** @default none: an autoscaler owns the number */
    readonly replicas?: number;
    /** What happens to the old pods during a rollout: they serve until the new ones do, or make way first. @default keepServing */
    readonly rollout?: "keepServing" | "oneAtATime";
    readonly template: types.input.core.v1.PodTemplateSpec;
}

/** Arguments of a workload's Deployment. */
export function deploymentArgs(args: DeploymentSpecArgs): apps.DeploymentArgs {
    const { workload, component, version, replicas, rollout, template } = args;
    return {
        metadata: { name: workload.name, namespace: workload.namespace, labels: labels(workload, component, version) },
        spec: {
            replicas,
            // The Secrets of older revisions are gone, so there is nothing to roll back to with kubectl.
            revisionHistoryLimit: 1,
            selector: { matchLabels: selector(workload) },
            strategy:
                rollout === "oneAtATime"
                    ? { type: "Recreate" }
                    : { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } },
            template,
        },
    };
}
