import assert from "node:assert/strict";
import { dnsServers, withoutDns } from "../../../../cli/preview/model/connections";

const row = (from: string, to: string, port: number, protocol = "TCP") => ({ from, to, port, protocol });
const both = (from: string, to: string, port: number) =>
    ["UDP", "TCP"].map((protocol) => row(from, to, port, protocol));

describe("DNS in the connection table", () => {
    const store = row("n/app", "n/db", 5432);

    for (const ports of [[53], [5353], [53, 5353]]) {
        it(`is a server that is asked on ${ports.join(" and ")}`, () => {
            const rows = [store, ...ports.flatMap((port) => both("n/app", "any/dns", port))];
            assert.deepEqual(dnsServers(rows), ["any/dns"]);
            assert.deepEqual(withoutDns(rows), [store]);
        });
    }

    const others = {
        "asked by TCP only": [row("n/app", "x", 53)],
        "asked on another port": both("n/app", "x", 514),
        "asked for something else as well": [...both("n/app", "x", 53), row("n/app", "x", 443)],
        "one that asks": [...both("n/app", "x", 53), row("x", "n/app", 443)],
    };
    for (const [what, rows] of Object.entries(others)) {
        it(`is nobody who is ${what}`, () => {
            assert.deepEqual(dnsServers(rows), []);
            assert.deepEqual(withoutDns(rows), rows);
        });
    }
});
