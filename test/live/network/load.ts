import assert from "node:assert/strict";
import { type Place, Script } from "./script";

/** Of a kind. */
const CLIENTS = 2;
/** Each kept connection once, in each of the two rollouts. */
const MOST_REPEATED = 2 * CLIENTS;

export interface LoadArgs {
    readonly host: string;
    readonly port: number;
    /** For which the certificate must be, and the `Host` header without a port. */
    readonly servername: string;
    readonly path: string;
    /** Who signed the certificate, in PEM. */
    readonly ca: string;
}

interface Result {
    readonly sent: number;
    readonly failed: number;
    /** How many were answered at the second attempt, because a kept connection was closed before the first one's answer. */
    readonly repeated: number;
    readonly reasons: Readonly<Record<string, number>>;
}

/** Asks from a place while something happens: one half on new connections, the other on kept ones. */
export class Load {
    readonly #scripts: readonly Script[];

    constructor(
        readonly name: string,
        place: Place,
        args: LoadArgs,
    ) {
        this.#scripts = [true, false].map((kept) => new Script("load", place, { ...args, kept, clients: CLIENTS }));
    }

    /** Ends it. Every request must have been answered with 200, and there must have been enough of them to tell. */
    async allAnswered(): Promise<void> {
        const results = await Promise.all(this.#scripts.map((script) => script.end<Result>()));
        const sum = (of: "sent" | "failed" | "repeated"): number => results.reduce((all, each) => all + each[of], 0);
        const said = `${this.name}: ${String(sum("failed"))} of ${String(sum("sent"))} requests failed, ${String(sum("repeated"))} were repeated`;
        console.log(`      ${said}`);
        assert.equal(sum("failed"), 0, `${said}: ${JSON.stringify(results.map(({ reasons }) => reasons))}`);
        assert.ok(sum("sent") > 200, said);
        assert.ok(sum("repeated") <= MOST_REPEATED, said);
    }
}
