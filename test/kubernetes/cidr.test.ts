import assert from "node:assert/strict";
import { contains, formatCidr, parseCidr, type Range } from "../../kubernetes/cidr";

function range(text: string): Range {
    const parsed = parseCidr(text);
    assert.ok(parsed !== undefined, text);
    return parsed;
}

describe("address ranges", () => {
    const canonical: [string, string][] = [
        ["10.0.0.0/8", "10.0.0.0/8"],
        ["10.1.2.3/8", "10.0.0.0/8"],
        ["255.255.255.255/32", "255.255.255.255/32"],
        ["0.0.0.0/0", "0.0.0.0/0"],
        ["FD00:0:0::1/128", "fd00::1/128"],
        ["2001:db8::ff/64", "2001:db8::/64"],
        ["::/0", "::/0"],
        ["1:2:3:4:5:6:7:8/112", "1:2:3:4:5:6:7:0/112"],
    ];
    for (const [text, expected] of canonical) {
        it(`write ${text} as ${expected}`, () => {
            assert.equal(formatCidr(range(text)), expected);
        });
    }

    const none = ["10.0.0.0", "10.0.0.0/33", "10.0.0/8", "010.0.0.0/8", "10.0.0.0/08", "10.0.0.0/8/8", "fd00::/129"];
    for (const text of [...none, "fe80::1%eth0/64", "karima.com/8", "/8", ""]) {
        it(`are not "${text}"`, () => {
            assert.equal(parseCidr(text), undefined);
        });
    }

    it("know whether they begin at their first address", () => {
        assert.equal(range("10.0.0.0/8").aligned, true);
        assert.equal(range("10.0.0.1/8").aligned, false);
        assert.equal(range("fd00::1/64").aligned, false);
    });

    it("contain the addresses from the first to the last, of their own version", () => {
        assert.equal(contains(range("169.254.0.0/16"), "169.254.169.254"), true);
        assert.equal(contains(range("169.254.169.255/32"), "169.254.169.254"), false);
        assert.equal(contains(range("0.0.0.0/1"), "169.254.169.254"), false);
        assert.equal(contains(range("::/0"), "169.254.169.254"), false);
        assert.equal(contains(range("fd00:ec2::/32"), "fd00:ec2::254"), true);
    });
});
