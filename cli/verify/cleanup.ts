import { type Result } from "./check";
import { reason } from "./check";

/**
 * What has been made and must be gone in the end, however the end comes. A task is registered before the thing is made,
 * so that one that was being made at the moment of an interruption is removed as well: undoing what is not there is fine.
 */
export class Cleanup {
    readonly #tasks: { readonly what: string; readonly look: string; readonly undo: () => Promise<void> }[] = [];
    #over = false;

    /**
     * @param what e.g. `pod kato/kato-platform-verify-3f2a`
     * @param look how to remove it by hand
     * @throws Error once the end has begun: nothing may be made any more
     */
    add(what: string, look: string, undo: () => Promise<void>): void {
        if (this.#over) {
            throw new Error("interrupted");
        }
        this.#tasks.push({ what, look, undo });
    }

    /** Undoes everything, the newest first, and says what could not be undone. */
    async run(): Promise<Result[]> {
        this.#over = true;
        const results: Result[] = [];
        for (let task = this.#tasks.pop(); task !== undefined; task = this.#tasks.pop()) {
            const { what, look, undo } = task;
            try {
                await undo();
            } catch (error) {
                results.push({
                    area: "clean-up",
                    check: what,
                    status: "failed",
                    seen: `could not be removed: ${reason(error)}`,
                    expected: "nothing of this run is left",
                    look,
                });
            }
        }
        return results;
    }
}
