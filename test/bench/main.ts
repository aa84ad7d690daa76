/**
 * What a preview costs: prints, as JSON, medians of cold wall time and peak memory of the production preview, of a floor
 * (one process that loads the same SDK packages and registers as many bare resources), and their ratios; and what all rules
 * cost over it, which has a limit. Ends with 1 if that is not kept.
 */
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import type { Passes } from "./rules";

const RUNS = 5;
/** Times that the rules judge the preview in one process. */
const PASSES = 30;
/** Milliseconds a resource on one core, for all rules. */
const RULES_LIMIT = 1;

interface Sample {
    readonly milliseconds: number;
    readonly peakMiB: number;
}

const root = path.join(__dirname, "..", "..");
const folder = fs.mkdtempSync(path.join(os.tmpdir(), "bench-"));

try {
    const out = path.join(folder, "out");
    const previewArgs = [...previewCommand(), "--stack", "prod", "--out", out];
    // Not counted: after it, files and transpiled sources are where they are on any day but the first.
    measure(previewArgs);
    const resources = (JSON.parse(fs.readFileSync(path.join(out, "resources.json"), "utf8")) as unknown[]).length;
    const floorArgs = [path.join(__dirname, "floor.cjs"), String(resources)];
    measure(floorArgs);
    // Taken in turns: what else the machine does affects both alike.
    const samples = Array.from({ length: RUNS }, () => ({ preview: measure(previewArgs), floor: measure(floorArgs) }));
    const preview = medians(samples.map((sample) => sample.preview));
    const floor = medians(samples.map((sample) => sample.floor));
    const ratio = {
        time: rounded(preview.milliseconds / floor.milliseconds, 2),
        memory: rounded(preview.peakMiB / floor.peakMiB, 2),
    };
    const rules = rulesCost();
    process.stdout.write(`${JSON.stringify({ runs: RUNS, resources, preview, floor, ratio, rules }, null, 2)}\n`);
    process.exitCode = rules.limitKept ? 0 : 1;
} finally {
    fs.rmSync(folder, { recursive: true, force: true });
}

/** What all rules cost over the preview, in milliseconds a resource: the first time in a process, and later. */
function rulesCost() {
    const register = path.join(root, "cli/shared/register.cjs");
    const script = path.join(__dirname, "rules.ts");
    const runs = Array.from({ length: RUNS }, () => {
        const { stdout } = run(["--require", register, script, String(PASSES)]);
        return JSON.parse(stdout) as Passes;
    });
    const cold = median(runs.map(({ milliseconds, resources: judged }) => (milliseconds[0] ?? NaN) / judged));
    const warm = median(runs.map(({ milliseconds, resources: judged }) => median(milliseconds.slice(1)) / judged));
    return {
        count: runs[0]?.rules,
        millisecondsPerResource: { cold: rounded(cold, 2), warm: rounded(warm, 2), limit: RULES_LIMIT },
        limitKept: cold <= RULES_LIMIT,
    };
}

/** Arguments of the very command that `npm run preview` starts. */
function previewCommand(): string[] {
    const { scripts } = JSON.parse(fs.readFileSync(path.join(root, "package.json"), "utf8")) as {
        scripts: { preview: string };
    };
    const [node, ...args] = scripts.preview.split(" ");
    if (node !== "node") {
        throw new Error(`'npm run preview' starts ${String(node)}, and the bench can only measure node.`);
    }
    return args;
}

function measure(args: readonly string[]): Sample {
    const peakFile = path.join(folder, "peak");
    const start = process.hrtime.bigint();
    run(["--require", path.join(__dirname, "measure.cjs"), ...args], { BENCH_PEAK_FILE: peakFile });
    const milliseconds = Number(process.hrtime.bigint() - start) / 1e6;
    return { milliseconds, peakMiB: Number(fs.readFileSync(peakFile, "utf8")) / 1024 };
}

function run(args: readonly string[], environment: NodeJS.ProcessEnv = {}): { readonly stdout: string } {
    const env = { ...process.env, ...environment };
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd: root, env, encoding: "utf8" });
    if (status !== 0) {
        throw new Error(`${args.join(" ")} ended with ${String(status)}:\n${stderr}`);
    }
    return { stdout };
}

function medians(samples: readonly Sample[]): Sample {
    return {
        milliseconds: Math.round(median(samples.map(({ milliseconds }) => milliseconds))),
        peakMiB: rounded(median(samples.map(({ peakMiB }) => peakMiB)), 1),
    };
}

function median(values: readonly number[]): number {
    const sorted = [...values].sort((a, b) => a - b);
    return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}

function rounded(value: number, digits: number): number {
    return Number(value.toFixed(digits));
}
