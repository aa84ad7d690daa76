import { messageOf } from "../shared/exit";
import type { Output, Terminal } from "../shared/terminal";
import type { KubeApi } from "./kube-api";
import { look } from "./look";
import { shownName } from "./objects";
import { removeAdditions, removeLeftover } from "./repair";
import type { Recorded } from "./state";

/**
 * Takes away what somebody has added to the platform's objects and deletes what a killed run has left, before a run of the
 * engine puts the rest back. Other people's objects are listed and stay.
 *
 * @returns whether all of it could be done; what could not is said on standard error
 */
export async function putBack(api: KubeApi, recorded: Recorded, terminal: Terminal): Promise<boolean> {
    const { grown, leftovers, strangers } = await look(api, recorded);
    let done = true;
    const attempt = async (said: string, act: () => Promise<void>): Promise<void> => {
        try {
            await act();
            say(terminal.stdout, said);
        } catch (error) {
            done = false;
            say(terminal.stderr, `Could not be put back: ${messageOf(error)}`);
        }
    };
    for (const one of grown) {
        const paths = one.added.map(({ path }) => path).join(", ");
        await attempt(`Taken away from ${shownName(one.live)}: ${paths}`, () => removeAdditions(api, one));
    }
    for (const object of leftovers) {
        await attempt(`Deleted ${shownName(object)}, which a killed run had left`, () => removeLeftover(api, object));
    }
    for (const object of strangers) {
        say(terminal.stdout, `Not of the platform, and left alone: ${shownName(object)}`);
    }
    return done;
}

/** Names may come from whoever edits the cluster: no control characters reach a terminal. */
function say(output: Output, text: string): void {
    output.write(`${text.replace(/\p{Cc}/gu, "?")}\n`);
}
