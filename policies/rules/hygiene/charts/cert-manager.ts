import { type Chart, image, oneOf, requires, resources } from "./chart";

const CONTROLLERS = ["--controllers=*,-ingress-shim"];
const PARTS = ["", "webhook.", "cainjector."];

/**
 * cert-manager. Its chart's defaults are Pod Security "restricted" for all pods; a security context may not be given, so
 * that it stays that.
 */
export const certManager: Chart = {
    name: "certManager",
    lowest: [1, 21, 1],
    namespace: "cert-manager",
    required: [
        oneOf("crds.keep", [true], "deleting the definitions deletes every certificate in the cluster"),
        oneOf("global.leaderElection.namespace", ["cert-manager"], "the default is kube-system, which is not ours"),
        oneOf(
            "global.rbac.aggregateClusterRoles",
            [false],
            "otherwise whoever may edit a namespace may have certificates made there by any cluster-wide issuer",
        ),
        requires(
            "extraArgs",
            (value) => JSON.stringify(value) === JSON.stringify(CONTROLLERS),
            [JSON.stringify(CONTROLLERS), JSON.stringify(CONTROLLERS)],
            "the same by an annotation of an Ingress",
        ),
        ...[...PARTS, "startupapicheck."].map((part) =>
            oneOf(
                `${part}serviceAccount.automountServiceAccountToken`,
                [false],
                "otherwise any pod that uses the account gets its token",
            ),
        ),
        oneOf("prometheus.enabled", [false], "nothing collects them, and they tell the names of all hosts"),
        oneOf(
            "dns01RecursiveNameserversOnly",
            [true],
            "it reads every Secret; otherwise it needs port 53 of the whole internet",
        ),
        oneOf("webhook.securePort", [10250], "the port that the API server may reach"),
        ...[...PARTS, "startupapicheck."].flatMap((part) => resources(`${part}resources`)),
        ...[...PARTS, "startupapicheck.", "acmesolver."].flatMap((part) => image(`${part}image`)),
    ],
    free: [
        "crds.enabled",
        "global.commonLabels",
        "global.imagePullSecrets",
        "global.logLevel",
        "global.priorityClassName",
        "startupapicheck.automountServiceAccountToken",
        "startupapicheck.resources",
        "startupapicheck.timeout",
        ...PARTS.flatMap((part) =>
            [
                "affinity",
                "automountServiceAccountToken",
                "nodeSelector",
                "podAnnotations",
                "podDisruptionBudget",
                "podLabels",
                "replicaCount",
                "resources",
                "strategy",
                "tolerations",
                "topologySpreadConstraints",
            ].map((key) => `${part}${key}`),
        ),
    ],
};
