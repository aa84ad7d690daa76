import type { Place } from "../places";
import { becomes, both, markedSecret, named, removed, rows, text, valued } from "../row";

/** Made up; it has to look like one. */
const LITERAL = "Zebra-crossing-17"; // pragma: allowlist secret

/** Fields of pods, in every kind that describes one. */
export const podFields = [
    // Pod Security: what stands there …
    ...rows("pod", [
        [
            "spec.containers[].securityContext.allowPrivilegeEscalation",
            "pss-privilege-escalation",
            both(removed, becomes(true)),
        ],
        ["spec.containers[].securityContext.capabilities.drop[]", "pss-capabilities", both(removed, becomes("CHOWN"))],
        ["spec.containers[].securityContext.privileged", "pss-privileged", becomes(true)],
        ["spec.containers[].securityContext.runAsNonRoot", "pss-run-as-non-root", becomes(false)],
        ["spec.containers[].securityContext.seccompProfile.type", "pss-seccomp", becomes("Unconfined")],
        ["spec.securityContext.runAsNonRoot", "pss-run-as-non-root", becomes(false)],
        ["spec.containers[].securityContext.runAsUser", "pss-run-as-user", becomes(0)],
        ["spec.securityContext.runAsUser", "pss-run-as-user", becomes(0)],
        ["spec.securityContext.seccompProfile.type", "pss-seccomp", becomes("Unconfined")],
        ["spec.volumes[]", "pss-volume-types", becomes({ name: "a", hostPath: { path: "/" } }, { name: "a", nfs: {} })],
    ]),
    // … and what must not come.
    ...rows("pod", [
        ["spec.+hostNetwork", "pss-host-namespaces", becomes(true)],
        ["spec.+hostPID", "pss-host-namespaces", becomes(true)],
        ["spec.+hostIPC", "pss-host-namespaces", becomes(true)],
        ["spec.containers[].ports[].+hostPort", "pss-host-ports", becomes(8080)],
        ["spec.containers[].livenessProbe.httpGet.+host", "pss-probe-hosts", becomes("169.254.169.254")],
        ["spec.containers[].readinessProbe.tcpSocket.+host", "pss-probe-hosts", becomes("10.0.0.1")],
        [
            "spec.containers[].securityContext.capabilities.+add",
            "pss-capabilities",
            becomes(["SYS_ADMIN"], ["NET_RAW"]),
        ],
        ["spec.containers[].securityContext.+procMount", "pss-proc-mount", becomes("Unmasked")],
        ["spec.containers[].securityContext.+runAsUser", "pss-run-as-user", becomes(0)],
        ["spec.containers[].securityContext.+seLinuxOptions", "pss-selinux", becomes({ type: "spc_t" })],
        ["spec.containers[].securityContext.+appArmorProfile", "pss-apparmor", becomes({ type: "Unconfined" })],
        [
            "spec.containers[].securityContext.+windowsOptions",
            "pss-windows-host-process",
            becomes({ hostProcess: true }),
        ],
        ["spec.+nodeName", "node-name", becomes("control-plane-1")],
        ["spec.+tolerations", "tolerations", becomes([{ operator: "Exists" }])],
        ["spec.+priorityClassName", "system-priority", becomes("system-node-critical")],
        ["spec.securityContext.fsGroup", "root-group", becomes(0)],
        ["spec.securityContext.runAsGroup", "root-group", becomes(0)],
        ["spec.securityContext.+supplementalGroups", "root-group", becomes([0])],
        [
            "spec.securityContext.+sysctls",
            "sysctl-values",
            becomes([{ name: "net.ipv4.tcp_syncookies", value: "1+kernel.core_pattern=x" }]),
        ],
        ["spec.securityContext.+sysctls", "pss-sysctls", becomes([{ name: "kernel.msgmax", value: "1" }])],
        ["spec.securityContext.+seLinuxOptions", "pss-selinux", becomes({ user: "root" })],
        ["spec.securityContext.+appArmorProfile", "pss-apparmor", becomes({ type: "Unconfined" })],
        ["spec.securityContext.+windowsOptions", "pss-windows-host-process", becomes({ hostProcess: true })],
    ]),
    // What the standard leaves to others.
    ...rows("pod", [
        [
            "spec.containers[].securityContext.readOnlyRootFilesystem",
            "read-only-root-filesystem",
            both(removed, becomes(false)),
        ],
        ["spec.containers[].securityContext", "read-only-root-filesystem", removed],
        ["spec.containers[].resources", "resources-required", removed],
        ["spec.containers[].resources.limits.cpu", "resources-required", both(removed, becomes("0"))],
        ["spec.containers[].resources.limits.memory", "resources-required", both(removed, becomes("0"))],
        ["spec.containers[].resources.requests.cpu", "resources-required", both(removed, becomes("0"))],
        ["spec.containers[].resources.requests.memory", "resources-required", both(removed, becomes("0"))],
        ["spec.automountServiceAccountToken", "service-account-token", both(removed, becomes(true))],
        ["spec.serviceAccountName", "service-account-name", both(removed, becomes("default"))],
        ["spec.containers[].livenessProbe", "probes-required", removed],
        ["spec.containers[].readinessProbe", "probes-required", removed],
        ["spec.containers[].lifecycle", "drains-before-stop", both(removed, becomes({})), isRolledOut],
        ["spec.containers[].image", "image-tag", becomes("docker.io/oryd/kratos", "docker.io/oryd/kratos:latest")],
        ["spec.containers[].image", "image-registry", becomes("registry.attacker.example/oryd/kratos:v26.2.0")],
        ["metadata.labels.app", "workload-selector", both(removed, becomes("other")), isSelected],
        ["spec.topologySpreadConstraints", "topology-spread", removed],
        ['metadata.labels["app.kubernetes.io/name"]', "recommended-labels", removed],
        ['metadata.labels["app.kubernetes.io/part-of"]', "recommended-labels", removed],
        ["spec.hostAliases[].ip", "metadata-service", becomes("169.254.169.254")],
    ]),
    // Secrets where everybody reads them.
    ...rows("pod", [
        ["spec.containers[].env[].value", "secret-literal", becomes("-----BEGIN PRIVATE KEY-----", "db://u:p4ss@h/d")],
        ["spec.containers[].env[].value", "secret-placement", markedSecret],
        ["spec.containers[].+env", "secret-literal", becomes([{ name: "DB_PASSWORD", value: LITERAL }])],
        ["spec.containers[].args[]", "secret-literal", becomes(`--password=${LITERAL}`)],
        ["spec.volumes[].secret.items[].key", "kratos-secrets", becomes("secrets.json"), valued("courier.json")],
        ["spec.containers[].args[]", "kratos-logins", text(/\/(courier|migration)\.json$/, "/database.json")],
        ["spec.containers[].command[]", "secret-literal", becomes(`--password=${LITERAL}`)],
        ["metadata.+annotations", "secret-literal", becomes({ "example.com/token": LITERAL })],
        ["spec.containers[].+env", "cors-origin", becomes([{ name: "CORS_ORIGINS", value: "*" }])],
        [
            "spec.containers[].+env",
            "database-url-tls",
            becomes([{ name: "REDIS_URL", value: "redis://redis-kb.kato.svc:6379" }]),
        ],
    ]),
];

