import { EDGE } from "../../edge";
import { isRecord } from "../../../../kubernetes/field";
import { type Chart, image, isUser, oneOf, requires, resources, restricted } from "./chart";
import { FREE_ENTRIES, nginxConfig } from "./nginx-config";

/** `/auth` is allowed five requests a minute, and no pod can have less than one of them. */
const MOST_PODS = 5;

const VOLUME_TYPES = ["configMap", "downwardAPI", "emptyDir", "name", "projected", "secret"];

function isFewPods(value: unknown): boolean {
    return value === undefined || (typeof value === "number" && value <= MOST_PODS);
}

/** The F5 NGINX Ingress Controller. */
export const nginxIngress: Chart = {
    name: "nginxIngress",
    lowest: [2, 6, 4],
    namespace: "nginx-ingress",
    required: [
        oneOf("controller.podSecurityContext.runAsNonRoot", [true], 'Pod Security "restricted"'),
        requires(
            "controller.podSecurityContext.runAsUser",
            isUser,
            ["a user other than 0", "101"],
            'Pod Security "restricted"',
        ),
        oneOf("controller.podSecurityContext.seccompProfile.type", ["RuntimeDefault"], 'Pod Security "restricted"'),
        oneOf("controller.readOnlyRootFilesystem", [true], "makes the chart mount volumes where nginx writes"),
        ...restricted("controller.securityContext", ["NET_BIND_SERVICE"]),
        ...restricted("controller.initContainerSecurityContext", []),
        ...resources("controller.resources"),
        ...resources("controller.initContainerResources"),
        requires(
            "controller.watchNamespace",
            (value) => typeof value === "string" && /^[a-z0-9-]+(?:,[a-z0-9-]+)*$/.test(value),
            ["names of namespaces", "nginx-ingress,kato,kratos"],
            "otherwise whoever may write a route in any namespace is served",
        ),
        requires(
            "controller.watchSecretNamespace",
            (value, { namespace }) => value === namespace,
            ["its own namespace", "nginx-ingress"],
            "otherwise it may read the Secrets of others, in the end all of them",
        ),
        oneOf("controller.enableSnippets", [false], "whoever writes a route would write nginx' configuration"),
        oneOf("controller.nginxStatus.enable", [false], "it asks nobody who they are"),
        oneOf("controller.telemetryReporting.enable", [false], "it tells its maker about the cluster"),
        oneOf("controller.ingressClass.setAsDefaultIngress", [false], "routes that name no class would become public"),
        oneOf("controller.reportIngressStatus.enable", [true], "routes would not say at which address they are served"),
        requires(
            "controller.reportIngressStatus.externalService",
            (value) => typeof value === "string" && value !== "",
            ["the controller's Service", "nginx-ingress-controller"],
            "its address is what the routes say",
        ),
        oneOf("controller.readyStatus.enable", [true], "a pod without its configuration must not be sent requests"),
        requires(
            "controller.volumes",
            (value) => Array.isArray(value) && value.every(isHarmlessVolume),
            ["Secrets, ConfigMaps and the like", "as in components/edge/nginx/controller.ts"],
            'Pod Security "restricted"',
        ),
        requires(
            "controller.volumeMounts",
            (value) => Array.isArray(value) && value.some(isAuthority),
            ["/etc/internal-authority, read-only", "as in components/edge/nginx/controller.ts"],
            "TLS backends are verified by what is there",
        ),
        requires("controller.replicaCount", isFewPods, [`${MOST_PODS} at most`, "2"], "each pod counts by itself"),
        requires(
            "controller.autoscaling.maxReplicas",
            isFewPods,
            [`${MOST_PODS} at most`, `${MOST_PODS}`],
            "each pod counts by itself",
        ),
        oneOf("controller.service.create", [false], "the Service is ours: components/edge has it, and rules see it"),
        ...image("controller.image"),
        ...nginxConfig,
        oneOf("controller.serviceAccount.name", [EDGE.account], "no other account may read the Secrets there"),
        oneOf(
            "rbac.create",
            [false],
            "its ClusterRole reads every Secret in the cluster, and its binding stays without it; components/edge has narrow ones",
        ),
        oneOf("prometheus.create", [false], "nothing collects them"),
    ],
    free: [
        ...FREE_ENTRIES,
        ...[
            "affinity",
            "annotations",
            "autoscaling",
            "enableCertManager",
            "enableSSLDynamicReload",
            "ingressClass.create",
            "ingressClass.name",
            "initContainerResources",
            "lifecycle",
            "logFormat",
            "logLevel",
            "minReadySeconds",
            "nodeSelector",
            "pod.annotations",
            "pod.extraLabels",
            "podDisruptionBudget",
            "podSecurityContext.fsGroup",
            "priorityClassName",
            "readyStatus",
            "resources",
            "securityContext.runAsGroup",
            "strategy",
            "terminationGracePeriodSeconds",
            "tolerations",
            "topologySpreadConstraints",
        ].map((key) => `controller.${key}`),
    ],
};

function isHarmlessVolume(volume: unknown): boolean {
    return isRecord(volume) && Object.keys(volume).every((key) => VOLUME_TYPES.includes(key));
}

function isAuthority(mount: unknown): boolean {
    return isRecord(mount) && mount["mountPath"] === "/etc/internal-authority" && mount["readOnly"] === true;
}
