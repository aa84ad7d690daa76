/**
 * Judges the production preview by all rules, again and again in one process, and prints as JSON how long each pass took. The
 * first is cold, as in every preview: nothing of the rules has run yet.
 */
import * as fs from "node:fs";
import * as path from "node:path";
import { policyResource } from "../../cli/preview/model/objects";
import { STACK_TYPE } from "../../cli/preview/model/resources";
import { runProgram } from "../../cli/preview/program/run";
import { readProgram } from "../../cli/preview/program/stack";
import { exceptions } from "../../policies/exceptions";
import { situationIn } from "../../policies/engine/rule";
import { rules } from "../../policies/rules";
import { today } from "../../policies/engine/today";
import { verdict } from "../../policies/engine/verdict";

/** What it prints. */
export interface Passes {
    readonly rules: number;
    readonly resources: number;
    /** On the core that the rules run on, which is one; what else the machine does is not counted where that can be told. */
    readonly milliseconds: readonly number[];
}

/** Linux counts a thread's time on a core, in nanoseconds. */
const THREAD_STATISTICS = "/proc/thread-self/schedstat";
const clock = fs.existsSync(THREAD_STATISTICS)
    ? () => Number(fs.readFileSync(THREAD_STATISTICS, "utf8").split(" ")[0]) / 1e6
    : () => performance.now();

async function main(count: number): Promise<void> {
    const root = path.join(__dirname, "..", "..");
    const { resources } = await runProgram(readProgram(root, "prod", path.join(root, "Pulumi.prod.yaml"), []));
    const judged = resources.filter(({ type, external }) => type !== STACK_TYPE && !external);
    const standard = { rules, exceptions, situation: situationIn("production", today()) };
    const milliseconds = Array.from({ length: count }, () => {
        // Made anew: nothing that one pass has read may help the next.
        const fresh = judged.map(policyResource);
        const start = clock();
        verdict(fresh, standard, true);
        return clock() - start;
    });
    const passes: Passes = { rules: rules.length, resources: judged.length, milliseconds };
    process.stdout.write(JSON.stringify(passes));
}

void main(Number(process.argv[2]));
