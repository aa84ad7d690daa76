import assert from "node:assert/strict";
import { EXIT, messageOf, statusOf, UsageError } from "../../../cli/shared/exit";
import { Progress, style } from "../../../cli/shared/terminal";

function collector(isTTY: boolean): { isTTY: boolean; write: (text: string) => void; text: () => string } {
    const texts: string[] = [];
    return { isTTY, write: (text) => void texts.push(text), text: () => texts.join("") };
}

describe("Progress", () => {
    it("writes one line per step where there is no terminal", () => {
        const output = collector(false);
        const progress = new Progress(output);
        progress.step("one");
        progress.step("two");
        progress.clear();
        assert.equal(output.text(), "one\ntwo\n");
    });

    it("overwrites one line on a terminal and removes it in the end", () => {
        const output = collector(true);
        const progress = new Progress(output);
        progress.step("one");
        progress.step("two");
        progress.clear();
        assert.equal(output.text(), "\r\x1b[Kone …\r\x1b[Ktwo …\r\x1b[K");
    });
});

describe("style", () => {
    const noColor = process.env["NO_COLOR"];

    beforeEach(() => {
        delete process.env["NO_COLOR"];
    });

    after(() => {
        if (noColor !== undefined) {
            process.env["NO_COLOR"] = noColor;
        }
    });

    it("colours on a terminal only", () => {
        assert.equal(style(collector(true)).red("x"), "\x1b[31mx\x1b[39m");
        assert.equal(style(collector(false)).red("x"), "x");
    });

    it("colours nothing where NO_COLOR is set", () => {
        process.env["NO_COLOR"] = "1";
        assert.equal(style(collector(true)).bold("x"), "x");
    });
});

describe("statusOf", () => {
    it("is 2 for what the user can put right and 3 for anything else", () => {
        class ConfigError extends Error {
            override name = "ConfigError";
        }
        assert.deepEqual([new UsageError("x"), new ConfigError("x"), new Error("x"), "x"].map(statusOf), [
            EXIT.invalid,
            EXIT.invalid,
            EXIT.unexpected,
            EXIT.unexpected,
        ]);
    });
});

describe("messageOf", () => {
    it("finds words for whatever was thrown", () => {
        assert.deepEqual([new Error("a"), new Error(""), "b"].map(messageOf), ["a", "Error", "b"]);
    });
});
