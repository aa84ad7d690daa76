import assert from "node:assert/strict";
import { image } from "../../../config/schema/image";

describe("an image", () => {
    const digest = `sha256:${"0".repeat(64)}`;
    const accepted = [
        "ghcr.io/your-org/kato:3.0.0",
        "docker.io/jmalloc/echo-server:v0.3.7",
        "registry.karima.com:5000/team/a/kato:3.1.0-rc.1",
        "kato:3",
        "my_team/kato--api:1",
        `ghcr.io/karima/kato@${digest}`,
        `ghcr.io/karima/kato:3.0.0@${digest}`,
        `ghcr.io/karima/kato:latest@${digest}`,
    ];
    for (const name of accepted) {
        it(`may be ${name.slice(0, 50)}`, () => {
            assert.equal(image("").parse(name), name);
        });
    }

    const refused = [
        "kato",
        "kato:latest",
        "ghcr.io/karima/kato:",
        "ghcr.io:443/karima/kato",
        "ghcr.io/Karima/kato:3",
        "ghcr.io/karima/kato:3 ",
        "ghcr.io//kato:3",
        "ghcr.io/karima/kato@sha256:0123",
        "https://ghcr.io/karima/kato:3",
        "-kato:3",
        "",
    ];
    for (const name of refused) {
        it(`is not "${name}"`, () => {
            assert.equal(image("").safeParse(name).success, false);
        });
    }

    it("is told from text in a moment, however long the text", () => {
        const before = Date.now();
        assert.equal(image("").safeParse(`${"a-".repeat(50_000)}!`).success, false);
        assert.ok(Date.now() - before < 1000);
    });
});
