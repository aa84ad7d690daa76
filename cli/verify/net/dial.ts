import { connect as connectTcp } from "node:net";
import type { Duplex } from "node:stream";

/** Where the edge listens. */
export type EdgePort = 80 | 443;

/** Opens a connection to one of the platform's hosts. */
export type Dial = (host: string, port: EdgePort) => Promise<Duplex>;

/** How long a server has for a connection, a handshake or an answer, in milliseconds. */
export const PATIENCE = 10_000;

/** As the world does: by DNS. */
export const dialDirectly: Dial = (host, port) =>
    new Promise((resolve, reject) => {
        const socket = connectTcp({ host, port });
        const late = setTimeout(() => socket.destroy(new Error(`no answer from ${host}:${port}`)), PATIENCE);
        socket.once("error", (error) => {
            clearTimeout(late);
            reject(error);
        });
        socket.once("connect", () => {
            clearTimeout(late);
            socket.removeAllListeners("error");
            resolve(socket);
        });
    });
