import type { Field } from "../../../kubernetes/field";
import type { PolicyObject } from "../../../kubernetes/resource";
import type { Context } from "../../engine/rule";

/**
 * The objects of a kind that are made in a namespace. The provider's patches are left out: they say some of what an
 * object has, not that there is one.
 *
 * @param name of the namespace; one without a name, which the API server will choose, has nothing in it
 * @throws UnknownValue if it is not known where one of them is
 */
export function inNamespace(name: Field, kind: string, context: Context): readonly PolicyObject[] {
    return name.isSet ? context.of(kind).filter(({ isPatch, namespace }) => !isPatch && namespace === name.value) : [];
}
