import assert from "node:assert/strict";
import { Field, MalformedValue, UNKNOWN, UnknownValue } from "../../kubernetes/field";
import { matchesLabels, selects } from "../../kubernetes/labels";

/** Whether the selector selects an object with these labels. */
function selected(selector: unknown, labels: unknown): boolean {
    return selects(Field.root(selector), Field.root(labels));
}

function expression(key: string, operator: string, values?: readonly unknown[]): unknown {
    return { matchExpressions: [{ key, operator, values }] };
}

/** The examples and sentences of the Kubernetes documentation, "Labels and Selectors". */
describe("a label selector", () => {
    it("selects all if it is empty", () => {
        assert.equal(selected({}, { a: "b" }), true);
        assert.equal(selected({}, {}), true);
        assert.equal(selected({}, undefined), true);
        assert.equal(selected({ matchLabels: {}, matchExpressions: [] }, { a: "b" }), true);
        assert.equal(selected(undefined, { a: "b" }), true);
    });

    it("wants every label of matchLabels, and minds no other", () => {
        const selector = { matchLabels: { environment: "production", tier: "frontend" } };
        assert.equal(selected(selector, { environment: "production", tier: "frontend", app: "a" }), true);
        assert.equal(selected(selector, { environment: "production" }), false);
        assert.equal(selected(selector, { environment: "production", tier: "backend" }), false);
        assert.equal(selected(selector, undefined), false);
    });

    it("takes an empty value for a value", () => {
        assert.equal(selected({ matchLabels: { a: "" } }, { a: "" }), true);
        assert.equal(selected({ matchLabels: { a: "" } }, {}), false);
    });

    it("In: selects those with the key and one of the values", () => {
        const selector = expression("environment", "In", ["production", "qa"]);
        assert.equal(selected(selector, { environment: "qa" }), true);
        assert.equal(selected(selector, { environment: "dev" }), false);
        assert.equal(selected(selector, {}), false);
    });

    it("NotIn: selects those with another value, and all without the key", () => {
        const selector = expression("tier", "NotIn", ["frontend", "backend"]);
        assert.equal(selected(selector, { tier: "database" }), true);
        assert.equal(selected(selector, { tier: "backend" }), false);
        assert.equal(selected(selector, { app: "a" }), true);
    });

    it("Exists: selects those with the key, whatever its value", () => {
        assert.equal(selected(expression("partition", "Exists"), { partition: "" }), true);
        assert.equal(selected(expression("partition", "Exists"), { other: "a" }), false);
    });

    it("DoesNotExist: selects those without the key", () => {
        assert.equal(selected(expression("partition", "DoesNotExist"), {}), true);
        assert.equal(selected(expression("partition", "DoesNotExist"), { partition: "" }), false);
    });

    it("wants all of its requirements together", () => {
        const selector = {
            matchLabels: { component: "redis" },
            matchExpressions: [
                { key: "tier", operator: "In", values: ["cache"] },
                { key: "environment", operator: "NotIn", values: ["dev"] },
            ],
        };
        assert.equal(selected(selector, { component: "redis", tier: "cache" }), true);
        assert.equal(selected(selector, { component: "redis", tier: "cache", environment: "dev" }), false);
        assert.equal(selected(selector, { component: "redis" }), false);
        assert.equal(selected(selector, { tier: "cache" }), false);
    });

    it("sees no label in what every JavaScript object has", () => {
        assert.equal(selected(expression("constructor", "Exists"), {}), false);
        assert.equal(selected(expression("constructor", "DoesNotExist"), { app: "a" }), true);
        assert.equal(selected(expression("toString", "NotIn", ["a"]), { toString: "a" }), false);
    });

    it("takes a value that is missing for none", () => {
        assert.equal(selected(expression("tier", "In", [null]), {}), false);
        assert.equal(selected(expression("tier", "NotIn", [null]), {}), true);
    });

    it("is malformed with an operator that labels do not have", () => {
        for (const operator of ["Gt", "Lt", "in", undefined]) {
            const selector = { matchExpressions: [{ key: "a", operator, values: ["1"] }] };
            assert.throws(() => selected(selector, { a: "2" }), MalformedValue);
        }
    });

    it("cannot be decided where a label that it asks for is unknown", () => {
        assert.throws(() => selected({ matchLabels: { a: "b" } }, { a: UNKNOWN }), UnknownValue);
        assert.throws(() => selected({ matchLabels: { a: UNKNOWN } }, { a: "b" }), UnknownValue);
        assert.equal(selected({ matchLabels: { a: "b" } }, { a: "b", other: UNKNOWN }), true);
    });
});

describe("matchesLabels", () => {
    const matches = (wanted: unknown, labels: unknown) => matchesLabels(Field.root(wanted), Field.root(labels));

    it("wants all that a Service's selector has", () => {
        assert.equal(matches({ app: "a", tier: "b" }, { app: "a", tier: "b", more: "c" }), true);
        assert.equal(matches({ app: "a", tier: "b" }, { app: "a" }), false);
    });

    it("is matched by everything if nothing is wanted", () => {
        assert.equal(matches({}, { app: "a" }), true);
        assert.equal(matches(undefined, undefined), true);
    });
});
