import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { readKubeContext } from "../../../cli/doctor/kube-context";
import { ownKubeConfig } from "./own-kube-config";

/** What real `kubectl` 1.32 makes of the same files (`kubectl config view`), by hand. */
describe("The kubeconfig", () => {
    const folder = ownKubeConfig();

    beforeEach(() => {
        // Both have a cluster `shared`, each its own context.
        write("a", config("a", "context-a"));
        write("b", config("b", "context-b"));
        write("undecided", config("undecided", undefined));
        write("empty", "");
    });

    function write(name: string, text: string): void {
        writeFileSync(join(folder(), name), text);
    }

    function config(name: string, current: string | undefined): string {
        return [
            "apiVersion: v1",
            `clusters: [{ name: shared, cluster: { server: "https://${name}", certificate-authority: ca.pem } }]`,
            `users: [{ name: user-${name}, user: { token: ${name} } }]`,
            `contexts: [{ name: context-${name}, context: { cluster: shared, user: user-${name} } }]`,
            ...(current === undefined ? [] : [`current-context: ${current}`]),
        ].join("\n");
    }

    /** Of a list of files; an empty name stays one. */
    async function read(files: readonly string[], stated?: string): Promise<string> {
        process.env["KUBECONFIG"] = files.map((file) => (file === "" ? "" : join(folder(), file))).join(delimiter);
        const { name, server } = await readKubeContext(stated);
        return `${name} at ${server}`;
    }

    it("is the first file's where several name a current context, and its cluster too", async () => {
        assert.equal(await read(["a", "b"]), "context-a at https://a");
        assert.equal(await read(["b", "a"]), "context-b at https://b");
        assert.equal(await read(["a", "b"], "context-b"), "context-b at https://a");
        assert.equal(await read(["undecided", "b", "a"]), "context-b at https://undecided");
        assert.equal(await read(["a", "a"]), "context-a at https://a");
    });

    it("does without files that are missing or empty, and without empty entries", async () => {
        assert.equal(await read(["missing", "b"]), "context-b at https://b");
        assert.equal(await read(["empty", "", "b", ""]), "context-b at https://b");
    });

    it("has the files that it names beside itself", async () => {
        process.env["KUBECONFIG"] = join(folder(), "a");
        const { kubeConfig } = await readKubeContext();
        assert.equal(kubeConfig.getCurrentCluster()?.caFile, join(folder(), "ca.pem"));
    });

    it("does without an entry that is not complete, unless it is the one that is used", async () => {
        const text = config("half", "context-half").replace('server: "https://half", ', "");
        write("half", text);
        assert.equal(await read(["half", "b"], "context-b"), "context-b at https://b");
        await assert.rejects(read(["half"]), {
            name: "UsageError",
            message:
                'The kube-context "context-half" is of a cluster whose address is not in the kubeconfig: "shared".',
        });
    });

    it("has one message for each way in which it says nothing", async () => {
        for (const file of ["empty", "comment"]) {
            write("comment", "# nothing yet\n");
            await assert.rejects(read([file]), { name: "UsageError", message: /^The kubeconfig has no context, so/ });
        }
        await assert.rejects(read(["", ""]), {
            name: "UsageError",
            message: /^There is no kubeconfig \(KUBECONFIG names no file\)/,
        });
        await assert.rejects(read(["undecided"]), {
            name: "UsageError",
            message: /no current context\. Choose one .*: context-undecided\.$/,
        });
    });

    it("is named where it cannot be read, and not quoted", async () => {
        write("list", "[1, 2]");
        write("broken", "apiVersion: v1\nusers: [{ token: abcdef, ");
        mkdirSync(join(folder(), "folder"));
        await assert.rejects(read(["a", "list"]), {
            name: "UsageError",
            message: /\/list cannot be read: it is not a map/,
        });
        await assert.rejects(read(["a", "folder"]), { name: "UsageError", message: /\/folder cannot be read: EISDIR/ });
        await assert.rejects(read(["broken", "a"]), (error: Error) => {
            assert.equal(error.name, "UsageError");
            assert.match(error.message, /\/broken:2 cannot be read/);
            assert.doesNotMatch(error.message, /abcdef/);
            return true;
        });
    });
});
