import { lookup } from "node:dns/promises";
import { connect as connectTcp } from "node:net";
import type { Duplex } from "node:stream";

/** Where the edge listens. */
export type EdgePort = 80 | 443;

/** Opens a connection to one of the platform's hosts. */
export type Dial = (host: string, port: EdgePort) => Promise<Duplex>;

/** How long a server has for a connection, a handshake or an answer, in milliseconds. */
export const PATIENCE = 10_000;

/** DNS knows no address of a host. */
export class NoAddressError extends Error {
    override readonly name = "NoAddressError";
}

/** @throws NoAddressError if there is none */
export async function addressOf(host: string): Promise<string> {
    try {
        return (await lookup(host)).address;
    } catch (error) {
        throw explained(error as NodeJS.ErrnoException, host);
    }
}

/** As the world does: by DNS. */
export const dialDirectly: Dial = (host, port) =>
    new Promise((resolve, reject) => {
        const socket = connectTcp({ host, port });
        const late = setTimeout(() => socket.destroy(new Error(`no answer from ${host}:${port}`)), PATIENCE);
        socket.once("error", (error) => {
            clearTimeout(late);
            reject(explained(error, host));
        });
        socket.once("connect", () => {
            clearTimeout(late);
            socket.removeAllListeners("error");
            resolve(socket);
        });
    });

/** What `getaddrinfo` says of a name without an address, and of one that no server of names could be asked about. */
function explained(error: NodeJS.ErrnoException, host: string): Error {
    const { code } = error;
    return code === "ENOTFOUND" || code === "EAI_AGAIN"
        ? new NoAddressError(`${host} has no address in DNS (${code})`)
        : error;
}
