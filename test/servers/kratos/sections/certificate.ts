import assert from "node:assert/strict";
import { until } from "../../support/until";
import type { Given } from "../given";

export function certificate(given: () => Given): void {
    it("serves a renewed certificate on both ports without a restart", async () => {
        const { world, stack } = given();
        const served = async (): Promise<string[]> =>
            [await world.public("/health/alive"), await world.admin("/admin/health/alive")].map(({ serial }) => serial);
        const before = world.log("server").match(/Starting the public httpd/g)?.length;
        const old = await served();
        world.renewCertificate(stack);
        const renewed = world.authority.lastSerial;
        assert.ok(!old.includes(renewed));
        await until("both ports serve the renewed certificate", async () =>
            (await served()).every((serial) => serial === renewed) ? true : undefined,
        );
        assert.equal(world.log("server").match(/Starting the public httpd/g)?.length, before);
    });
}
