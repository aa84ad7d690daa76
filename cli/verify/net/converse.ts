import type { Duplex } from "node:stream";
import { PATIENCE } from "./dial";

/** What a server does when it is sent something. */
export type Reaction =
    | { readonly kind: "answered"; readonly data: Buffer }
    /** `error` where it was not a regular end. */
    | { readonly kind: "closed"; readonly error?: Error }
    | { readonly kind: "silent" };

/** Sends bytes, waits for the first reaction and hangs up. */
export function converse(connection: Duplex, bytes: Buffer | string, patience = PATIENCE): Promise<Reaction> {
    return new Promise((resolve) => {
        const finish = (reaction: Reaction): void => {
            clearTimeout(late);
            connection.destroy();
            resolve(reaction);
        };
        const late = setTimeout(() => finish({ kind: "silent" }), patience);
        connection.on("data", (data: Buffer) => finish({ kind: "answered", data }));
        connection.on("error", (error: Error) => finish({ kind: "closed", error }));
        connection.on("end", () => finish({ kind: "closed" }));
        connection.on("close", () => finish({ kind: "closed" }));
        connection.write(bytes);
    });
}

/**
 * Whether somebody is at the other end of a connection through the cluster: that nobody is, is only heard of after it was
 * opened. Whatever a server makes of the request that it gets, it has accepted the connection.
 *
 * @throws Error that says why there is no connection
 */
export async function accepted(connection: Duplex): Promise<void> {
    const reaction = await converse(connection, "GET / HTTP/1.0\r\n\r\n", 2000);
    if (reaction.kind === "closed" && reaction.error !== undefined && !/reset/i.test(reaction.error.message)) {
        throw reaction.error;
    }
}
