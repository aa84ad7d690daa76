import { inflateRawSync } from "node:zlib";

/**
 * The text of one file in a zip archive. It is read in memory and nothing is written: the archive may be a stranger's, with
 * names that lead out of a folder, links, or gigabytes of zeroes.
 *
 * @param most bytes
 * @throws Error if the file is not there, is larger, or the archive cannot be read
 * @see https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT (4.3)
 */
export function readEntry(archive: Buffer, name: string, most: number): string {
    try {
        const entry = findEntry(archive, name);
        if (entry !== undefined) {
            return contentOf(archive, entry, most).toString("utf8");
        }
    } catch (error) {
        if ((error as NodeJS.ErrnoException).code === "ERR_BUFFER_TOO_LARGE") {
            throw new Error(`${name} is larger than ${most} bytes.`);
        }
        // Anything else is an archive that leads outside of itself, or no archive.
    }
    throw new Error(`The artifact has no ${name} that can be read.`);
}

/** An entry of the directory at the end of an archive. */
interface Entry {
    readonly method: number;
    readonly compressedSize: number;
    /** Where the file's own header begins. */
    readonly offset: number;
}

function findEntry(archive: Buffer, name: string): Entry | undefined {
    const end = archive.lastIndexOf("PK\x05\x06", undefined, "latin1");
    let at = archive.readUInt32LE(end + 16);
    for (let rest = archive.readUInt16LE(end + 10); rest > 0; rest--) {
        const lengths = [28, 30, 32].map((field) => archive.readUInt16LE(at + field));
        const [nameLength = 0] = lengths;
        if (archive.toString("utf8", at + 46, at + 46 + nameLength) === name) {
            return {
                method: archive.readUInt16LE(at + 10),
                compressedSize: archive.readUInt32LE(at + 20),
                offset: archive.readUInt32LE(at + 42),
            };
        }
        at += 46 + lengths.reduce((sum, length) => sum + length, 0);
    }
    return undefined;
}

function contentOf(archive: Buffer, { method, compressedSize, offset }: Entry, most: number): Buffer {
    const start = offset + 30 + archive.readUInt16LE(offset + 26) + archive.readUInt16LE(offset + 28);
    const data = archive.subarray(start, start + compressedSize);
    // Deflated is 8; whatever else fails to inflate.
    return method === 0 ? data : inflateRawSync(data, { maxOutputLength: most });
}
