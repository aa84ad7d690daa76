// Loaded into a measured process with --require: leaves the process's peak memory, in KiB, where the bench looks for it.
const fs = require("node:fs");
process.on("exit", () => fs.writeFileSync(process.env.BENCH_PEAK_FILE, String(process.resourceUsage().maxRSS)));
