import assert from "node:assert/strict";
import { dataProtection } from "../../../components/workload/protection";

describe("dataProtection", () => {
    it("refuses deletion and keeps the real object in production, and nowhere else", () => {
        assert.deepEqual(dataProtection(true), { protect: true, retainOnDelete: true });
        assert.deepEqual(dataProtection(false), {});
    });
});
