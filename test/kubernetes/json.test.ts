import assert from "node:assert/strict";
import { amount, fields, list } from "../../kubernetes/json";

describe("amount", () => {
    it("reads quantities and numbers", () => {
        assert.deepEqual([amount("250m"), amount("64Mi"), amount(2)], [0.25, 67_108_864, 2]);
    });

    it("is undefined for what is none", () => {
        for (const value of ["much", "1Xi", "", "[computed]", true, null, undefined, ["1"]]) {
            assert.equal(amount(value), undefined, JSON.stringify(value));
        }
    });
});

describe("fields and list", () => {
    it("are empty where there is something else", () => {
        for (const value of ["a", 1, true, null, undefined]) {
            assert.deepEqual([fields(value), list(value)], [{}, []]);
        }
        assert.deepEqual([fields(["a"]), list({ a: 1 })], [{}, []]);
        assert.deepEqual([fields({ a: 1 }), list(["a"])], [{ a: 1 }, ["a"]]);
    });
});
