/** `node --import tsx test/live/cluster/main.ts start [IMAGE…] | stop`: the cluster of the live tier by itself. */
import { KUBECONFIG } from "./layout";
import { startCluster, stopCluster } from "./cluster";

async function main([verb = "", ...names]: readonly string[]): Promise<void> {
    if (verb === "start") {
        const started = Date.now();
        await startCluster(names, (line) => console.error(`${Math.round((Date.now() - started) / 1000)} s: ${line}`));
        console.log(`export KUBECONFIG=${KUBECONFIG}`);
    } else if (verb === "stop") {
        await stopCluster();
    } else {
        throw new Error("Say start or stop.");
    }
}

void main(process.argv.slice(2)).catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
});
