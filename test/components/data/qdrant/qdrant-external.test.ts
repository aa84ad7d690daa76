import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import type { ExternalQdrant } from "../../../../components/data/qdrant/qdrant";
import { valueOf } from "../../../support/record";
import { make } from "./qdrant.fixture";

describe("Qdrant, external", () => {
    const external = (ca?: string): ExternalQdrant => ({
        mode: "external",
        host: "vectors.example.com",
        port: 443,
        grpcPort: 444,
        cidrs: ["10.2.0.0/24"],
        password: pulumi.secret("given"),
        ca,
    });

    it("makes nothing", async () => {
        const { recording } = await make({ server: external() });
        assert.deepEqual(recording.names(), ["kato:data:Qdrant::qdrant-kb"]);
        assert.deepEqual(recording.one("kato:data:Qdrant::qdrant-kb").outputs, {
            host: "vectors.example.com",
            port: 443,
            grpcPort: 444,
        });
    });

    it("tells where and how to connect in the same terms", async () => {
        const { qdrant } = await make({ server: external() });
        const workload = { kind: "addresses", name: "qdrant-kb", cidrs: ["10.2.0.0/24"] };
        assert.deepEqual(qdrant.endpoint, { workload, host: "vectors.example.com", port: 443 });
        assert.deepEqual(qdrant.grpcEndpoint, { workload, host: "vectors.example.com", port: 444 });
        assert.equal(await valueOf(qdrant.apiKey), "given");
        assert.equal(qdrant.readOnlyKey, undefined);
    });

    it("is verified by the public authorities, or by the one that is given", async () => {
        assert.deepEqual((await make({ server: external() })).qdrant.authority, { kind: "public" });
        const { authority } = (await make({ server: external("PEM text") })).qdrant;
        assert.deepEqual(authority, { kind: "pem", pem: "PEM text" });
    });
});
