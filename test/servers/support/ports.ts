import { randomInt } from "node:crypto";
import { createServer } from "node:net";

/**
 * Ports that are free on loopback, all different. They lie below those that systems give to outgoing connections (from
 * 32768 on Linux, 49152 elsewhere): such a port may be taken between being found and being used.
 */
export async function freePorts(count: number): Promise<number[]> {
    const found = new Set<number>();
    while (found.size < count) {
        const port = randomInt(20_000, 32_000);
        if (await isFree(port)) {
            found.add(port);
        }
    }
    return [...found];
}

async function isFree(port: number): Promise<boolean> {
    return await new Promise((resolve) => {
        const server = createServer();
        server.once("error", () => {
            resolve(false);
        });
        server.listen(port, "127.0.0.1", () => {
            server.close(() => {
                resolve(true);
            });
        });
    });
}
