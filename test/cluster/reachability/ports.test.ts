import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { ALL_PORTS, formatPorts, NO_PORTS, parsePorts } from "./ports";

describe("port sets", () => {
    it("read and print alike", () => {
        for (const text of ["-", "all", "TCP 443", "TCP 53, UDP 53", "TCP 1-65535, SCTP 9"]) {
            assert.equal(formatPorts(parsePorts(text)), text);
        }
        assert.equal(formatPorts(NO_PORTS), "-");
        assert.equal(formatPorts(ALL_PORTS), "all");
    });

    it("print equal sets alike: sorted, and joined where ranges touch or overlap", () => {
        assert.equal(formatPorts(parsePorts("UDP 53, TCP 53")), "TCP 53, UDP 53");
        assert.equal(formatPorts(parsePorts("TCP 2, TCP 1, TCP 3-9, TCP 5")), "TCP 1-9");
        assert.equal(formatPorts(parsePorts("TCP 1-9, TCP 11")), "TCP 1-9, TCP 11");
        assert.equal(formatPorts(parsePorts("TCP 10-90, TCP 20")), "TCP 10-90");
    });

    it("refuse what is no port", () => {
        assert.throws(() => parsePorts("443"), /"443" is no port/);
    });
});
