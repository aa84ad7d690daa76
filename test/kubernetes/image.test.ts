import assert from "node:assert/strict";
import { parseImage } from "../../kubernetes/image";

describe("parseImage", () => {
    const cases: [
        image: string,
        repository: string,
        name: string,
        tag: string | undefined,
        digest: string | undefined,
    ][] = [
        ["redis", "redis", "redis", undefined, undefined],
        ["redis:8.10", "redis", "redis", "8.10", undefined],
        ["localhost:5000/redis", "localhost:5000/redis", "redis", undefined, undefined],
        ["localhost:5000/team/redis:8", "localhost:5000/team/redis", "redis", "8", undefined],
        ["quay.io/app@sha256:ab", "quay.io/app", "app", undefined, "sha256:ab"],
        ["quay.io/app:1@sha256:ab", "quay.io/app", "app", "1", "sha256:ab"],
        // No such image runs, and a rule about Redis is not to be escaped by a second colon.
        ["redis:8:9", "redis:8", "redis", "9", undefined],
        ["redis@", "redis", "redis", undefined, ""],
        ["", "", "", undefined, undefined],
    ];
    for (const [image, repository, name, tag, digest] of cases) {
        it(`takes "${image}" apart`, () => {
            assert.deepEqual(parseImage(image), { repository, name, tag, digest });
        });
    }
});
