/**
 * `npm run test:live`: brings the development stack up on a real cluster, with `npm run up` itself, tries what only real pods
 * show, and removes it again. The cluster is that of the kube-context in `LIVE_CONTEXT`, which is filled and emptied, or one of
 * parts on this machine.
 */
import { join } from "node:path";
import Mocha from "mocha";
import { MissingToolError } from "../../tools/build";
import { startPlatform, stopPlatform } from "./platform";

/** In this order: each goes on from what the one before has left. */
const SCENARIOS = ["up", "network", "rollouts", "drift", "pods", "down"];

async function main(): Promise<number> {
    const started = Date.now();
    const seconds = (): number => Math.round((Date.now() - started) / 1000);
    for (const signal of ["SIGINT", "SIGTERM"] as const) {
        process.once(signal, () => void stopPlatform().finally(() => process.exit(1)));
    }
    try {
        await startPlatform((line) => console.log(`${String(seconds())} s: ${line}`));
        // What one scenario leaves half done, the next would report as its own failure.
        const mocha = new Mocha({ timeout: 900_000, slow: 120_000, reporter: "spec", bail: true });
        SCENARIOS.forEach((name) => mocha.addFile(join(__dirname, "scenarios", `${name}.test.ts`)));
        const failures = await new Promise<number>((resolve) => mocha.run(resolve));
        console.log(`test:live: ${String(seconds())} s`);
        return failures === 0 ? 0 : 1;
    } catch (error) {
        if (error instanceof MissingToolError) {
            console.error(error.message);
            return 1;
        }
        throw error;
    } finally {
        await stopPlatform();
    }
}

void main().then((status) => process.exit(status));
