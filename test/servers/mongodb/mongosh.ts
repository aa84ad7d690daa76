import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { cacheFolder } from "../../../tools/build";

const PACKAGE = join(__dirname, "../../../tools/mongosh");

/**
 * The folder with MongoDB's own shell and the driver it is made of, as npm has them. They are 150 MB that nobody else
 * needs, so that they are installed on first use, outside the repository and once for each version.
 *
 * @throws Error with npm's reason where it cannot be installed: this tier never passes by skipping
 */
export function mongoshFolder(): string {
    const lock = readFileSync(join(PACKAGE, "package-lock.json"));
    const folder = join(cacheFolder(), `mongosh-${createHash("sha256").update(lock).digest("hex").slice(0, 16)}`);
    if (!existsSync(folder)) {
        install(folder);
    }
    return join(folder, "node_modules");
}

function install(folder: string): void {
    mkdirSync(cacheFolder(), { recursive: true });
    // Renamed when complete, so that an interrupted installation, or one beside it, leaves no half of it.
    const fresh = mkdtempSync(`${folder}-`);
    cpSync(PACKAGE, fresh, { recursive: true });
    console.error("mongosh: installing MongoDB's shell from npm, once");
    const options = ["ci", "--ignore-scripts", "--no-audit", "--no-fund"];
    const { status, stderr, error } = spawnSync("npm", options, { cwd: fresh, encoding: "utf8", timeout: 600_000 });
    if (status !== 0) {
        rmSync(fresh, { recursive: true });
        const reason = error === undefined ? stderr : error.message;
        throw new Error(`These tests need MongoDB's shell from npm (tools/mongosh); installing it failed: ${reason}`);
    }
    try {
        renameSync(fresh, folder);
    } catch (error) {
        rmSync(fresh, { recursive: true });
        if (!existsSync(folder)) {
            throw error;
        }
    }
}
