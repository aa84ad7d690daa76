import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/**
 * Stands for a company's proxy: HTTPS_PROXY names it while `use` runs, and it refuses every connection.
 *
 * @param use is given the hosts and ports that the proxy has been asked for
 */
export async function behindProxy(use: (asked: readonly string[]) => Promise<void>): Promise<void> {
    const asked: string[] = [];
    const proxy = createServer();
    proxy.on("connect", ({ url = "" }, socket) => {
        asked.push(url);
        socket.end("HTTP/1.1 403 Forbidden\r\n\r\n");
    });
    await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
    const kept = { ...process.env };
    try {
        for (const name of ["https_proxy", "no_proxy", "NO_PROXY"]) {
            Reflect.deleteProperty(process.env, name);
        }
        process.env["HTTPS_PROXY"] = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
        await use(asked);
    } finally {
        process.env = kept;
        await new Promise((resolve) => proxy.close(resolve));
    }
}
