import type * as apps from "@pulumi/kubernetes/apps/v1";
import type { types } from "@pulumi/kubernetes";
import { selector, type Workload } from "./identity";
import { labels } from "./labels";
import { podsService } from "./service";

export interface StatefulSetSpecArgs {
    readonly workload: Workload;
    readonly component: string;
    readonly template: types.input.core.v1.PodTemplateSpec;
}

/** Arguments of the StatefulSet of a store with one pod. Its volume is a claim of its own, see `dataClaim`. */
export function statefulSetArgs({ workload, component, template }: StatefulSetSpecArgs): apps.StatefulSetArgs {
    return {
        metadata: { name: workload.name, namespace: workload.namespace, labels: labels(workload, component) },
        spec: {
            replicas: 1,
            serviceName: podsService(workload),
            selector: { matchLabels: selector(workload) },
            // With the default, a pod that never becomes ready is not replaced by a corrected one.
            podManagementPolicy: "Parallel",
            template,
        },
    };
}
