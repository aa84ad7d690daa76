import assert from "node:assert/strict";
import { imageSources } from "../../../../images";
import { fullName, hasDigest } from "../../../../kubernetes/image";
import { judge } from "../../judge";
import { situationIn } from "../../../../policies/engine/rule";

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

describe("mirrors of a stack", () => {
    const images = imageSources(
        '{"mirrors":[{"from":"docker.io","to":"registry.acme.io/hub"},{"from":"x"}],"charts":{"certManager":7}}',
    );
    const refusals = (image: string) =>
        judge(
            [
                {
                    type: "kubernetes:core/v1:Pod",
                    name: "p",
                    props: { metadata: { name: "p" }, spec: { containers: [{ name: "c", image }] } },
                },
            ],
            situationIn("production", "2026-11-22", images),
        ).filter(({ rule }) => rule === "image-registry").length;

    it("are allowed, and nothing beside them", () => {
        assert.equal(refusals("registry.acme.io/hub/library/redis:8"), 0);
        assert.equal(refusals("registry.acme.io/hub2/library/redis:8"), 1);
        assert.equal(refusals("registry.acme.io/redis:8"), 1);
        assert.equal(refusals("registry.acme.io.attacker.io/hub/redis:8"), 1);
    });

    for (const text of [
        undefined,
        "",
        "[]",
        "{",
        '{"mirrors":[{"from":"docker.io","to":""}]}',
        '{"mirrors":{"to":"registry.acme.io/hub"}}',
    ]) {
        it(`that are ${String(text)} allow nothing`, () => {
            const situation = situationIn("production", "2026-11-22", imageSources(text));
            const pod = {
                metadata: { name: "p" },
                spec: { containers: [{ name: "c", image: "registry.acme.io/hub/redis:8" }] },
            };
            const found = judge([{ type: "kubernetes:core/v1:Pod", name: "p", props: pod }], situation);
            assert.ok(found.some(({ rule }) => rule === "image-registry"));
        });
    }
});
