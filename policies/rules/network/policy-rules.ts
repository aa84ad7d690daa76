import type { Field } from "../../../kubernetes/field";
import type { PolicyObject } from "../../../kubernetes/resource";

export type Direction = "Ingress" | "Egress";

/** One item of a NetworkPolicy's `ingress` or `egress`. */
export interface PolicyRule {
    /** Who is let in, or what is let out to; none are everybody. */
    readonly peers: Field;
    /** None are all. */
    readonly ports: Field;
}

/**
 * What a NetworkPolicy allows in a direction. Rules for one that its types leave out have no effect; without types, both
 * have.
 */
export function rulesOf({ props }: PolicyObject, direction: Direction): PolicyRule[] {
    const spec = props.at("spec");
    const types = spec.at("policyTypes").items();
    if (types.length > 0 && !types.some(({ value }) => value === direction)) {
        return [];
    }
    const peers = direction === "Ingress" ? "from" : "to";
    return spec
        .at(direction.toLowerCase())
        .items()
        .map((rule) => ({ peers: rule.at(peers), ports: rule.at("ports") }));
}

/** The one port, or the first and last of the range, that an item of `ports` opens; `undefined` if it names no number. */
export function numbersOf(port: Field): readonly [first: number, last: number] | undefined {
    const first = port.at("port").value;
    const last = port.at("endPort").value ?? first;
    return typeof first === "number" && typeof last === "number" ? [first, last] : undefined;
}
