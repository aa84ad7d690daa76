import assert from "node:assert/strict";
import { Field, MalformedValue } from "../../../../kubernetes/field";
import { type Range, readRange } from "../../../../policies/rules/network/addresses";

function read(cidr: unknown): Range {
    return readRange(Field.root(cidr));
}

describe("an address range", () => {
    it("holds its addresses and no others", () => {
        const range = read("172.16.0.0/12");
        assert.deepEqual(
            ["172.15.255.255", "172.16.0.0", "172.31.255.255", "172.32.0.0"].map((address) => range.contains(address)),
            [false, true, true, false],
        );
        assert.deepEqual({ prefix: range.prefix, family: range.family }, { prefix: 12, family: "ipv4" });
    });

    it("holds all that share its first bits, whichever of them it is written with", () => {
        assert.equal(read("10.1.2.3/8").contains("10.200.0.1"), true);
        assert.equal(read("10.1.2.3/32").contains("10.1.2.4"), false);
    });

    it("holds IPv6 addresses in any notation", () => {
        const range = read("FD00:0EC2::/32");
        assert.equal(range.family, "ipv6");
        assert.equal(range.contains("fd00:ec2::254"), true);
        assert.equal(range.contains("fd00:0ec2:0:0:0:0:0:0254"), true);
        assert.equal(range.contains("fd00:ec3::254"), false);
    });

    it("holds nothing of the other family", () => {
        assert.equal(read("::/0").contains("10.0.0.1"), false);
        assert.equal(read("0.0.0.0/0").contains("fd00::1"), false);
    });

    it("is malformed as anything but an address and a length", () => {
        for (const cidr of [
            "10.0.0.0",
            "10.0.0.0/33",
            "fd00::/129",
            "10.0.0/8",
            "010.0.0.0/8",
            "db.example.com/32",
            "",
            5,
        ]) {
            assert.throws(() => read(cidr), MalformedValue, String(cidr));
        }
        assert.throws(() => read(undefined), MalformedValue);
    });

    it("is malformed as IPv4 in IPv6 notation, which the API server reads as IPv4", () => {
        for (const cidr of ["::ffff:169.254.169.254/128", "::ffff:a9fe:a9fe/128", "::ffff:0:0/96"]) {
            assert.throws(() => read(cidr), MalformedValue, cidr);
        }
    });
});
