import { type Field, MalformedValue } from "./field";

/**
 * Whether a label selector (`matchLabels`, `matchExpressions`) selects what has these labels. An empty one selects all; so
 * does an absent one here, which means something else to each kind that may leave it out.
 *
 * @param labels of the candidate; absent ones are none
 * @throws UnknownValue if the selector or a label that it asks for is not known yet
 * @throws MalformedValue for an operator that Kubernetes does not have
 * @see https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#resources-that-support-set-based-requirements
 */
export function selects(selector: Field, labels: Field): boolean {
    return (
        matchesLabels(selector.at("matchLabels"), labels) &&
        selector
            .at("matchExpressions")
            .items()
            .every((expression) => matches(expression, labels))
    );
}

/** Whether all these labels are there, as a Service selects its pods. An empty map is matched by everything. */
export function matchesLabels(wanted: Field, labels: Field): boolean {
    return wanted.entries().every(([key, { value }]) => labelOf(labels, key) === value);
}

/** A label's value. Looked for among those that are given: every object has a `constructor`. */
function labelOf(labels: Field, key: unknown): unknown {
    return labels.entries().find(([name]) => name === key)?.[1].value;
}

function matches(expression: Field, labels: Field): boolean {
    const label = labelOf(labels, expression.at("key").value);
    const values = expression
        .at("values")
        .items()
        .map(({ value }) => value);
    const operator = expression.at("operator").text;
    switch (operator) {
        case "In":
            return label !== undefined && values.includes(label);
        case "NotIn":
            return label === undefined || !values.includes(label);
        case "Exists":
            return label !== undefined;
        case "DoesNotExist":
            return label === undefined;
        default:
            throw new MalformedValue(`${expression.path} has the operator ${String(operator)}`);
    }
}
