import { mebibytes, quantity } from "../../kubernetes/quantity";
import type { Resources } from "../workload/resources";

/**
 * What Go's runtime has to know of a container's limits. It clears away what a login has left before the memory ends, rather
 * than when that has doubled, and works on as many threads as it gets cores: on a node of 64 it would check 64 passwords
 * at once, each in memory of its own.
 *
 * @see https://pkg.go.dev/runtime#hdr-Environment_Variables
 */
export function goRuntime({ cpu, memory }: Resources): { name: string; value: string }[] {
    return [
        // The rest is for what the runtime does not count: the program itself, stacks, what is being freed.
        { name: "GOMEMLIMIT", value: `${Math.floor(mebibytes(memory) * 0.8)}MiB` },
        { name: "GOMAXPROCS", value: String(Math.ceil(quantity(cpu.limit))) },
    ];
}
