import assert from "node:assert/strict";
import { parseReference } from "../../../cli/pin/reference";
import { digestOf } from "../../../cli/pin/registry";
import { digest, RegistryDouble } from "./registry-double";
import { behindProxy } from "../../support/proxy";

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

    for (const [what, instead, says] of [
        [
            "a page instead of a manifest",
            { status: 200, headers: { "Content-Type": "text/html; charset=utf-8" }, body: "<html>Log in</html>" },
            /what 127\.0\.0\.1:\d+ answers \(text\/html\) is no manifest of an image\. Is something in between/,
        ],
        [
            "a page that claims to be a manifest",
            { status: 200, headers: { "Content-Type": "application/vnd.oci.image.index.v1+json" }, body: "<html>" },
            /is no manifest of an image/,
        ],
        ["an answer without a type", { status: 200, headers: {}, body: "{}" }, /\(no type\) is no manifest/],
        [
            "that it was asked too much, and when to ask again",
            { status: 429, headers: { "Retry-After": "120" }, body: "" },
            /answers 429: too much was asked of it from this address\. Try again after 120 seconds\.$/,
        ],
        ["the same without a time", { status: 429, headers: {}, body: "" }, /Try again later\.$/],
        ["its own fault", { status: 503, headers: {}, body: "" }, /answers 503, which says nothing about the image/],
        ["that nobody may see it", { status: 403, headers: {}, body: "" }, /answers 403: it does not exist, or is/],
    ] as const) {
        it(`says what is wrong with ${what}`, async () => {
            registry.instead = instead;
            await assert.rejects(digestOf(`${registry.host}/acme/kato:3.0.0`), says);
        });
    }

    it("goes through the proxy that HTTPS_PROXY names, unless NO_PROXY names the registry", async () => {
        await behindProxy(async (asked) => {
            await assert.rejects(digestOf("registry.invalid/acme/kato:3.0.0"), /registry\.invalid cannot be reached: /);
            assert.deepEqual(asked, ["registry.invalid:443"]);
            // What is on this machine is asked straight.
            assert.equal(await digestOf(`${registry.host}/acme/kato:3.0.0`), digest("the manifest"));
            process.env["NO_PROXY"] = "registry.invalid";
            await assert.rejects(
                digestOf("registry.invalid/acme/kato:3.0.0"),
                /cannot be reached: .*registry\.invalid/,
            );
            assert.equal(asked.length, 1);
        });
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
