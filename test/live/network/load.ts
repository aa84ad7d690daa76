import assert from "node:assert/strict";
import { type Place, Script } from "./script";

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
        this.#scripts = [true, false].map((kept) => new Script("load", place, { ...args, kept, clients: 2 }));
    }

    /** Ends it. Every request must have been answered with 200, and there must have been enough of them to tell. */
    async allAnswered(): Promise<void> {
        const results = await Promise.all(this.#scripts.map((script) => script.end<Result>()));
        const sum = (of: "sent" | "failed"): number => results.reduce((all, each) => all + each[of], 0);
        const said = `${this.name}: ${String(sum("failed"))} of ${String(sum("sent"))} requests failed`;
        console.log(`      ${said}`);
        assert.equal(sum("failed"), 0, `${said}: ${JSON.stringify(results.map(({ reasons }) => reasons))}`);
        assert.ok(sum("sent") > 200, said);
    }
}
