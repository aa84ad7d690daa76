import assert from "node:assert/strict";
import { CookieJar, type Initiator, isSameSite } from "./cookie-jar";

const api = new URL("https://auth.karima.com/sessions/whoami");
const from = (origin: string | undefined, topLevel = false, method = "GET"): Initiator => ({
    origin,
    topLevel,
    method,
});
const ui = from("https://karima.com");

function jarWith(header: string, url = api, initiator = ui): CookieJar {
    const jar = new CookieJar();
    assert.equal(jar.store(header, url, initiator), undefined);
    return jar;
}

describe("the tests' cookie jar", () => {
    for (const [domain, sent, withheld] of [
        ["; Domain=karima.com", ["karima.com", "auth.karima.com", "a.b.karima.com"], ["evilkarima.com", "example.org"]],
        ["; Domain=.karima.com", ["karima.com"], []],
        ["", ["auth.karima.com"], ["karima.com", "a.auth.karima.com"]],
    ] as const) {
        it(`sends a cookie to the hosts it is for: ${domain === "" ? "no Domain" : domain}`, () => {
            const jar = jarWith(`a=1; SameSite=None; Secure; Path=/${domain}`);
            sent.forEach((host) => { assert.equal(jar.header(new URL(`https://${host}/`), ui), "a=1"); }); // prettier-ignore
            withheld.forEach((host) => { assert.equal(jar.header(new URL(`https://${host}/`), ui), ""); }); // prettier-ignore
        });
    }

    it("sends a cookie to the paths it is for", () => {
        const jar = jarWith("a=1; Path=/sessions");
        assert.equal(jar.header(api, ui), "a=1");
        assert.equal(jar.header(new URL("/sessions", api), ui), "a=1");
        assert.equal(jar.header(new URL("/sessionsmore", api), ui), "");
        assert.equal(jarWith("a=1").header(new URL("/sessions/other", api), ui), "a=1");
        assert.equal(jarWith("a=1").header(new URL("/other", api), ui), "");
    });

    it("sends a Secure cookie over https only", () => {
        const jar = jarWith("a=1; Secure; SameSite=None; Path=/");
        assert.equal(jar.header(new URL("http://auth.karima.com/"), ui), "");
    });

    for (const [sameSite, sent] of [
        ["Strict", []],
        ["Lax", ["link"]],
        ["None", ["fetch", "form", "link"]],
    ] as const) {
        it(`sends a SameSite=${sameSite} cookie across sites with: ${sent.join(" ") || "nothing"}`, () => {
            const jar = jarWith(`a=1; SameSite=${sameSite}; Secure; Path=/`);
            const evil = "https://evil.example";
            const ways = { fetch: from(evil), form: from(evil, true, "POST"), link: from(evil, true) };
            const seen = Object.entries(ways).filter(([, initiator]) => jar.header(api, initiator) !== "");
            assert.deepEqual(seen.map(([way]) => way), sent); // prettier-ignore
            assert.equal(jar.header(api, ui), "a=1");
            assert.equal(jar.header(api, from(undefined, true)), "a=1");
        });
    }

    it("takes a cookie without SameSite for Lax", () => {
        assert.equal(jarWith("a=1").all[0]?.sameSite, "Lax");
    });

    for (const [header, reason] of [
        ["a=1; Domain=example.org", /may not set a cookie for example\.org/],
        ["a=1; Domain=com", /may not set a cookie for com/],
        ["a=1; SameSite=None", /without Secure/],
        ["=1", /no name/],
    ] as const) {
        it(`does not store ${header}`, () => {
            const jar = new CookieJar();
            assert.match(jar.store(header, api, ui) ?? "", reason);
            assert.deepEqual(jar.all, []);
        });
    }

    it("does not store a Secure cookie from plain HTTP", () => {
        assert.match(new CookieJar().store("a=1; Secure", new URL("http://karima.com/"), ui) ?? "", /plain HTTP/);
    });

    it("stores SameSite cookies of another site's answer only when that is where the browser goes", () => {
        const evil = "https://evil.example";
        const jar = new CookieJar();
        assert.match(jar.store("a=1; SameSite=Strict", api, from(evil)) ?? "", /another site/);
        assert.equal(jar.store("a=1; SameSite=Strict", api, from(evil, true)), undefined);
        assert.equal(jar.store("b=1; SameSite=None; Secure", api, from(evil)), undefined);
    });

    it("replaces a cookie, forgets an expired one, and lets Max-Age win", () => {
        const jar = jarWith("a=1; Path=/");
        jar.store("a=2; Path=/", api, ui);
        assert.equal(jar.header(api, ui), "a=2");
        jar.store("a=; Path=/; Max-Age=0", api, ui);
        assert.deepEqual(jar.all, []);
        jar.store("a=3; Expires=Thu, 01 Jan 1970 00:00:01 GMT", api, ui);
        assert.deepEqual(jar.all, []);
        jar.store("a=4; Max-Age=60; Expires=Thu, 01 Jan 1970 00:00:01 GMT", api, ui);
        assert.equal(jar.named("a")?.value, "4");
    });

    for (const [one, other, same] of [
        ["https://karima.com", "https://auth.karima.com", true],
        ["https://karima.com:8443", "https://karima.com", true],
        ["http://karima.com", "https://karima.com", false],
        ["https://karima.com", "https://auth.ks-backend.cloud", false],
        ["https://one.co.uk", "https://other.co.uk", false],
        ["https://one.github.io", "https://other.github.io", false],
    ] as const) {
        it(`takes ${one} and ${other} for ${same ? "one site" : "two sites"}`, () => {
            assert.equal(isSameSite(one, new URL(other)), same);
        });
    }
});
