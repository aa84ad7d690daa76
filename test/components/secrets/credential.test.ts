import assert from "node:assert/strict";
import { acceptedValues, type Credential, generate } from "../../../components/secrets/credential";
import { alphanumericLength } from "../../../components/secrets/strength";
import * as pulumi from "@pulumi/pulumi";
import { onDay } from "../../support/clock";
import { record, type Recording, valueOf } from "../../support/record";

interface Generated {
    readonly credential: Credential;
    readonly recording: Recording;
    readonly accepted: readonly string[];
}

async function generated(generation: number, production = false): Promise<Generated> {
    let credential: Credential | undefined;
    const recording = await record(() => {
        credential = generate("jwt", { length: 12, generation, production }, {});
    });
    assert.ok(credential !== undefined);
    return { credential, recording, accepted: await valueOf(acceptedValues(credential)) };
}

describe("generate", () => {
    it("has no previous value in the first generation", async () => {
        const { credential, recording, accepted } = await generated(1);
        assert.equal(credential.generation, 1);
        assert.ok(!("previous" in credential));
        assert.deepEqual(recording.names(), ["random:index/randomPassword:RandomPassword::jwt-g1"]);
        assert.deepEqual(accepted, ["jwtg10000000"]);
    });

    it("has the value of the generation before and no other, newest first", async () => {
        const { credential, recording, accepted } = await generated(3);
        assert.equal(credential.generation, 3);
        assert.deepEqual(recording.names(), [
            "random:index/randomPassword:RandomPassword::jwt-g2",
            "random:index/randomPassword:RandomPassword::jwt-g3",
        ]);
        assert.deepEqual(accepted, ["jwtg30000000", "jwtg20000000"]);
    });

    it("is protected in production while it is the current one, so that the one before can be dropped", async () => {
        const isProtected = async (production: boolean) =>
            (await generated(3, production)).recording.resources
                .filter(({ protect }) => protect)
                .map(({ name }) => name);
        assert.deepEqual(await isProtected(true), ["jwt-g3"]);
        assert.deepEqual(await isProtected(false), []);
    });

    it("is alphanumeric, of the length that is asked for, and knows the day on which it is made", async () => {
        const { recording } = await onDay("2026-02-03", () => generated(2));
        const inputs = { length: 12, special: false, keepers: { generatedOn: "2026-02-03" } };
        assert.deepEqual(
            recording.resources.map((resource) => resource.inputs),
            [inputs, inputs],
        );
    });

    it("is not made anew on another day: only the first deployment says which day it is", async () => {
        const { recording } = await generated(2);
        assert.deepEqual(
            recording.resources.map(({ ignoreChanges }) => ignoreChanges),
            [["keepers"], ["keepers"]],
        );
    });

    it("is secret", async () => {
        const { credential } = await generated(2);
        assert.equal(await pulumi.isSecret(credential.current), true);
        assert.ok(credential.previous !== undefined);
        assert.equal(await pulumi.isSecret(credential.previous), true);
        assert.equal(await pulumi.isSecret(acceptedValues(credential)), true);
    });
});

describe("alphanumericLength", () => {
    it("has the strength of random bytes (security guide, “JWT Authentication”: 64 bytes; setup guide, “Step 2”: 32)", () => {
        assert.equal(alphanumericLength(32), 43);
        assert.equal(alphanumericLength(64), 86);
    });
});
