import assert from "node:assert/strict";
import { type Check, ok, failed, type Result, skipped } from "../../../cli/verify/check";
import { addressChecks } from "../../../cli/verify/checks/addresses";
import { headerChecks } from "../../../cli/verify/checks/headers";
import { hostChecks } from "../../../cli/verify/checks/hosts";
import { Cleanup } from "../../../cli/verify/cleanup";
import { statusFor } from "../../../cli/verify/main";
import { addressOf, NoAddressError } from "../../../cli/verify/net/dial";
import { HttpsClient } from "../../../cli/verify/net/http";
import { Report, summary } from "../../../cli/verify/report";
import { Interrupted, verify } from "../../../cli/verify/verify";
import { promised } from "./doubles";

function check(name: string, run: Check["run"], area = "area"): Check {
    return { area, name, expects: "what should be", look: "where it is", run };
}

const never = new AbortController().signal;

describe("verify", () => {
    it("makes the checks in order, and tells each result as it comes", async () => {
        const shown: Result[] = [];
        const results = await verify(
            [
                check("one", () => Promise.resolve(ok("200"))),
                check("two", () => Promise.resolve(failed("500"))),
                check("three", () => Promise.resolve(skipped("no such thing"))),
            ],
            new Cleanup(),
            never,
            (result) => void shown.push(result),
        );
        assert.deepEqual(results, [
            { area: "area", check: "one", status: "ok", seen: "200" },
            {
                area: "area",
                check: "two",
                status: "failed",
                seen: "500",
                expected: "what should be",
                look: "where it is",
            },
            { area: "area", check: "three", status: "skipped", seen: "no such thing" },
        ]);
        assert.deepEqual(shown, results);
    });

    it("takes an error for a failure, in one line with its code, and goes on", async () => {
        const error = Object.assign(new Error("connect failed\nat somewhere"), { code: "ECONNREFUSED" });
        const results = await verify(
            [check("one", () => Promise.reject(error)), check("two", () => Promise.resolve(ok("200")))],
            new Cleanup(),
            never,
            () => undefined,
        );
        assert.deepEqual(
            results.map(({ status, seen }) => [status, seen]),
            [
                ["failed", "could not be checked: connect failed (ECONNREFUSED)"],
                ["ok", "200"],
            ],
        );
    });

    it("says once that hosts have no address, however many checks need one", async () => {
        const none = (host: string) => Promise.reject(new NoAddressError(`${host} has no address in DNS (ENOTFOUND)`));
        const http = new HttpsClient(none, []);
        const checks = [
            ...addressChecks(promised, none),
            ...headerChecks(promised, http, "run"),
            ...hostChecks(promised, http, none, "run"),
            check("inside", () => Promise.resolve(ok("200"))),
        ];
        let text = "";
        const output = { write: (more: string) => (text += more) };
        const report = new Report(output);
        const results = await verify(checks, new Cleanup(), never, (result) => report.add(result));
        summary(output, results);
        const others = results.filter(({ becauseOf }) => becauseOf === "the public hosts have addresses").length;
        assert.ok(others > 5);
        assert.equal(others, results.length - 2);
        assert.equal(
            text,
            [
                "",
                "DNS",
                "  FAILED   the public hosts have addresses",
                "           expected  each leads to the load balancer",
                "           seen      kato.yourdomain.com has no address in DNS (ENOTFOUND); auth.karima.com has no address in DNS (ENOTFOUND)",
                '           look at   kubectl get services --namespace nginx-ingress; README, "Names"',
                "",
                "area",
                "  ok       inside: 200",
                "",
                `${String(results.length)} checks: 1 ok, ${String(results.length - 1)} failed.`,
                "  DNS: the public hosts have addresses",
                `  and ${String(others)} that could not be made, for want of an address`,
                "",
            ].join("\n"),
        );
        assert.equal(statusFor(results), 1);
    });

    it("looks for no address where the hosts are reached through the cluster", async () => {
        assert.deepEqual(addressChecks({ ...promised, reachedBy: "cluster" }, addressOf), []);
        const [found] = addressChecks(promised, () => Promise.resolve("192.0.2.1"));
        assert.deepEqual(await found?.run(), { status: "ok", seen: "2 hosts" });
    });

    it("lets no server that it quotes speak to the terminal", async () => {
        const rude = check("one", () => Promise.resolve(failed("an answer: \x1b[2J\x07\r\nall is well")));
        const [result] = await verify([rude], new Cleanup(), never, () => undefined);
        assert.equal(result?.seen, "an answer:  [2J all is well");
    });

    it("removes what was made, the newest first, also after a failure", async () => {
        const [cleanup, removed] = [new Cleanup(), [] as string[]];
        const undo = (what: string) => () => Promise.resolve(void removed.push(what));
        await verify(
            [
                check("one", () => {
                    cleanup.add("namespace a", "kubectl delete namespace a", undo("a"));
                    cleanup.add("pod b", "kubectl delete pod b", undo("b"));
                    return Promise.reject(new Error("after that"));
                }),
            ],
            cleanup,
            never,
            () => undefined,
        );
        assert.deepEqual(removed, ["b", "a"]);
    });

    it("says what could not be removed, how to do it by hand, and goes on removing", async () => {
        const [cleanup, removed] = [new Cleanup(), [] as string[]];
        cleanup.add("namespace a", "kubectl delete namespace a", () => Promise.resolve(void removed.push("a")));
        cleanup.add("pod b", "kubectl delete pod b", () => Promise.reject(new Error("forbidden")));
        assert.deepEqual(await verify([], cleanup, never, () => undefined), [
            {
                area: "clean-up",
                check: "pod b",
                status: "failed",
                seen: "could not be removed: forbidden",
                expected: "nothing of this run is left",
                look: "kubectl delete pod b",
            },
        ]);
        assert.deepEqual(removed, ["a"]);
    });

    it("stops at an interruption, in the middle of a check, and removes what was made", async () => {
        const [cleanup, interruption, done] = [new Cleanup(), new AbortController(), [] as string[]];
        const running = verify(
            [
                check("one", () => {
                    cleanup.add("pod a", "", () => Promise.resolve(void done.push("removed")));
                    interruption.abort();
                    return new Promise(() => undefined);
                }),
                check("two", () => Promise.resolve(ok(String(done.push("went on"))))),
            ],
            cleanup,
            interruption.signal,
            () => undefined,
        );
        await assert.rejects(running, Interrupted);
        assert.deepEqual(done, ["removed"]);
        // The interrupted check may still be on its way to make something.
        assert.throws(() => cleanup.add("pod b", "", () => Promise.resolve()), /interrupted/);
    });
});

