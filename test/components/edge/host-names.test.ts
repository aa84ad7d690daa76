import assert from "node:assert/strict";
import { namesOfHosts } from "../../../components/edge/host-names";
import { previewFiles } from "../../../cli/preview/output/files";
import { previewOf } from "../../support/preview";
import { RESOURCES_FILE } from "../../../cli/preview/model/file-names";

const longest = `${"a".repeat(63)}.${"b".repeat(63)}.${"c".repeat(63)}.${"d".repeat(61)}`;

describe("namesOfHosts", () => {
    const names = (...hosts: string[]) => [...namesOfHosts("edge-", hosts).values()];

    it("writes dashes for dots", () => {
        assert.deepEqual(names("auth.karima.com", "auth.karima-app.com"), [
            "edge-auth-karima-com",
            "edge-auth-karima-app-com",
        ]);
    });

    it("gives hosts that differ in a dash alone two names, and the first its own", () => {
        assert.deepEqual(names("a-b.c.com", "a.b.c.com", "a.b-c.com"), [
            "edge-a-b-c-com",
            "edge-a-b-c-com-279c661d52",
            "edge-a-b-c-com-4ce5ad50d0",
        ]);
    });

    it("leaves the hosts that were there their names when another is added behind them", () => {
        const before = names("a.b.com", longest);
        assert.deepEqual(names("a.b.com", longest, "a-b.com").slice(0, 2), before);
    });

    it("tells a host from one that spells out its hash", () => {
        const [, hashed = ""] = names("a.b.com", "a-b.com");
        const spelt = hashed.replace("edge-", "");
        assert.equal(new Set(names("a.b.com", "a-b.com", spelt)).size, 3);
        assert.equal(new Set(names(spelt, "a.b.com", "a-b.com")).size, 3);
    });

    it("keeps long hosts apart, in 180 characters", () => {
        const all = names(longest, longest.replace(/d$/, "e"), longest.replace(/^a/, "e"));
        assert.equal(new Set(all).size, 3);
        assert.deepEqual(
            all.map(({ length }) => length),
            [180, 180, 180],
        );
    });

    it("keeps the name of a host that just fits", () => {
        const fits = "a".repeat(175);
        assert.deepEqual(names(fits), [`edge-${fits}`]);
        assert.notDeepEqual(names(`${fits}a`), [`edge-${fits}a`]);
    });
});

describe("a preview with long hosts, and some that differ in a dash alone", function () {
    this.timeout(60_000);

    it("has a file for each object, with a name that file systems take", async () => {
        const additionalHosts = [longest, "a-b.karima.com", "a.b.karima.com"];
        const preview = await previewOf("prod", `kratos: { additionalHosts: ${JSON.stringify(additionalHosts)} }`);
        const servers = preview.objects.filter(({ kind }) => kind === "VirtualServer");
        assert.deepEqual(
            servers.map(({ body }) => (body["spec"] as { host: string }).host),
            ["kato.yourdomain.com", "auth.karima.com", ...additionalHosts],
        );
        const files = [...previewFiles(preview).keys()];
        assert.ok(files.includes(RESOURCES_FILE));
        assert.deepEqual(
            files.filter((file) => Buffer.byteLength(file.split("/").at(-1) ?? "") > 255),
            [],
        );
    });
});
