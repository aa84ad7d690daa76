import assert from "node:assert/strict";
import type { Given } from "../given";

/** Go's own HTTP server says in plain text that a client did not get as far as a request. */
const FROM_GO = /^\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d http: TLS handshake error from 127\.0\.0\.1:\d+: [ a-zA-Z]+$/;

/** All texts in a value, at any depth. */
function texts(value: unknown): string[] {
    if (typeof value === "string") {
        return [value];
    }
    return value !== null && typeof value === "object" ? Object.values(value).flatMap(texts) : [];
}

export function logs(given: () => Given): void {
    for (const name of ["server", "courier"] as const) {
        describe(`the log of its ${name}`, () => {
            const lines = (): Record<string, unknown>[] =>
                given()
                    .world.log(name)
                    .trim()
                    .split("\n")
                    .filter((line) => !FROM_GO.test(line))
                    .map((line) => JSON.parse(line) as Record<string, unknown>);

            it("is lines of JSON with time, level and message", () => {
                assert.ok(lines().length > 5);
                for (const line of lines()) {
                    assert.ok(
                        ["time", "level", "msg"].every((key) => typeof line[key] === "string"),
                        JSON.stringify(line),
                    );
                    assert.notEqual(line["level"], "debug");
                }
            });

            it("has no person's e-mail address, but those that somebody looks up in the admin API", () => {
                for (const text of lines().flatMap(texts).map(unescaped)) {
                    const lookUp = /^<\/admin\/\S+[?&](credentials_identifier|recipient)=/.test(text);
                    assert.ok(lookUp || !/@example\.org/.test(text), text);
                }
            });

            it("has no password, code, token or cookie", () => {
                const confidential = [...given().world.confidential].filter((value) => value !== "");
                assert.ok(confidential.length > 50);
                const patterns = confidential.map((value) => {
                    const escaped = value.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
                    // A code has six digits, which any longer number may have as well.
                    return new RegExp(value.length === 6 ? `(?<![0-9a-z])${escaped}(?![0-9a-z])` : escaped);
                });
                for (const line of lines()) {
                    for (const text of texts({ ...line, time: "" }).flatMap((each) => [each, unescaped(each)])) {
                        const found = patterns.find((pattern) => pattern.test(text));
                        assert.equal(found, undefined, `${String(found)} in ${text}`);
                    }
                }
            });
        });
    }
}

/** As it was before it became part of a URL. */
function unescaped(text: string): string {
    try {
        return decodeURIComponent(text);
    } catch {
        return text;
    }
}
