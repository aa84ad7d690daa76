import { isDeepStrictEqual } from "node:util";
import { isFields } from "./objects";

/** Whether a value that nobody sent is the server's or a controller's; `beside` is what was sent around it. */
type Test = (value: unknown, beside: Readonly<Record<string, unknown>>) => boolean;

const any: Test = () => true;
const is =
    (...values: readonly unknown[]): Test =>
    (value) =>
        values.some((one) => isDeepStrictEqual(one, value));
/** The server's default or a part of it: later versions fill in more. */
const within =
    (whole: unknown): Test =>
    (value) =>
        isPart(value, whole);
const same =
    (field: string): Test =>
    (value, beside) =>
        value === beside[field];

/** Of every object. What controllers write about their own work, by its prefix. */
const annotations = /^(deployment|pv|volume|volume\.beta|batch)\.kubernetes\.io\//;

/** What `kubectl rollout restart` leaves (docs/adr/0011), and kubectl's own note of what it sent. */
const kubectl = ["kubectl.kubernetes.io/restartedAt", "kubectl.kubernetes.io/last-applied-configuration"];

/** Of a pod's template. */
const template: Readonly<Record<string, Test>> = {
    "metadata.creationTimestamp": any,
    "spec.dnsPolicy": is("ClusterFirst"),
    "spec.restartPolicy": is("Always"),
    "spec.schedulerName": is("default-scheduler"),
    "spec.securityContext": is({}),
    // The old name of serviceAccountName.
    "spec.serviceAccount": same("serviceAccountName"),
    "spec.terminationGracePeriodSeconds": is(30),
    "spec.containers[].imagePullPolicy": any,
    "spec.containers[].resources": is({}),
    "spec.containers[].terminationMessagePath": is("/dev/termination-log"),
    "spec.containers[].terminationMessagePolicy": is("File"),
    "spec.containers[].ports[].protocol": is("TCP"),
    "spec.containers[].env[].valueFrom.fieldRef.apiVersion": is("v1"),
    "spec.containers[].env[].valueFrom.resourceFieldRef.divisor": is("0"),
    "spec.containers[].probe.failureThreshold": is(3),
    "spec.containers[].probe.periodSeconds": is(10),
    "spec.containers[].probe.successThreshold": is(1),
    "spec.containers[].probe.timeoutSeconds": is(1),
    "spec.containers[].probe.grpc.service": is(""),
    "spec.containers[].probe.httpGet.path": is("/"),
    "spec.containers[].probe.httpGet.scheme": is("HTTP"),
    "spec.containers[].lifecycle.preStop.httpGet.scheme": is("HTTP"),
    "spec.volumes[].configMap.defaultMode": is(420),
    "spec.volumes[].downwardAPI.defaultMode": is(420),
    "spec.volumes[].downwardAPI.items[].fieldRef.apiVersion": is("v1"),
    "spec.volumes[].emptyDir": is({}),
    "spec.volumes[].projected.defaultMode": is(420),
    "spec.volumes[].projected.sources[].serviceAccountToken.expirationSeconds": is(3600),
    "spec.volumes[].projected.sources[].downwardAPI.items[].fieldRef.apiVersion": is("v1"),
    "spec.volumes[].secret.defaultMode": is(420),
};

const job: Readonly<Record<string, Test>> = {
    backoffLimit: is(6),
    completionMode: is("NonIndexed"),
    completions: is(1),
    manualSelector: is(false),
    parallelism: is(1),
    podReplacementPolicy: is("TerminatingOrFailed"),
    selector: any,
    suspend: is(false),
};

/** The server's labels on a Job's pods. */
const jobLabels = /^template\.metadata\.labels\.((batch\.kubernetes\.io\/)?(controller-uid|job-name))$/;

