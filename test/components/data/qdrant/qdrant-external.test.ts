import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import type { ExternalQdrant } from "../../../../components/data/qdrant/qdrant";
import { valueOf } from "../../../support/record";
import { make } from "./qdrant.fixture";

describe("Qdrant, external", () => {
    const external: ExternalQdrant = {
        mode: "external",
        host: "vectors.example.com",
        port: 443,
        grpcPort: 444,
        cidrs: ["10.2.0.0/24"],
        password: pulumi.secret("given"),
    };

    it("tells where and how to connect in the same terms", async () => {
        const { qdrant } = await make({ server: external });
        const workload = { kind: "addresses", name: "qdrant-kb", cidrs: ["10.2.0.0/24"] };
        assert.deepEqual(qdrant.grpcEndpoint, { workload, host: "vectors.example.com", port: 444 });
        assert.equal(await valueOf(qdrant.apiKey), "given");
        assert.equal(qdrant.readOnlyKey, undefined);
    });
});
