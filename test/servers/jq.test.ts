import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import * as pulumi from "@pulumi/pulumi";
import { secretSettings } from "../../components/data/qdrant/settings";
import { typed } from "../docs/commands/pages";
import { valueOf } from "../support/record";

const ROTATE = "docs/runbooks/rotate-secrets.md";
const QDRANT = "docs/runbooks/qdrant.md";

/** What the page's filter that has a text makes of a document. */
function filtered(page: string, text: string, document: string): string {
    const found = typed(page, "aws", "jq").find(({ words }) => words[0] === "jq" && words.at(-1)?.includes(text));
    const [program = "", ...args] = found?.words ?? [];
    const { status, stdout, stderr, error } = spawnSync(program, args, { encoding: "utf8", input: document });
    if (error !== undefined) throw new Error("jq not found: apt-get install jq", { cause: error });
    assert.equal(status, 0, stderr);
    return stdout;
}

describe("what the runbooks take out of documents with jq", () => {
    it("KATO's first key, out of Secrets Manager", () => {
        assert.equal(filtered(ROTATE, "api_keys", JSON.stringify({ api_keys: "first,second" })), "first\n");
    });

    it("the day of each generation, out of the state", () => {
        const urn =
            "urn:pulumi:prod::kato-platform::kato:secrets:Credential$random:index/randomPassword::kratos-cookie-g1";
        const resources = [
            { urn: "urn:of::something::else", inputs: {} },
            { urn, inputs: { keepers: { generatedOn: "2026-08-23" } } },
        ];
        const state = JSON.stringify({ deployment: { resources: [...resources, { urn: "urn:of::no::inputs" }] } });
        assert.equal(filtered(ROTATE, "generatedOn", state), "2026-08-23\tkratos-cookie-g1\n");
    });

    it("Qdrant's key, as a header, out of the file that its server reads", async () => {
        const key = { generation: 1, current: pulumi.output("the-key") };
        assert.equal(filtered(QDRANT, "api-key", await valueOf(secretSettings(key, key))), "api-key: the-key\n");
    });
});
