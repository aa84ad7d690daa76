import assert from "node:assert/strict";
import { type AddressBlock, contains, coversAddresses } from "../../../../cli/preview/compare/addresses";

describe("contains", () => {
    const cases: [string, string, boolean][] = [
        ["10.0.0.0/8", "10.1.2.0/24", true],
        ["10.0.0.0/8", "10.0.0.0/8", true],
        ["10.0.0.0/24", "10.0.0.0/8", false],
        ["10.0.0.0/8", "11.0.0.0/8", false],
        ["0.0.0.0/0", "192.0.2.1", true],
        ["192.0.2.1", "192.0.2.1/32", true],
        ["::/0", "2001:db8::/32", true],
        ["2001:db8::/32", "2001:db8:1::/48", true],
        ["0.0.0.0/0", "::1", false],
        ["::/0", "10.0.0.0/8", false],
        ["10.0.0.0/33", "10.0.0.0/8", false],
        ["anywhere", "10.0.0.0/8", false],
        ["10.0.0.0/8", "[computed]", false],
    ];
    for (const [range, other, expected] of cases) {
        it(`says that ${range} ${expected ? "has" : "has not"} all of ${other}`, () => {
            assert.equal(contains(range, other), expected);
        });
    }
});

describe("coversAddresses", () => {
    const block = (cidr: string, ...except: string[]): AddressBlock => ({ cidr, except });
    const internet = block("0.0.0.0/0", "10.0.0.0/8", "169.254.0.0/16");

    it("asks for the same exceptions, or wider ones", () => {
        assert.ok(coversAddresses(internet, internet));
        assert.ok(coversAddresses(internet, block("0.0.0.0/0", "169.254.0.0/16", "8.0.0.0/6")));
        assert.ok(!coversAddresses(internet, block("0.0.0.0/0", "10.0.0.0/8")));
        assert.ok(!coversAddresses(internet, block("0.0.0.0/0", "10.0.0.0/9", "169.254.0.0/16")));
    });

    it("asks for none that the other does not reach", () => {
        assert.ok(coversAddresses(internet, block("192.0.2.0/24")));
        assert.ok(!coversAddresses(internet, block("10.1.0.0/16")));
        assert.ok(!coversAddresses(internet, block("8.0.0.0/6")));
    });
});
