import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

/**
 * The text of one file in a zip archive. No file of the archive is written anywhere: it may be a stranger's, with names
 * that lead out of a folder, links, or gigabytes of zeroes.
 *
 * @param most bytes
 * @throws Error if the file is not there, is larger, or the archive cannot be read
 */
export function readEntry(archive: Buffer, name: string, most: number): string {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "comment-"));
    try {
        const file = path.join(folder, "archive.zip");
        fs.writeFileSync(file, archive);
        return execFileSync("unzip", ["-p", file, name], {
            encoding: "utf8",
            maxBuffer: most,
            stdio: ["ignore", "pipe", "ignore"],
            timeout: 60_000,
        });
    } catch (error) {
        const isTooLarge = (error as NodeJS.ErrnoException).code === "ENOBUFS";
        throw new Error(
            isTooLarge ? `${name} is larger than ${most} bytes.` : `The artifact has no ${name} that can be read.`,
        );
    } finally {
        fs.rmSync(folder, { recursive: true });
    }
}
