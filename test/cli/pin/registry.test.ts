import assert from "node:assert/strict";
import { parseReference } from "../../../cli/pin/reference";
import { digestOf } from "../../../cli/pin/registry";
import { digest, RegistryDouble } from "./registry-double";

describe("parseReference", () => {
    for (const [image, registry, repository, tag] of [
        ["redis:8.10.2", "registry-1.docker.io", "library/redis", "8.10.2"],
        ["oryd/kratos:v26.2.0", "registry-1.docker.io", "oryd/kratos", "v26.2.0"],
        ["docker.io/library/redis:8.10.2-trixie", "registry-1.docker.io", "library/redis", "8.10.2-trixie"],
        ["docker.io/redis:8", "registry-1.docker.io", "library/redis", "8"],
        ["ghcr.io/acme/deep/kato:3.0.0", "ghcr.io", "acme/deep/kato", "3.0.0"],
        ["localhost/kato:3", "localhost", "kato", "3"],
        ["registry.example:5000/kato:3", "registry.example:5000", "kato", "3"],
    ] as const) {
        it(`reads ${image}`, () => {
            assert.deepEqual(parseReference(image), { registry, repository, tag });
        });
    }

    it("refuses an image without a tag", () => {
        assert.throws(() => parseReference("registry.example:5000/kato"), /has no tag/);
    });
});

describe("digestOf", () => {
    let registry: RegistryDouble;
    beforeEach(async () => {
        registry = await RegistryDouble.start({ "acme/kato:3.0.0": "the manifest" });
    });
    afterEach(() => registry.stop());

    it("fetches a token where the registry asks for one, and computes the digest itself", async () => {
        assert.equal(await digestOf(`${registry.host}/acme/kato:3.0.0`), digest("the manifest"));
        assert.deepEqual(registry.requests, [
            "/v2/acme/kato/manifests/3.0.0",
            "/token?service=double&scope=repository%3Aacme%2Fkato%3Apull",
            "/v2/acme/kato/manifests/3.0.0",
        ]);
    });

    it("says what to do about an image that is not there or private", async () => {
        await assert.rejects(
            digestOf(`${registry.host}/acme/other:1`),
            /answers 404: it does not exist, or is private.*imagetools inspect/,
        );
    });

    it("says which registry cannot be reached", async () => {
        const { host } = registry;
        await registry.stop();
        await assert.rejects(digestOf(`${host}/acme/kato:3.0.0`), (error: Error) =>
            error.message.startsWith(`${host} cannot be reached: `),
        );
        registry = await RegistryDouble.start({});
    });
});
