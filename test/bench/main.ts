/**
 * What a preview costs: prints, as JSON, medians of cold wall time and peak memory of the production preview, of a floor
 * (one process that loads the same SDK packages and registers as many bare resources), and their ratios.
 */
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

const RUNS = 5;

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
    process.stdout.write(`${JSON.stringify({ runs: RUNS, resources, preview, floor, ratio }, null, 2)}\n`);
} finally {
    fs.rmSync(folder, { recursive: true, force: true });
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
    const { status, stderr } = spawnSync(
        process.execPath,
        ["--require", path.join(__dirname, "measure.cjs"), ...args],
        {
            cwd: root,
            env: { ...process.env, BENCH_PEAK_FILE: peakFile },
            encoding: "utf8",
        },
    );
    const milliseconds = Number(process.hrtime.bigint() - start) / 1e6;
    if (status !== 0) {
        throw new Error(`${args.join(" ")} ended with ${String(status)}:\n${stderr}`);
    }
    return { milliseconds, peakMiB: Number(fs.readFileSync(peakFile, "utf8")) / 1024 };
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
