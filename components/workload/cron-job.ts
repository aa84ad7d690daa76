import type * as batch from "@pulumi/kubernetes/batch/v1";
import type { types } from "@pulumi/kubernetes";
import type { Workload } from "./identity";
import { labels } from "./labels";

export interface CronJobSpecArgs {
    readonly workload: Workload;
    readonly component: string;
    readonly version: string;
    /** Five fields as cron has them, in the time zone of the controller manager, mostly UTC. */
    readonly schedule: string;
    /** Whether it never runs. @default left out */
    readonly suspend?: boolean;
    /** How long one run may take, in seconds. */
    readonly activeDeadlineSeconds: number;
    readonly template: types.input.core.v1.PodTemplateSpec;
}

/** Arguments of a workload's CronJob: never two runs at once, and one that was missed is made up for within the hour. */
export function cronJobArgs(args: CronJobSpecArgs): batch.CronJobArgs {
    const { workload, component, version, schedule, suspend, activeDeadlineSeconds, template } = args;
    const { name, namespace } = workload;
    return {
        metadata: { name, namespace, labels: labels(workload, component, version) },
        spec: {
            schedule,
            suspend,
            concurrencyPolicy: "Forbid",
            startingDeadlineSeconds: 3600,
            successfulJobsHistoryLimit: 1,
            failedJobsHistoryLimit: 3,
            jobTemplate: { spec: { backoffLimit: 2, activeDeadlineSeconds, template } },
        },
    };
}