describe("verify, interrupted before it began", () => {
    it("makes no check", async () => {
        const interruption = new AbortController();
        interruption.abort();
        let made = 0;
        const checks = [check("one", () => Promise.resolve(ok(String((made += 1)))))];
        await assert.rejects(
            verify(checks, new Cleanup(), interruption.signal, () => undefined),
            Interrupted,
        );
        assert.equal(made, 0);
    });
});

describe("the output of verify", () => {
    const results: Result[] = [
        { area: "TLS", check: "kato speaks TLSv1.3", status: "ok", seen: "TLSv1.3" },
        {
            area: "TLS",
            check: "kato refuses TLSv1.2",
            status: "failed",
            seen: "a handshake",
            expected: "none",
            look: "docs",
        },
        { area: "KATO", check: "a wrong key", status: "skipped", seen: "a stand-in" },
    ];

    function printed(of: readonly Result[]): string {
        let text = "";
        const output = { write: (more: string) => void (text += more) };
        const report = new Report(output);
        of.forEach((result) => report.add(result));
        summary(output, of);
        return text;
    }

    it("has a line for each check, and for a failure what was expected, what was seen and where to look", () => {
        assert.equal(
            printed(results),
            [
                "",
                "TLS",
                "  ok       kato speaks TLSv1.3: TLSv1.3",
                "  FAILED   kato refuses TLSv1.2",
                "           expected  none",
                "           seen      a handshake",
                "           look at   docs",
                "",
                "KATO",
                "  skipped  a wrong key: a stand-in",
                "",
                "3 checks: 1 ok, 1 failed, 1 skipped, which proves nothing.",
                "  TLS: kato refuses TLSv1.2",
                "",
            ].join("\n"),
        );
    });

    it("does not speak of skipped checks where there are none", () => {
        assert.match(printed(results.slice(0, 1)), /\n1 checks: 1 ok, 0 failed\.\n$/);
    });

    it("is status 1 with a failure, and 0 without", () => {
        assert.equal(statusFor(results), 1);
        assert.equal(statusFor(results.filter(({ status }) => status !== "failed")), 0);
    });
});