/** A store with one pod has nobody to leave its requests to. */
function isRolledOut({ resource }: Place): boolean {
    return resource.type.endsWith(":Deployment");
}

/** A Job makes its own selector. */
function isSelected({ resource }: Place): boolean {
    return resource.type.startsWith("kubernetes:apps/");
}

/** What holds pods, or is about those that do. */
export const workloadFields = [
    ...rows("Deployment.apps", [
        ["spec.selector.matchLabels.app", "workload-selector", both(removed, becomes("other"))],
        ["spec.replicas", "replicas", becomes(1, 0), named("kratos")],
        ['metadata.labels["app.kubernetes.io/name"]', "recommended-labels", removed],
    ]),
    ...rows("StatefulSet.apps", [
        ["spec.selector.matchLabels.app", "workload-selector", both(removed, becomes("other"))],
        ['metadata.labels["app.kubernetes.io/name"]', "recommended-labels", removed],
    ]),
    ...rows("CronJob.batch", [
        ['metadata.labels["app.kubernetes.io/name"]', "recommended-labels", removed],
        ["spec.suspend", "data-retention", becomes(true)],
    ]),
    ...rows("pod", [["spec.containers[].env[].value", "data-retention", becomes("91", "3650", ""), valued("90")]]),
    ...rows("Job.batch", [['metadata.labels["app.kubernetes.io/name"]', "recommended-labels", removed]]),
    ...rows("HorizontalPodAutoscaler.autoscaling", [
        ["spec.minReplicas", "replicas", both(removed, becomes(1))],
        ["spec.scaleTargetRef.name", "selector-matches", becomes("nothing")],
        ["spec.scaleTargetRef.kind", "selector-matches", becomes("StatefulSet")],
    ]),
    ...rows("PodDisruptionBudget.policy", [
        ["", "disruption-budget", removed],
        ["spec.maxUnavailable", "disruption-budget", becomes(0, "0%")],
        ["spec.selector.matchLabels.app", "selector-matches", becomes("nothing")],
    ]),
    ...rows("ServiceAccount", [
        ["automountServiceAccountToken", "service-account-token", both(removed, becomes(true))],
    ]),
    ...rows("Service", [["spec.selector.app", "selector-matches", becomes("nothing")]]),
];
