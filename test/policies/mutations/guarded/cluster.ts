import type { Place } from "../places";
import { becomes, both, named, removed, rows, text, valued } from "../row";

/** By which an AWS load balancer sends a client to one pod. */
const STICKY = 'metadata.annotations["service.beta.kubernetes.io/aws-load-balancer-target-group-attributes"]';

const ENFORCE = 'metadata.labels["pod-security.kubernetes.io/enforce"]';
const NAMESPACED = [
    "Certificate.cert-manager.io",
    "ConfigMap",
    "CronJob.batch",
    "Deployment.apps",
    "HorizontalPodAutoscaler.autoscaling",
    "Issuer.cert-manager.io",
    "Job.batch",
    "LimitRange",
    "NetworkPolicy.networking.k8s.io",
    "PersistentVolumeClaim",
    "PodDisruptionBudget.policy",
    "Policy.k8s.nginx.org",
    "ResourceQuota",
    "Role.rbac.authorization.k8s.io",
    "RoleBinding.rbac.authorization.k8s.io",
    "Secret",
    "Service",
    "ServiceAccount",
    "StatefulSet.apps",
    "VirtualServer.k8s.nginx.org",
    "VirtualServerRoute.k8s.nginx.org",
];

export const namespaceFields = [
    ...NAMESPACED.flatMap((kind) =>
        rows(kind, [["metadata.namespace", "reserved-namespaces", both(removed, becomes("default", "kube-system"))]]),
    ),
    ...rows("Namespace", [
        [ENFORCE, "namespace-restricted-label", both(removed, becomes("baseline", "privileged"))],
        [
            'metadata.labels["pod-security.kubernetes.io/enforce-version"]',
            "namespace-restricted-label",
            becomes("v1.20"),
        ],
        ["metadata.name", "reserved-namespaces", becomes("kube-system", "default")],
        ["(protect)", "data-protection", becomes(false), named("kato", "kratos")],
    ]),
    ...rows("ResourceQuota", [["", "namespace-quota", removed]]),
];

const isDefaultDeny = ({ resource }: Place): boolean => resource.name.endsWith("default-deny-all");
const META = "169.254.0.0/16";
const AZURE = "168.63.129.16/32";

export const networkFields = [
    ...rows("NetworkPolicy.networking.k8s.io", [
        ["", "namespace-default-deny", removed, isDefaultDeny],
        ["spec.policyTypes[]", "namespace-default-deny", removed, isDefaultDeny],
        ["spec.podSelector", "namespace-default-deny", becomes({ matchLabels: { app: "one" } }), isDefaultDeny],
        ["spec.+ingress", "namespace-default-deny", becomes([{}]), isDefaultDeny],
        ["spec.+egress", "namespace-default-deny", becomes([{}]), isDefaultDeny],
        ["spec.podSelector.matchLabels.app", "selector-matches", becomes("nothing"), isSeen],
        ["spec.egress[].to[].ipBlock.except[]", "metadata-service", removed, valued(META, AZURE)],
        ["spec.egress[].to[].ipBlock.except", "metadata-service", removed],
        ["spec.egress[].to[].ipBlock.cidr", "metadata-service", becomes("169.254.169.254/32"), isNotDns],
        ["spec.egress[].to", "metadata-service", removed, isNotDns],
        ["spec.egress[].to", "dns-egress", both(removed, becomes([{ ipBlock: { cidr: "0.0.0.0/0" } }])), isDns],
        ["spec.ingress[].from", "store-network-peers", both(removed, becomes([])), isStore],
        ["spec.ingress[].from[].namespaceSelector", "store-network-peers", becomes({}), isStore],
        ["spec.ingress[].+from", "store-network-peers", becomes([{ ipBlock: { cidr: "0.0.0.0/0" } }]), isStore],
    ]),
    ...rows("Service", [
        ["spec.type", "service-exposure", becomes("LoadBalancer", "NodePort"), isInside],
        ['spec.selector["app.kubernetes.io/name"]', "service-exposure", both(removed, becomes("other")), isEdge],
        ["spec.type", "edge-service", becomes("NodePort"), isEdge],
        ["spec.externalTrafficPolicy", "edge-service", both(removed, becomes("Cluster")), isEdge],
        [STICKY, "rate-limit-strength", both(removed, text(/type=source_ip/, "type=lb_cookie")), isEdge],
        ["spec.+loadBalancerSourceRanges", "edge-clients", becomes(["0.0.0.0/0"]), isEdge],
        ["spec.+externalIPs", "service-exposure", becomes(["203.0.113.7"]), isInside],
        ["spec.ports[].+nodePort", "service-exposure", becomes(30443), isInside],
    ]),
];

