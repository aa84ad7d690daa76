import type { PolicyResource } from "../../../../kubernetes/resource";
import type { Case } from "../case";

type Props = Record<string, unknown>;

function object(kind: string, namespace: string | undefined, props: Props, name = "app"): PolicyResource {
    const metadata = { name, namespace };
    return { type: `kubernetes:rbac.authorization.k8s.io/v1:${kind}`, name, props: { metadata, ...props } };
}

/** One item of `rules`. */
export function grant(apiGroup: string, resource: string, verb: string, ...resourceNames: readonly string[]): Props {
    const named = resourceNames.length === 0 ? {} : { resourceNames };
    return { apiGroups: [apiGroup], resources: [resource], verbs: [verb], ...named };
}

export function role(rule: Props, namespace = "kato", name = "app"): PolicyResource {
    return object("Role", namespace, { rules: [rule] }, name);
}

export function clusterRole(rule: Props, patch = ""): PolicyResource {
    return object(`ClusterRole${patch}`, undefined, { rules: [rule] });
}

export function aggregated(selector: Props): PolicyResource {
    return object("ClusterRole", undefined, { aggregationRule: { clusterRoleSelectors: [selector] } });
}

export const KATO = { kind: "ServiceAccount", name: "kato", namespace: "kato" };

/** Binds a role, given as `<Kind>/<name>`. */
export function bound(roleRef: string, subject: Props = KATO, namespace = "kato"): PolicyResource {
    return object("RoleBinding", namespace, binding(roleRef, subject));
}

export function boundEverywhere(roleRef: string, subject: Props = KATO, patch = ""): PolicyResource {
    return object(`ClusterRoleBinding${patch}`, undefined, binding(roleRef, subject));
}

function binding(roleRef: string, subject: Props): Props {
    const [kind, name] = roleRef.split("/");
    return { roleRef: { apiGroup: "rbac.authorization.k8s.io", kind, name }, subjects: [subject] };
}

export function alone(what: string, resource: PolicyResource, at?: string): Case {
    return { what, resources: [resource], at };
}
