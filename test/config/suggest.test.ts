import assert from "node:assert/strict";
import { closest } from "../../config/suggest";

describe("closest", () => {
    const levels = ["trace", "debug", "info", "warning", "error"];
    const suggestions: [string, string[], string | undefined][] = [
        ["warn", levels, "warning"],
        ["INFO", levels, "info"],
        ["eror", levels, "error"],
        ["debgu", levels, "debug"],
        ["verbose", levels, undefined],
        ["x", levels, undefined],
        ["public_base_url", ["publicBaseUrl", "uiUrl"], "publicBaseUrl"],
        ["kratos-curier", ["kratos", "kratos-courier"], "kratos-courier"],
        ["anything", [], undefined],
        ["6.0", ["8.0", "7.0"], undefined],
    ];
    for (const [text, candidates, expected] of suggestions) {
        it(`of ${text} is ${expected ?? "nothing"}`, () => {
            assert.equal(closest(text, candidates), expected);
        });
    }
});
