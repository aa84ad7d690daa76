import type { Field } from "../../../../kubernetes/field";
import type { PolicyObject } from "../../../../kubernetes/resource";
import type { Context, Finding } from "../../../engine/rule";
import type { Limit } from "../applications";

/** How a controller's objects say how often a client may ask. */
export interface LimitDialect {
    /** Kinds with routes. */
    readonly routes: readonly string[];
    /** The kind with limits. */
    readonly limits: string;
    /** The objects with limits that a route names, and that are deployed with it. */
    readonly named: (route: Field, owner: PolicyObject, context: Context) => readonly PolicyObject[];
    /** What a limited route lacks that names none. */
    readonly missing: (route: Field, owner: PolicyObject, context: Context) => Finding | undefined;
    /** In what a limit (`spec.rateLimit`) gives more than a path should have. */
    readonly weaknesses: (limit: Field, most: Limit, context: Context) => Finding[];
}

/** What an object limits by; absent in one that limits nothing. */
export function limitOf({ props }: PolicyObject): Field {
    return props.at("spec", "rateLimit");
}

/** Unless a client comes to one pod, a rate holds for each of the controller's: there are at least two where one may fail. */
export const PODS = 2;
