import assert from "node:assert/strict";
import { parse } from "yaml";
import { manifestYaml } from "../../../../cli/preview/output/manifest-yaml";
import { parseText } from "../../../../kubernetes/manifest-text";

describe("the YAML of a manifest", () => {
    const texts = [
        ...["yes", "no", "on", "Off", "y", "N", "true", "null", "~", ""],
        ...["1_000", "010", "0o17", "0b11", "0x1F", "1:30", "22:15:10", "1e3", ".5", ".inf", "+1", "2026-11-29", "="],
        ...[
            "a\u2028b",
            "a\u2029b\n",
            "a\u0085b",
            "\ufeffa",
            "a\u007fb",
            "a\u0090b",
            "a\tb",
            "two\nlines\n",
            "a: b",
            "*a",
        ],
    ];

    for (const text of texts) {
        it(`says ${JSON.stringify(text)} to readers of YAML 1.1 and 1.2 alike, as a value and as a key`, () => {
            const body = { data: { value: text, [text]: "key", list: [text] } };
            const yaml = manifestYaml(body);
            assert.deepEqual(parse(yaml), body);
            assert.deepEqual(
                parseText(yaml).documents.map(({ value }) => value),
                [body],
            );
            // Go's reader of 1.1 takes these for line ends, or refuses them.
            assert.doesNotMatch(yaml, /[\u007f-\u009f\u2028\u2029\ufeff]/);
        });
    }

    it("quotes nothing else", () => {
        assert.equal(
            manifestYaml({ a: { b: "plain", c: 1, d: true }, e: ["x"] }),
            "a:\n  b: plain\n  c: 1\n  d: true\ne:\n  - x\n",
        );
    });
});