function isEdge({ resource }: Place): boolean {
    return resource.name === "edge-controller";
}

function isInside(place: Place): boolean {
    return !isEdge(place);
}

/** Pods that a chart makes are seen by nobody before the cluster. */
function isSeen({ resource }: Place): boolean {
    return !resource.name.startsWith("cert-manager-");
}

function isStore({ resource }: Place): boolean {
    return /ingress-to-(kratos-postgres|mongo-kb|redis-kb|qdrant-kb)$/.test(resource.name);
}

/** What a policy says about DNS reaches names only. */
function isNotDns({ resource, keys }: Place): boolean {
    const spec = resource.props["spec"] as { egress: { ports?: { port: number }[] }[] };
    const rule = spec.egress[Number(keys[2])];
    return rule?.ports?.every(({ port }) => port === 53) !== true;
}

function isDns(place: Place): boolean {
    return !isNotDns(place);
}

const ROLES = ["Role.rbac.authorization.k8s.io", "ClusterRole.rbac.authorization.k8s.io"];
const BINDINGS = ["RoleBinding.rbac.authorization.k8s.io", "ClusterRoleBinding.rbac.authorization.k8s.io"];
const GRANTS = { apiGroups: [""], resources: ["secrets"], verbs: ["get"] };

/** One role may read the Secrets of its namespace. */
function isNotHome({ resource }: Place): boolean {
    return resource.name !== "edge-controller-access-home";
}

export const rbacFields = [
    ...ROLES.flatMap((kind) =>
        rows(kind, [
            ["rules[].verbs[]", "rbac-wildcard", becomes("*")],
            ["rules[].resources[]", "rbac-wildcard", becomes("*")],
            ["rules[].apiGroups[]", "rbac-wildcard", becomes("*")],
            ["rules[]", "rbac-secrets", becomes({ ...GRANTS, verbs: ["get", "list"] }), isNotHome],
            ["rules[]", "rbac-exec", becomes({ ...GRANTS, resources: ["pods/exec"], verbs: ["create"] })],
            ["rules[]", "rbac-workloads", becomes({ ...GRANTS, resources: ["pods"], verbs: ["create"] })],
            ["rules[]", "rbac-workloads", becomes({ ...GRANTS, resources: ["persistentvolumes"], verbs: ["create"] })],
            ["rules[]", "rbac-tokens", becomes({ ...GRANTS, resources: ["serviceaccounts/token"], verbs: ["create"] })],
            [
                "rules[]",
                "rbac-escalation",
                becomes(
                    { apiGroups: ["rbac.authorization.k8s.io"], resources: ["clusterroles"], verbs: ["escalate"] },
                    { apiGroups: ["rbac.authorization.k8s.io"], resources: ["clusterroles"], verbs: ["bind"] },
                    { apiGroups: [""], resources: ["serviceaccounts"], verbs: ["impersonate"] },
                ),
            ],
        ]),
    ),
    ...rows("ClusterRole.rbac.authorization.k8s.io", [
        [
            "rules[]",
            "rbac-webhooks",
            becomes({
                apiGroups: ["admissionregistration.k8s.io"],
                resources: ["validatingwebhookconfigurations"],
                verbs: ["update"],
            }),
        ],
    ]),
    ...BINDINGS.flatMap((kind) =>
        rows(kind, [
            ["roleRef", "rbac-cluster-admin", becomes({ kind: "ClusterRole", name: "cluster-admin" })],
            ["subjects[]", "rbac-subjects", becomes({ kind: "Group", name: "system:authenticated" })],
            ["subjects[]", "rbac-subjects", becomes({ kind: "Group", name: "system:unauthenticated" })],
            ["subjects[]", "rbac-subjects", becomes({ kind: "User", name: "system:anonymous" })],
        ]),
    ),
];
