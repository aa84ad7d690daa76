import { Cluster } from "./cluster";

/** Starts a cluster, says so and waits: for tests of what becomes of it when this process ends. */
void Cluster.start().then(
    () => {
        console.log("ready");
        setInterval(() => undefined, 60_000);
    },
    (error: unknown) => {
        console.error(error instanceof Error ? error.message : error);
        process.exitCode = 1;
    },
);
