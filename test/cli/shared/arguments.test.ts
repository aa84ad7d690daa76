import assert from "node:assert/strict";
import { parseArguments, usage } from "../../../cli/shared/arguments";

const command = {
    start: "tool",
    purpose: "Does something.",
    flags: {
        name: { value: "NAME", help: "a name" },
        tag: { value: "TAG", repeatable: true, help: "a tag" },
        quiet: { help: "say nothing" },
    },
} as const;

function refused(...argv: string[]): string {
    try {
        parseArguments(command, argv);
    } catch (error) {
        assert(error instanceof Error && error.name === "UsageError");
        const [message = "", ...rest] = error.message.split("\n");
        assert.equal(rest.join("\n").trim(), usage(command));
        return message;
    }
    return assert.fail(`${argv.join(" ")} was accepted`);
}

describe("parseArguments", () => {
    it("gives undefined, false or nothing for flags that are not there", () => {
        assert.deepEqual(parseArguments(command, []), { name: undefined, tag: [], quiet: false });
    });

    it("reads values after a space or an equals sign, and collects repeatable ones in order", () => {
        assert.deepEqual(parseArguments(command, ["--name=a=b", "--tag", "x", "--quiet", "--tag", "y"]), {
            name: "a=b",
            tag: ["x", "y"],
            quiet: true,
        });
    });

    it("suggests the flag that was meant", () => {
        assert.equal(refused("--nam", "x"), "Unknown flag '--nam'. Did you mean '--name'?");
    });

    it("suggests nothing where nothing is close", () => {
        assert.equal(refused("--something-else"), "Unknown flag '--something-else'.");
    });

    it("refuses flags named like what every object has", () => {
        assert.equal(refused("--constructor"), "Unknown flag '--constructor'.");
    });

    it("refuses a short flag", () => {
        assert.match(refused("-n"), /^Unknown flag '-n'\./);
    });

    it("refuses a missing value, at the end, empty or with a flag in its place", () => {
        for (const argv of [["--name"], ["--name="], ["--name", "--quiet"]]) {
            assert.equal(refused(...argv), "'--name' needs a value: --name NAME");
        }
    });

    it("takes a value that begins with dashes after an equals sign", () => {
        assert.equal(parseArguments(command, ["--name=--odd"]).name, "--odd");
    });

    it("refuses a value where none is taken", () => {
        assert.equal(refused("--quiet=yes"), "'--quiet' takes no value.");
    });

    it("refuses a flag given twice", () => {
        assert.equal(refused("--name", "a", "--name", "b"), "'--name' is given twice.");
    });

    it("refuses a stray word", () => {
        assert.equal(refused("word"), "Unexpected argument 'word'.");
    });
});

describe("usage", () => {
    it("lists every flag with its value", () => {
        assert.equal(
            usage(command),
            [
                "Does something.",
                "",
                "Usage: tool [flags]",
                "",
                "  --name NAME  a name",
                "  --tag TAG    a tag (repeatable)",
                "  --quiet      say nothing",
            ].join("\n"),
        );
    });
});
