import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { register } from "../flows";
import type { Given } from "../given";
import { prodStack, prodValue } from "../stack";

const JSON_BODY = { "content-type": "application/json" };

/** Many at once, with as little memory as the development stack gives. */
export function load(given: () => Given): void {
    describe("under load", () => {
        const email = "crowd@example.org";
        const memory = 192;

        after(async () => {
            await given().world.start("server", given().stack);
        });

        it(`checks 30 passwords at once within ${memory} MiB, which 19 MB for each did not`, async () => {
            const { world } = given();
            const resources = { memory: `${memory}Mi` };
            const stack = await prodStack({ kratos: { ...prodValue("kratos"), resources } });
            const { pid } = await world.start("server", stack);
            const password = world.password();
            await register(world.browser(), email, password);

            let most = 0;
            const end = new AbortController();
            const watched = (async () => {
                while (!end.signal.aborted) {
                    most = Math.max(most, ownMemory(pid));
                    await delay(5);
                }
            })();
            const logIn = async (): Promise<number> => {
                const { id } = JSON.parse((await world.public("/self-service/login/api")).body) as { id: string };
                const body = JSON.stringify({ method: "password", identifier: email, password });
                const path = `/self-service/login?flow=${id}`;
                return (await world.public(path, { method: "POST", headers: JSON_BODY, body })).status;
            };
            const answers = await Promise.all(Array.from({ length: 30 }, logIn));
            end.abort();
            await watched;
            assert.deepEqual([...new Set(answers)], [200]);
            assert.ok(most > 0 && most < memory, `${most} MiB`);
        });
    });
}

/** What a container's limit counts of a process and the kernel cannot take back, in MiB. */
function ownMemory(pid: number): number {
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    return Number(/RssAnon:\s+(\d+) kB/.exec(status)?.[1] ?? Number.NaN) / 1024;
}
