import assert from "node:assert/strict";
import { canonicalBytes, canonicalCpu } from "../../kubernetes/quantity";

describe("quantities", () => {
    const cores: [string, string][] = [
        ["1", "1"],
        ["250m", "250m"],
        ["0.5", "500m"],
        ["1.5", "1500m"],
        ["2000m", "2"],
        ["2.000", "2"],
        ["0.001", "1m"],
        ["1000", "1k"],
    ];
    for (const [written, canonical] of cores) {
        it(`takes ${written} cores for ${canonical}, as Kubernetes does`, () => {
            assert.equal(canonicalCpu(written), canonical);
        });
    }

    const bytes: [string, string][] = [
        ["512Mi", "512Mi"],
        ["1024Mi", "1Gi"],
        ["2048Gi", "2Ti"],
        ["1.5Gi", "1536Mi"],
        ["0.5Gi", "512Mi"],
        ["1000M", "1G"],
        ["1500M", "1500M"],
        ["1.5G", "1500M"],
        ["64k", "64k"],
        // 107374182.4 bytes
        ["0.1Gi", "107374183"],
    ];
    for (const [written, canonical] of bytes) {
        it(`takes ${written} for ${canonical}, as Kubernetes does`, () => {
            assert.equal(canonicalBytes(written), canonical);
        });
    }
});
