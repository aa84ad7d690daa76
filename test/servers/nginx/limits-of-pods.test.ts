import assert from "node:assert/strict";
import { ask } from "./client";
import { type Choice, LoadBalancer } from "./load-balancer";
import { KATO, World } from "./world";

/** The security guide's limits of KATO, "Nginx Rate Limiting". */
const LIMITS = [
    { path: "/auth", perMinute: 5, burst: 3 },
    { path: "/sessions", perMinute: 100, burst: 20 },
] as const;

/** How a client's connections are spread, and over how many pods. */
const CASES: readonly { readonly choice: Choice; readonly pods: number }[] = [
    { choice: "by-source", pods: 1 },
    { choice: "by-source", pods: 2 },
    { choice: "by-source", pods: 5 },
    { choice: "in-turn", pods: 2 },
    { choice: "in-turn", pods: 5 },
];

for (const { choice, pods } of CASES) {
    describe(`The edge's limits over ${pods} pods, clients ${choice}`, function () {
        this.timeout(120_000);
        const worlds: World[] = [];
        let balancer: LoadBalancer;
        before(async () => {
            const settings = { exposure: "aws-nlb", loadBalancerSubnets: ["127.0.0.1/32"] } as const;
            for (let pod = 0; pod < pods; pod += 1) {
                worlds.push(await World.start({ settings, podsOfAClient: choice === "by-source" ? 1 : pods }));
            }
            balancer = await LoadBalancer.start(
                worlds.map(({ ports }) => ports.https),
                choice,
            );
        });
        after(async () => {
            await balancer.stop();
            await Promise.all(worlds.map(async (world) => await world.stop()));
        });

        for (const { path, perMinute, burst } of LIMITS) {
            it(`of ${path}: ${burst + 1} at once for one client, and ${perMinute} a minute, within one request`, async () => {
                const started = Date.now();
                let accepted = 0;
                for (let request = 0; request < 2 * (burst + 1 + pods); request += 1) {
                    // A connection for each, as the load balancer chooses anew.
                    const { status } = await ask({ port: balancer.port, host: KATO, path, from: "127.0.3.7" });
                    accepted += status === 200 ? 1 : 0;
                }
                const inTime = ((Date.now() - started) / 60_000) * perMinute;
                assert.ok(accepted >= burst && accepted <= burst + 2 + Math.ceil(inTime), `${accepted} accepted`);
            });
        }
    });
}
