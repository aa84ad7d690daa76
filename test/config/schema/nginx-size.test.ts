import assert from "node:assert/strict";
import { nginxSize } from "../../../config/schema/nginx-size";

describe("a size as nginx writes it", () => {
    const size = nginxSize("2k", "3m");

    for (const value of ["2k", "3072k", "1m", "3m"]) {
        it(`may be ${value}`, () => {
            assert.equal(size.parse(value), value);
        });
    }

    for (const value of ["1k", "3073k", "4m", "0", "0m", "10", "01m", "1.5m", "1g", "-1m", " 1m", "1m;", ""]) {
        it(`may not be ${JSON.stringify(value)}`, () => {
            assert.equal(size.safeParse(value).success, false);
        });
    }

    const meant: [string, string][] = [
        ["10Mi", "10m"],
        ["10M", "10m"],
        ["16MB", "16m"],
        ["512KiB", "512k"],
    ];
    for (const [written, better] of meant) {
        it(`is ${better} where somebody writes ${written}`, () => {
            const [issue] = size.safeParse(written).error?.issues ?? [];
            assert.ok(issue?.code === "custom");
            assert.equal(issue.params?.["better"], better);
        });
    }
});
