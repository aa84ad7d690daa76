import assert from "node:assert/strict";
import * as core from "@pulumi/kubernetes/core/v1";
import type { ComponentResourceOptions, CustomResourceOptions } from "@pulumi/pulumi";
import { Component, transformed } from "../../../components/workload/component";
import { record } from "../../support/record";

class Part extends Component {
    constructor(name: string, extra: CustomResourceOptions = {}, opts?: ComponentResourceOptions) {
        super("test:index:Part", name, opts);
        new core.ConfigMap(name, {}, this.child(extra));
        this.registerOutputs({});
    }
}

describe("Component", () => {
    it("is its children's parent", async () => {
        const recording = await record(() => new Part("part"));
        assert.equal(recording.one("kubernetes:core/v1:ConfigMap::part").parent, "test:index:Part::part");
    });

    it("hands what it depends on down to its children, beside what they depend on themselves", async () => {
        const recording = await record(() => {
            const first = new Part("first");
            const second = new core.ConfigMap("second", {});
            new Part("one", {}, { dependsOn: first });
            new Part("both", { dependsOn: second }, { dependsOn: [first] });
        });
        const dependencies = (name: string) => recording.one(`kubernetes:core/v1:ConfigMap::${name}`).dependsOn;
        assert.deepEqual(dependencies("one"), ["kubernetes:core/v1:ConfigMap::first"]);
        assert.deepEqual(dependencies("both"), [
            "kubernetes:core/v1:ConfigMap::first",
            "kubernetes:core/v1:ConfigMap::second",
        ]);
    });

    it("passes a child's own options on", async () => {
        const recording = await record(() => new Part("part", { protect: true, retainOnDelete: true }));
        const { protect, retainOnDelete } = recording.one("kubernetes:core/v1:ConfigMap::part");
        assert.deepEqual({ protect, retainOnDelete }, { protect: true, retainOnDelete: true });
    });
});

describe("transformed", () => {
    it("changes the arguments where there is a transform and leaves them where there is none", () => {
        assert.deepEqual(transformed({ size: 1 }, undefined), { size: 1 });
        assert.deepEqual(
            transformed({ size: 1 }, (args) => {
                args.size = 2;
            }),
            { size: 2 },
        );
    });
});
