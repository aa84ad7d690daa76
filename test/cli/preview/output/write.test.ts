import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { writeFolder } from "../../../../cli/preview/output/write";
import { cleanUp, readTree, temporaryFolder } from "../support";

function files(...manifests: string[]): Map<string, string> {
    return new Map([
        ["resources.json", JSON.stringify(manifests.map((manifest) => ({ manifest })))],
        ...manifests.map((manifest) => [manifest, "kind: Any\n"] as const),
    ]);
}

describe("writeFolder", () => {
    afterEach(cleanUp);

    it("makes the folder and those above it", () => {
        const folder = path.join(temporaryFolder(), "a", "b");
        writeFolder(folder, files("manifests/shop/service-app.yaml"));
        assert.deepEqual([...readTree(folder).keys()], ["manifests/shop/service-app.yaml", "resources.json"]);
    });

    it("removes the manifests of the preview before, and folders that are empty then", () => {
        const folder = temporaryFolder();
        writeFolder(folder, files("manifests/shop/service-app.yaml", "manifests/old/service-app.yaml"));
        writeFolder(folder, files("manifests/shop/service-web.yaml"));
        assert.deepEqual([...readTree(folder).keys()], ["manifests/shop/service-web.yaml", "resources.json"]);
        assert.deepEqual(fs.readdirSync(path.join(folder, "manifests")), ["shop"]);
    });

    it("removes what the preview before had for the owner of a controller, and in another folder nothing", () => {
        const folder = temporaryFolder();
        const owners = ["controller-values.yaml", "controller-network.yaml"];
        const withOwners = [
            ...files("manifests/shop/service-app.yaml"),
            ...owners.map((name) => [name, "a: b\n"] as const),
        ];
        writeFolder(folder, new Map(withOwners));
        assert.deepEqual(
            [...readTree(folder).keys()],
            [...owners, "manifests/shop/service-app.yaml", "resources.json"].sort(),
        );
        writeFolder(folder, files("manifests/shop/service-app.yaml"));
        assert.deepEqual([...readTree(folder).keys()], ["manifests/shop/service-app.yaml", "resources.json"]);
        const another = temporaryFolder();
        fs.writeFileSync(path.join(another, "controller-values.yaml"), "mine");
        writeFolder(another, files("manifests/shop/service-app.yaml"));
        assert.ok(fs.existsSync(path.join(another, "controller-values.yaml")));
    });

    it("leaves alone what it did not write", () => {
        const folder = temporaryFolder();
        fs.mkdirSync(path.join(folder, "manifests", "shop"), { recursive: true });
        fs.writeFileSync(path.join(folder, "manifests", "shop", "mine.yaml"), "mine");
        fs.writeFileSync(path.join(folder, "notes.txt"), "mine");
        writeFolder(folder, files("manifests/shop/service-app.yaml"));
        writeFolder(folder, files());
        assert.deepEqual([...readTree(folder).keys()], ["manifests/shop/mine.yaml", "notes.txt", "resources.json"]);
    });

    it("removes only manifests, whatever the list there says", () => {
        const outer = temporaryFolder();
        const folder = path.join(outer, "out");
        fs.mkdirSync(folder);
        const kept = [path.join(outer, "keep.yaml"), path.join(folder, "keep.yaml")];
        kept.forEach((file) => {
            fs.writeFileSync(file, "mine");
        });
        const listed = ["../keep.yaml", "manifests/../../keep.yaml", "manifests/../keep.yaml", "keep.yaml"];
        fs.writeFileSync(path.join(folder, "resources.json"), JSON.stringify(listed.map((manifest) => ({ manifest }))));
        writeFolder(folder, files());
        assert.deepEqual(
            kept.filter((file) => fs.existsSync(file)),
            kept,
        );
    });

    it("refuses a folder whose resources.json is not a preview's", () => {
        const folder = temporaryFolder();
        fs.writeFileSync(path.join(folder, "resources.json"), "not JSON");
        assert.throws(() => {
            writeFolder(folder, files());
        }, /resources\.json is there and no preview wrote it/);
    });

    it("refuses a file", () => {
        const file = path.join(temporaryFolder(), "file");
        fs.writeFileSync(file, "");
        assert.throws(() => {
            writeFolder(file, files());
        }, /this is a file, and the preview needs a folder/);
    });
});
