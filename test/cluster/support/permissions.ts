import type { ApiClient } from "./api";
import type { KubernetesObject } from "./objects";

const VERBS = ["get", "list", "watch", "create", "update", "patch", "delete", "*"];

/** What an intruder would look for, with the group of each. */
const RESOURCES = [
    ["", "*"],
    ["", "secrets"],
    ["", "configmaps"],
    ["", "pods"],
    ["", "pods/exec"],
    ["", "serviceaccounts/token"],
    ["", "namespaces"],
    ["", "nodes"],
    ["", "nodes/proxy"],
    ["", "persistentvolumeclaims"],
    ["apps", "deployments"],
    ["apps", "statefulsets"],
    ["batch", "jobs"],
    ["networking.k8s.io", "networkpolicies"],
    ["rbac.authorization.k8s.io", "rolebindings"],
    ["rbac.authorization.k8s.io", "clusterrolebindings"],
    ["admissionregistration.k8s.io", "validatingwebhookconfigurations"],
    ["coordination.k8s.io", "leases"],
    ["cert-manager.io", "certificates"],
    ["*", "*"],
] as const;

interface Review {
    readonly status: { readonly allowed: boolean };
}

interface Rules {
    readonly status: { readonly resourceRules: readonly object[]; readonly nonResourceRules: readonly object[] };
}

/**
 * What a ServiceAccount may do, asked in its own name with a token of its own: `<namespace>: <verb> <resource>` each.
 *
 * @param baseline an account that nobody has given anything
 */
export async function permissionsOf(
    api: ApiClient,
    account: KubernetesObject,
    baseline: KubernetesObject,
): Promise<string[]> {
    const here = account.metadata.namespace ?? "";
    const client = await impersonate(api, account);
    const other = await impersonate(api, baseline);
    const questions = [here, undefined].flatMap((namespace) =>
        RESOURCES.flatMap(([group, resource]) => VERBS.map((verb) => ({ namespace, group, resource, verb }))),
    );
    const answers = await Promise.all(
        questions.map(async (question) => ((await mayDo(client, question)) ? [question] : [])),
    );
    const allowed = answers
        .flat()
        .map(({ namespace, verb, resource }) => `${namespace ?? "whole cluster"}: ${verb} ${resource}`);
    // The list may lack something; the server's own list of rules does not.
    const rules = [here, "kube-system"].map((namespace) => rulesBeyond(client, other, namespace));
    return [...allowed, ...(await Promise.all(rules)).flat()];
}

interface Question {
    readonly namespace: string | undefined;
    readonly group: string;
    readonly resource: string;
    readonly verb: string;
}

async function mayDo(client: ApiClient, { namespace, group, resource, verb }: Question): Promise<boolean> {
    const [name, subresource] = resource.split("/");
    const { status } = await client.ask<Review>("POST", "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews", {
        apiVersion: "authorization.k8s.io/v1",
        kind: "SelfSubjectAccessReview",
        spec: { resourceAttributes: { namespace, group, resource: name, subresource, verb } },
    });
    return status.allowed;
}

/** The rules that one has and the other has not: everybody may ask for the server's version or about themselves. */
async function rulesBeyond(client: ApiClient, other: ApiClient, namespace: string): Promise<string[]> {
    const [ours, everybodys] = [await rulesOf(client, namespace), await rulesOf(other, namespace)];
    return ours.filter((rule) => !everybodys.includes(rule)).map((rule) => `${namespace}: ${rule}`);
}

async function rulesOf(client: ApiClient, namespace: string): Promise<string[]> {
    const { status } = await client.ask<Rules>("POST", "/apis/authorization.k8s.io/v1/selfsubjectrulesreviews", {
        apiVersion: "authorization.k8s.io/v1",
        kind: "SelfSubjectRulesReview",
        spec: { namespace },
    });
    return [...status.resourceRules, ...status.nonResourceRules].map((rule) => JSON.stringify(rule));
}

async function impersonate(api: ApiClient, { metadata }: KubernetesObject): Promise<ApiClient> {
    const path = `/api/v1/namespaces/${metadata.namespace ?? ""}/serviceaccounts/${metadata.name}/token`;
    const request = { apiVersion: "authentication.k8s.io/v1", kind: "TokenRequest", spec: { expirationSeconds: 600 } };
    const { status } = await api.ask<{ status: { token: string } }>("POST", path, request);
    return api.as(status.token);
}
