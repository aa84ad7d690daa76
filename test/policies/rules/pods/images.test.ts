import assert from "node:assert/strict";
import { fullName, hasDigest } from "../../../../policies/rules/pods/images";

describe("fullName", () => {
    for (const [image, name] of [
        ["redis", "docker.io/library/redis"],
        ["redis:8", "docker.io/library/redis:8"],
        ["oryd/kratos:v26.2.0", "docker.io/oryd/kratos:v26.2.0"],
        ["docker.io/redis", "docker.io/library/redis"],
        ["index.docker.io/oryd/kratos", "docker.io/oryd/kratos"],
        ["localhost/app", "localhost/app"],
        ["library:5000/redis", "library:5000/redis"],
        ["ghcr.io/your-org/app", "ghcr.io/your-org/app"],
    ] as const) {
        it(`of ${image} is ${name}`, () => {
            assert.equal(fullName(image), name);
        });
    }
});

describe("hasDigest", () => {
    it("wants a whole digest at the end", () => {
        const hex = "0123456789abcdef".repeat(4);
        assert.equal(hasDigest(`app:1@sha256:${hex}`), true);
        assert.equal(hasDigest(`app@sha512:${hex}${hex}`), true);
        assert.equal(hasDigest(`app@sha256:${hex.slice(1)}`), false);
        assert.equal(hasDigest(`app@sha256:${hex}0`), false);
        assert.equal(hasDigest(`app@sha512:${hex}`), false);
        assert.equal(hasDigest(`app@sha256:${hex}/other`), false);
        assert.equal(hasDigest(`app:sha256-${hex}`), false);
    });
});
