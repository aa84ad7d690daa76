import type { PolicyObject } from "../../../kubernetes/resource";
import type { Field } from "../../../kubernetes/field";
import { INGRESSES, VIRTUAL_SERVER, VIRTUAL_SERVER_ROUTE } from "./kinds";

/** Whether an object is of one of these kinds. */
export function isOf(kinds: readonly string[], { qualifiedKind }: PolicyObject): boolean {
    return kinds.includes(qualifiedKind);
}

/**
 * The fields in which a VirtualServer, VirtualServerRoute, Ingress or route of the Gateway API names its hosts. A missing
 * one is among them: the route is then for every host.
 */
export function hostFields(object: PolicyObject): Field[] {
    const spec = object.props.at("spec");
    if (isOf([VIRTUAL_SERVER, VIRTUAL_SERVER_ROUTE], object)) {
        return [spec.at("host")];
    }
    if (isOf(INGRESSES, object)) {
        return spec
            .at("rules")
            .items()
            .map((rule) => rule.at("host"));
    }
    const names = spec.at("hostnames").items();
    return names.length > 0 ? names : [spec.at("hostnames")];
}

/** Whether a name, or a certificate's name with a `*`, stands for a host. */
export function covers(name: string, host: string): boolean {
    const [wanted, given] = [host.toLowerCase(), name.toLowerCase()];
    return given === wanted || (given.startsWith("*.") && given.slice(1) === wanted.slice(wanted.indexOf(".")));
}

/** Whether every one of a Gateway API route's parents is a Service: then it is one inside a mesh. */
export function isMeshRoute({ props }: PolicyObject): boolean {
    const parents = props.at("spec", "parentRefs").items();
    return parents.length > 0 && parents.every((parent) => parent.at("kind").value === "Service");
}
