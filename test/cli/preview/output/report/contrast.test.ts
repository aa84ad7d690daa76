import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import * as path from "node:path";
import { REPOSITORY } from "../../support";

/** Ratios of WCAG 2.2, success criteria 1.4.3 (text) and 1.4.11 (lines and shapes that carry meaning). */
const TEXT = 4.5;
const SHAPE = 3;

const css = readFileSync(path.join(REPOSITORY, "cli/preview/output/report/page.css"), "utf8");
const THEMES = {
    light: theme(/^:root \{(.*?)\}/ms),
    dark: theme(/prefers-color-scheme: dark\) \{\s*:root \{(.*?)\}/s),
};

const GROUNDS = ["paper", "panel"];
const BOXES = ["outside", "controller", "app", "job", "store"];
const ALL = [...GROUNDS, ...BOXES];

/** Each colour with what it is seen on. A box that is not highlighted has the panel's colour, its text that of `dim`. */
const MEANT: readonly (readonly [colour: string, grounds: readonly string[], least: number])[] = [
    ["ink", ALL, TEXT],
    ["dim", ALL, TEXT],
    ["accent", GROUNDS, TEXT],
    ["good", GROUNDS, TEXT],
    ["bad", GROUNDS, TEXT],
    ["warn", GROUNDS, TEXT],
    // A box that has the focus, or the pointer over it.
    ["accent", BOXES, SHAPE],
    ["plain", GROUNDS, SHAPE],
    // A namespace, and what is not highlighted.
    ["faint", GROUNDS, SHAPE],
];
/** Lines between rows and around cards: everything is told without them. */
const DECORATION = ["rule"];

describe("the page's colours", () => {
    for (const [name, colours] of Object.entries(THEMES)) {
        for (const [colour, grounds, least] of MEANT) {
            it(`${name}: ${colour} is told from ${grounds.join(", ")} by ${least} to 1`, () => {
                const low = grounds
                    .map((ground) => ({
                        ground,
                        ratio: contrast(colourOf(colours, colour), colourOf(colours, ground)),
                    }))
                    .filter(({ ratio }) => ratio < least);
                assert.deepEqual(low, []);
            });
        }

        it(`${name}: has no colour that is not judged here`, () => {
            assert.deepEqual(
                [...colours.keys()].sort(),
                [...new Set([...MEANT.map(([colour]) => colour), ...ALL, ...DECORATION])].sort(),
            );
        });
    }

    it("come from there alone: none is written elsewhere or mixed with what is behind it", () => {
        const elsewhere = css.replace(/:root \{.*?\}/gs, "").replace(/^ *box-shadow:.*$/gm, "");
        assert.doesNotMatch(elsewhere, /#[0-9a-f]{3,8};|opacity|\b(rgb|hsl|oklch|color-mix)\(/i);
        assert.doesNotMatch(
            elsewhere,
            /(?<![\w-])(color|fill|stroke|background|border[\w-]*): (?!var|none|0|inherit|context-stroke|[\d.]+px \w+ var|[\w.]+;?$)/m,
        );
    });

    it("are measured as WCAG does", () => {
        assert.equal(contrast("#000", "#fff"), 21);
        assert.equal(contrast("#777", "#ffffff").toFixed(2), "4.48");
    });
});

function theme(block: RegExp): Map<string, string> {
    const declared = block.exec(css)?.[1] ?? "";
    return new Map(
        [...declared.matchAll(/--([\w-]+): (#[0-9a-f]+);/g)].map(([, name = "", value = ""]) => [name, value]),
    );
}

function colourOf(colours: ReadonlyMap<string, string>, name: string): string {
    return colours.get(name) ?? assert.fail(`--${name} is not declared`);
}

/** @see https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
function contrast(one: string, other: string): number {
    const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
    return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: string): number {
    const digits = colour.length === 4 ? colour.replace(/[0-9a-f]/g, "$&$&") : colour;
    const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
        const value = parseInt(digits.slice(at, at + 2), 16) / 255;
        return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