const kinds: Readonly<Record<string, Readonly<Record<string, Test>>>> = {
    CronJob: {
        "spec.concurrencyPolicy": is("Allow"),
        "spec.failedJobsHistoryLimit": is(1),
        "spec.successfulJobsHistoryLimit": is(3),
        "spec.suspend": is(false),
        "spec.jobTemplate.metadata": is({}, { creationTimestamp: null }),
        "spec.jobTemplate.metadata.creationTimestamp": any,
    },
    Deployment: {
        "spec.progressDeadlineSeconds": is(600),
        // Where none are sent, an autoscaler decides.
        "spec.replicas": any,
        "spec.revisionHistoryLimit": is(10),
        "spec.strategy": within({ type: "RollingUpdate", rollingUpdate: { maxSurge: "25%", maxUnavailable: "25%" } }),
        "spec.strategy.rollingUpdate": within({ maxSurge: "25%", maxUnavailable: "25%" }),
        "spec.strategy.rollingUpdate.maxSurge": is("25%"),
        "spec.strategy.rollingUpdate.maxUnavailable": is("25%"),
        "spec.strategy.type": is("RollingUpdate"),
    },
    Namespace: {
        spec: is({ finalizers: ["kubernetes"] }),
        "metadata.labels.kubernetes.io/metadata.name": any,
    },
    NetworkPolicy: {
        "spec.egress[].ports[].protocol": is("TCP"),
        "spec.ingress[].ports[].protocol": is("TCP"),
    },
    PersistentVolumeClaim: {
        "spec.storageClassName": any,
        "spec.volumeMode": is("Filesystem"),
        "spec.volumeName": any,
    },
    RoleBinding: { "subjects[].apiGroup": is("", "rbac.authorization.k8s.io") },
    ClusterRoleBinding: { "subjects[].apiGroup": is("", "rbac.authorization.k8s.io") },
    Secret: { type: is("Opaque") },
    Service: {
        "spec.allocateLoadBalancerNodePorts": is(true),
        "spec.clusterIP": any,
        "spec.clusterIPs": any,
        "spec.externalTrafficPolicy": is("Cluster"),
        "spec.healthCheckNodePort": any,
        "spec.internalTrafficPolicy": is("Cluster"),
        "spec.ipFamilies": any,
        "spec.ipFamilyPolicy": any,
        // The AWS Load Balancer Controller's webhook says so of the Services that are its own.
        "spec.loadBalancerClass": is("service.k8s.aws/nlb"),
        "spec.ports[].nodePort": any,
        "spec.ports[].protocol": is("TCP"),
        "spec.ports[].targetPort": same("port"),
        "spec.sessionAffinity": is("None"),
        "spec.type": is("ClusterIP"),
    },
    // Tokens and registry logins that OpenShift and older clusters make for every account.
    ServiceAccount: { imagePullSecrets: any, secrets: any },
    StatefulSet: {
        "spec.persistentVolumeClaimRetentionPolicy": is({ whenDeleted: "Retain", whenScaled: "Retain" }),
        "spec.podManagementPolicy": is("OrderedReady"),
        "spec.replicas": is(1),
        "spec.revisionHistoryLimit": is(10),
        "spec.serviceName": is(""),
        "spec.updateStrategy": within({ type: "RollingUpdate", rollingUpdate: { partition: 0, maxUnavailable: 1 } }),
        "spec.updateStrategy.rollingUpdate": within({ partition: 0, maxUnavailable: 1 }),
        "spec.updateStrategy.type": is("RollingUpdate"),
    },
    StorageClass: { reclaimPolicy: is("Delete"), volumeBindingMode: is("Immediate") },
};

/**
 * Whether a field that nobody sent is there because the API server fills it in, with just that value, or because it is a
 * controller's. test/cluster/drift.test.ts shows it of every kind on a real API server.
 *
 * @param pattern dotted, `[]` for any item of a list
 * @see https://kubernetes.io/docs/reference/kubernetes-api/
 */
export function isServersOwn(
    kind: string,
    pattern: string,
    value: unknown,
    beside: Readonly<Record<string, unknown>>,
): boolean {
    const annotation = /(^|\.)metadata\.annotations\.(.+)$/.exec(pattern)?.[2];
    if (annotation !== undefined) {
        return annotations.test(annotation) || kubectl.includes(annotation);
    }
    const inJob = kind === "Job" ? /^spec\.(.*)$/ : kind === "CronJob" ? /^spec\.jobTemplate\.spec\.(.*)$/ : undefined;
    const ofJob = inJob?.exec(pattern)?.[1];
    if (ofJob !== undefined && (jobLabels.test(ofJob) || job[ofJob]?.(value, beside) === true)) {
        return true;
    }
    const inTemplate = /^spec\.(?:jobTemplate\.spec\.)?template\.(.*)$/.exec(pattern)?.[1];
    const test =
        inTemplate === undefined
            ? kinds[kind]?.[pattern]
            : template[
                  inTemplate
                      .replace(/^spec\.initContainers/, "spec.containers")
                      .replace(/\.(liveness|readiness|startup)Probe\./, ".probe.")
              ];
    return test?.(value, beside) === true;
}

function isPart(value: unknown, whole: unknown): boolean {
    return isFields(value) && isFields(whole)
        ? Object.entries(value).every(([key, item]) => isPart(item, whole[key]))
        : isDeepStrictEqual(value, whole);
}
