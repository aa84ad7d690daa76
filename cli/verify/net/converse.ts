import type { Duplex } from "node:stream";
import { PATIENCE } from "./dial";

/** What a server does when it is sent something. */
export type Reaction =
    { readonly kind: "answered"; readonly data: Buffer } | { readonly kind: "closed" } | { readonly kind: "silent" };

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
        for (const event of ["end", "close", "error"] as const) {
            connection.on(event, () => finish({ kind: "closed" }));
        }
        connection.write(bytes);
    });
}
