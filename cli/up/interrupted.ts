import { hostname } from "node:os";
import { UsageError } from "../shared/exit";
import type { Output } from "../shared/terminal";
import type { Checkpoint, Engine } from "./engine";
import type { Lock, LocalFolder } from "./local-folder";

/**
 * Frees a stack from the lock of a run that was killed.
 *
 * @throws UsageError if the run may still be going on
 */
export async function unlock(engine: Engine, local: LocalFolder, stack: string, output: Output): Promise<void> {
    const locks = local.locks(stack);
    const alive = locks.find(mayBeAlive);
    if (alive !== undefined) {
        throw new UsageError(
            `Another run is changing stack ${stack} (process ${String(alive.pid)} on ${alive.hostname}, ` +
                `since ${alive.timestamp}). Wait for it to end.`,
        );
    }
    if (locks.length > 0) {
        output.write("The last run was killed; this one goes on from there.\n");
        await engine.unlock();
    }
}

/**
 * The settings with which a run goes on after an interrupted one.
 *
 * The engine cannot know whether what it was creating exists. If it does, the kubernetes provider would refuse to create
 * it again, so for this one run it takes over what it finds. Not otherwise: after a renaming without an alias it would
 * take over the old object and then delete it.
 */
export function resumeVariables(state: Checkpoint | undefined, output: Output): NodeJS.ProcessEnv {
    const creating = (state?.pending_operations ?? []).filter(({ type }) => type === "creating");
    if (creating.length === 0) {
        return {};
    }
    const names = creating.map(({ resource }) => resource.urn.slice(resource.urn.lastIndexOf("::") + 2));
    output.write(
        `It was creating ${names.join(", ")}. What of that exists is taken over, and the engine's warning about ` +
            "interrupted operations below is settled by this run.\n",
    );
    return { PULUMI_K8S_UPSERT_EXISTING_OBJECTS: "true" };
}

/**
 * Ends the taking over, once what was interrupted is done: the engine would keep its note of it, and the provider its
 * setting, for every later run, where a renaming would delete what lives.
 *
 * @param pack where the policies are
 */
export async function settle(engine: Engine, pack: string, output: Output): Promise<number | null> {
    output.write("\nWhat was interrupted is done; the note of it is removed, and nothing is taken over any more.\n");
    const { code } = await engine.forgetPending();
    // All that is left is the provider's setting: the run before has just been previewed.
    const rest = ["--skip-preview", "--suppress-outputs", "--policy-pack", pack];
    return code === 0 ? (await engine.operate("up", rest, {})).code : code;
}

function mayBeAlive(lock: Lock): boolean {
    if (lock.hostname !== hostname()) {
        return true;
    }
    try {
        process.kill(lock.pid, 0);
        return true;
    } catch (error) {
        // Another user's process cannot be signalled, but it exists.
        return (error as NodeJS.ErrnoException).code === "EPERM";
    }
}
