import assert from "node:assert/strict";
import { mebibytes, quantity } from "../../kubernetes/quantity";

describe("quantity", () => {
    for (const [text, number] of [
        ["1", 1],
        ["250m", 0.25],
        ["1.5", 1.5],
        ["2k", 2000],
        ["1M", 1_000_000],
        ["1Ki", 1024],
        ["1.5Gi", 1_610_612_736],
        ["2e3", 2000],
    ] as const) {
        it(`reads ${text}`, () => {
            assert.equal(quantity(text), number);
        });
    }

    it("refuses what is none", () => {
        for (const text of ["", "lots", "512MB", "-1Gi", "1 Gi", "1.2.3"]) {
            assert.throws(
                () => quantity(text),
                /is not a Kubernetes quantity; write for example 250m, 512Mi or 2Gi/,
                text,
            );
        }
    });
});

describe("mebibytes", () => {
    it("rounds down: a server is never told that it has more than it has", () => {
        assert.equal(mebibytes("512Mi"), 512);
        assert.equal(mebibytes("1G"), 953);
    });
});
