import assert from "node:assert/strict";
import { code, diffBlock, prose } from "../../../cli/comment/markdown";

describe("code", () => {
    const cases: [string, string, string][] = [
        ["a plain value", "20Gi", "`20Gi`"],
        ["a backtick", "a`b", "``a`b``"],
        ["two backticks", "a``b", "```a``b```"],
        ["backticks at the ends", "`a`", "`` `a` ``"],
        ["spaces at the ends", " a ", "`  a  `"],
        ["nothing", "", "`  `"],
        ["an escape, which means nothing in code", "a\\", "`a\\`"],
        ["markup, tags and mentions, which mean nothing in code", "**a** <b> @all #1", "`**a** <b> @all #1`"],
        ["several lines, which would end the span", "a\n\n# b", "`a ⏎  ⏎ # b`"],
        ["what turns the direction of text", "a\u202eb", "`a\\u{202e}b`"],
        ["what shows nothing", "a\u200bb\u2060c\ufeff", "`a\\u{200b}b\\u{2060}c\\u{feff}`"],
        ["control characters", "a\u0000b\u001bc\u0085", "`a\\u{0}b\\u{1b}c\\u{85}`"],
        ["other line ends", "a\rb\u2028c\r\nd", "`a\\u{d}b\\u{2028}c ⏎ d`"],
        ["half a character", "a\ud800", "`a\\u{d800}`"],
        ["other languages and signs", "é漢🎉→", "`é漢🎉→`"],
    ];
    for (const [what, text, expected] of cases) {
        it(`keeps ${what}`, () => {
            assert.equal(code(text), expected);
        });
    }

    it("cuts what is long", () => {
        assert.equal(code("abcdef", 3), "`abc…`");
        // In the middle of a character of two parts.
        assert.equal(code("ab🎉", 3), "`ab\\u{d83c}…`");
    });
});

describe("prose", () => {
    const cases: [string, string, string][] = [
        ["a sentence", "Keep the size, or move the data.", "Keep the size, or move the data."],
        ["emphasis and code", "*a* _b_ `c` ~d~", "\\*a\\* \\_b\\_ \\`c\\` \\~d\\~"],
        ["links and images", "![a](https://x.example)", "\\!\\[a\\](https:\\//x.example)"],
        ["addresses", "https://x.example www.x.example", "https:\\//x.example www\\.x.example"],
        ["tags and entities", "<img src=x> &lt;", "&lt;img src=x&gt; \\&lt;"],
        ["a table", "a | b", "a \\| b"],
        ["an escape of an escape", "\\*", "\\\\\\*"],
        [
            "mentions, references and formulas",
            "@everyone #1 $x$",
            "<span>@</span>everyone <span>#</span>1 <span>$</span>x<span>$</span>",
        ],
        ["several lines", "a\n\n- b", "a ⏎  ⏎ - b"],
    ];
    for (const [what, text, expected] of cases) {
        it(`takes the meaning from ${what}`, () => {
            assert.equal(prose(text), expected);
        });
    }

    it("cuts what is long before it escapes, so that no escape is cut", () => {
        assert.equal(prose("ab**", 3), "ab\\*…");
    });
});

describe("diffBlock", () => {
    it("is fenced and indented, line by line", () => {
        assert.equal(diffBlock(["- a", "+ b"], "  "), "  ```diff\n  - a\n  + b\n  ```");
    });

    it("has a fence that none of its lines can end", () => {
        assert.equal(diffBlock(["+ ```", "+ ````"], ""), "`````diff\n+ ```\n+ ````\n`````");
    });

    it("has one line for each that it is given", () => {
        assert.equal(diffBlock(["+ a\r\n```"], ""), "````diff\n+ a ⏎ ```\n````");
    });
});
