import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readProjectFile, stackFilePath, stacksOf } from "../../config/stack-file/project-file";
import { readStackFile } from "../../config/stack-file/read";
import { errorOf } from "./stacks";

describe("Pulumi.yaml", () => {
    let folder: string;
    beforeEach(() => {
        folder = mkdtempSync(join(tmpdir(), "project-"));
    });
    afterEach(() => {
        rmSync(folder, { recursive: true });
    });

    /** The values of a stack of a project. */
    function values(project: string, stack = "config: {}"): Readonly<Record<string, string>> {
        writeFileSync(join(folder, "Pulumi.yaml"), `name: kato-platform\n${project}`);
        const file = readProjectFile(folder);
        mkdirSync(file.stackFolder, { recursive: true });
        writeFileSync(stackFilePath(file, "test"), stack);
        return readStackFile(stackFilePath(file, "test"), [], file).values;
    }

    it("has values for stacks that have none", () => {
        const project = `
config:
  aws:region: { value: us-west-2 }
  environment: staging
  storage: { default: { mode: existing } }
  retention: { type: object, default: { days: 3 } }
  number: 010
  set: { default: 1 }
`;
        assert.deepEqual(values(project, "config: { set: 2, kato-platform:own: 3 }"), {
            "aws:region": "us-west-2",
            "kato-platform:environment": "staging",
            "kato-platform:storage": '{"mode":"existing"}',
            "kato-platform:retention": '{"days":3}',
            "kato-platform:number": "8",
            "kato-platform:set": "2",
            "kato-platform:own": "3",
        });
    });

    it("replaces nothing inside a stack's own value: the engine merges neither", () => {
        const project = "config: { storage: { default: { mode: existing, class: fast } } }";
        assert.deepEqual(values(project, "config: { storage: { mode: aws-ebs } }"), {
            "kato-platform:storage": '{"mode":"aws-ebs"}',
        });
    });

    it("may require keys of every stack", () => {
        const { problems } = errorOf(() => values("config: { owner: { type: string }, aws:region: { type: string } }"));
        assert.deepEqual(problems, [
            {
                path: "kato-platform:owner",
                expected: "a value, because `config` in Pulumi.yaml declares the key without a default",
                fix: "pulumi config set kato-platform:owner VALUE --stack test",
            },
        ]);
    });

    for (const [key, project] of [
        ["stackConfigDir", "stackConfigDir: stacks"],
        ["config, as it was called once", "config: stacks"],
    ] as const) {
        it(`says where the stacks' files are: ${key}`, () => {
            assert.deepEqual(values(project, "config: { a: b }"), { "kato-platform:a": "b" });
            assert.deepEqual(stacksOf(readProjectFile(folder)), ["test"]);
            assert.equal(stackFilePath(readProjectFile(folder), "prod"), join(folder, "stacks", "Pulumi.prod.yaml"));
        });
    }

    it("that is missing or empty says nothing", () => {
        assert.deepEqual(stacksOf(readProjectFile(join(folder, "none"))), []);
        writeFileSync(join(folder, "Pulumi.yaml"), "");
        assert.equal(readProjectFile(folder).stackFolder, folder);
    });

    it("that is not YAML, or has an alias of nothing, is refused", () => {
        for (const text of ["config: [", "config: *none"]) {
            writeFileSync(join(folder, "Pulumi.yaml"), text);
            assert.equal(errorOf(() => readProjectFile(folder)).problems[0]?.path, "Pulumi.yaml", text);
        }
    });
});
