import type { Field } from "../../../kubernetes/field";
import type { PolicyObject } from "../../../kubernetes/resource";
import { type Finding, judged, type Rule } from "../../engine/rule";

export const ROLES: readonly string[] = ["Role.rbac.authorization.k8s.io", "ClusterRole.rbac.authorization.k8s.io"];
export const BINDINGS: readonly string[] = [
    "RoleBinding.rbac.authorization.k8s.io",
    "ClusterRoleBinding.rbac.authorization.k8s.io",
];

/** One item of a role's `rules`. */
export class Grant {
    constructor(readonly field: Field) {}

    /**
     * Whether it is for a resource (`secrets`) or a part of one (`pods/exec`) of an API group. It is, by wildcards too:
     * whoever has an exception for those must not have one for this as well.
     */
    covers(group: string, resource: string): boolean {
        const part = resource.includes("/") ? resource.slice(resource.indexOf("/")) : undefined;
        const wanted = ["*", resource, ...(part === undefined ? [] : [`*${part}`])];
        return this.#has("apiGroups", ["*", group]) && this.#has("resources", wanted);
    }

    /** Whether it allows one of these verbs. */
    permits(...verbs: readonly string[]): boolean {
        return this.#has("verbs", ["*", ...verbs]);
    }

    /** Whether it is for objects of some names only. */
    get isNamed(): boolean {
        return this.field.at("resourceNames").items().length > 0;
    }

    #has(list: string, wanted: readonly unknown[]): boolean {
        return this.field
            .at(list)
            .items()
            .some(({ value }) => wanted.includes(value));
    }
}

/** Judges each item of a role's `rules` on its own. */
export function judgeGrants(
    { props }: PolicyObject,
    check: (grant: Grant) => Finding | readonly Finding[] | undefined,
): ReturnType<Rule["check"]> {
    return props
        .at("rules")
        .items()
        .flatMap((item) => judged(() => check(new Grant(item))));
}

/** Whom a binding gives its role. */
export function subjectsOf({ props }: PolicyObject): Field[] {
    return props.at("subjects").items();
}
