/** What a rule says about an object that a chart makes, and why it stays. */
export interface Accepted {
    readonly rule: string;
    /** As violations name it, `<namespace>/<Kind>/<name>`; `*` stands for any characters. */
    readonly resource: string;
    readonly why: string;
}

const SECRETS =
    "it makes and renews certificates, which are Secrets, in any namespace; docs/rights.md says what that means";
const TOKEN = "it works by the API server";
const NO_VALUE = "the chart has no value for it";

export const accepted: readonly Accepted[] = [
    ...["controller-issuers", "controller-clusterissuers", "controller-certificates", "controller-orders"].map((role) =>
        one("rbac-secrets", `_cluster/ClusterRole/cert-manager-${role}`, SECRETS),
    ),
    one("rbac-secrets", "_cluster/ClusterRole/cert-manager-controller-challenges", SECRETS),
    one("rbac-secrets", "_cluster/ClusterRole/cert-manager-cainjector", "it reads authorities from Secrets"),
    one("rbac-webhooks", "_cluster/ClusterRole/cert-manager-cainjector", "it writes an authority into its own webhook"),
    one("service-account-token", "cert-manager/*", TOKEN),
    one("service-account-token", "nginx-ingress/Deployment/nginx-ingress-controller", TOKEN),
    one("probes-required", "cert-manager/Deployment/cert-manager", "nobody connects to it, so it has no readiness"),
    one("probes-required", "cert-manager/Deployment/cert-manager-cainjector", NO_VALUE),
    one("probes-required", "nginx-ingress/Deployment/nginx-ingress-controller", NO_VALUE),
    one("recommended-labels", "nginx-ingress/Deployment/nginx-ingress-controller", NO_VALUE),
    one("drains-before-stop", "cert-manager/Deployment/cert-manager-webhook", NO_VALUE),
    one(
        "rbac-workloads",
        "_cluster/ClusterRole/cert-manager-controller-challenges",
        "it answers HTTP-01 challenges by pods; docs/rights.md says what that means",
    ),
];

function one(rule: string, resource: string, why: string): Accepted {
    return { rule, resource, why };
}
