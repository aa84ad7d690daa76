import assert from "node:assert/strict";
import type { Json } from "../../../../kubernetes/json";
import { isKept, KEPT, withKept } from "../../../../cli/preview/model/kept";

const INPUTS: Readonly<Record<string, Json>> = {
    keepers: { generatedOn: "2026-11-22" },
    metadata: { annotations: { "example.com/a": "1", b: "2" } },
    spec: { containers: [{ image: "a:1", name: "a" }, { name: "b" }] },
};

describe("inputs whose changes are ignored", () => {
    it("are as they are where none is", () => {
        assert.deepEqual(withKept(INPUTS, []), INPUTS);
        assert.equal(isKept("keepers", []), false);
    });

    it("are covered as a whole, or in part", () => {
        assert.deepEqual(withKept(INPUTS, ["keepers"]), { ...INPUTS, keepers: KEPT });
        assert.deepEqual(withKept(INPUTS, ["keepers.generatedOn"]), { ...INPUTS, keepers: { generatedOn: KEPT } });
        assert.deepEqual(withKept(INPUTS, ['metadata.annotations["example.com/a"]', "spec.containers[0].image"]), {
            ...INPUTS,
            metadata: { annotations: { "example.com/a": KEPT, b: "2" } },
            spec: { containers: [{ image: KEPT, name: "a" }, { name: "b" }] },
        });
    });

    it("are covered by wildcards", () => {
        assert.deepEqual(withKept(INPUTS, ["spec.containers[*].name", "metadata.*"]), {
            ...INPUTS,
            metadata: { annotations: KEPT },
            spec: { containers: [{ image: "a:1", name: KEPT }, { name: KEPT }] },
        });
        assert.deepEqual(withKept(INPUTS, ["*"]), { keepers: KEPT, metadata: KEPT, spec: KEPT });
    });

    it("are not made up where there are none", () => {
        assert.deepEqual(withKept({ length: 43 }, ["keepers", "length.x", "spec.containers[0]"]), { length: 43 });
    });

    it("are known by the path of a change, at or below", () => {
        assert.equal(isKept("keepers", ["keepers"]), true);
        assert.equal(isKept("keepers.generatedOn", ["length", "keepers"]), true);
        assert.equal(isKept('data["a.b"][0]', ['data["a.b"]']), true);
        assert.equal(isKept("spec.containers[1].image", ["spec.containers[*].image"]), true);
        assert.equal(isKept("keepersOf", ["keepers"]), false);
        assert.equal(isKept("spec", ["spec.replicas"]), false);
        assert.equal(isKept("spec", ["spec.*"]), false);
        assert.equal(isKept("spec.containers[1].image", ["spec.containers[0]"]), false);
    });
});
