import type { Field } from "../../../../kubernetes/field";
import type { PolicyObject } from "../../../../kubernetes/resource";
import type { Context } from "../../../engine/rule";
import { MIDDLEWARE } from "../kinds";

/** Chains may name chains; Traefik refuses one that names itself. */
const DEEPEST = 5;

/** The specifications of a route's Middlewares, those of chains included, in their order. One that is not deployed is left out. */
export function middlewaresOf(route: Field, owner: PolicyObject, context: Context): Field[] {
    return definitions(route, owner, context).map(({ props }) => props.at("spec"));
}

/** The same as objects. */
export function definitions(holder: Field, owner: PolicyObject, context: Context, depth = 0): PolicyObject[] {
    const references = depth > DEEPEST ? [] : holder.at("middlewares").items();
    return references.flatMap((reference) => {
        const found = context.of(MIDDLEWARE).find((candidate) => isNamed(candidate, reference, owner));
        return found === undefined
            ? []
            : [found, ...definitions(found.props.at("spec", "chain"), found, context, depth + 1)];
    });
}

function isNamed({ props, namespace }: PolicyObject, reference: Field, owner: PolicyObject): boolean {
    return (
        reference.at("name").value === props.at("metadata", "name").value &&
        (reference.at("namespace").value ?? owner.namespace) === namespace
    );
}

/** Addresses that no client has: the broadcast address, with or without its length. */
const NOBODY: readonly unknown[] = ["255.255.255.255", "255.255.255.255/32"];

/** Whether a Middleware lets nobody through: a list of addresses that no client has, and none that a client may claim. */
export function refusesAll(middleware: Field): boolean {
    const list = middleware.at("ipAllowList");
    const ranges = list.at("sourceRange").items();
    return ranges.length > 0 && ranges.every(({ value }) => NOBODY.includes(value)) && !list.at("ipStrategy").isSet;
}
