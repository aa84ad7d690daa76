import { deflateRawSync } from "node:zlib";

/** A zip archive of these files, deflated as upload-artifact does it, or stored. Checksums are left out: nobody asks for them. */
export function zip(files: Readonly<Record<string, string>>, method: "deflated" | "stored" = "deflated"): Buffer {
    const parts: Buffer[] = [];
    const directory: Buffer[] = [];
    let offset = 0;
    for (const [name, text] of Object.entries(files)) {
        const data = method === "stored" ? Buffer.from(text) : deflateRawSync(text);
        const local = Buffer.alloc(30);
        local.write("PK\x03\x04", "latin1");
        const central = Buffer.alloc(46);
        central.write("PK\x01\x02", "latin1");
        // The second has two more bytes at its beginning.
        for (const [header, shift] of [
            [local, 0],
            [central, 2],
        ] as const) {
            header.writeUInt16LE(method === "stored" ? 0 : 8, 8 + shift);
            header.writeUInt32LE(data.length, 18 + shift);
            header.writeUInt32LE(Buffer.byteLength(text), 22 + shift);
            header.writeUInt16LE(Buffer.byteLength(name), 26 + shift);
        }
        central.writeUInt32LE(offset, 42);
        const file = Buffer.concat([local, Buffer.from(name), data]);
        parts.push(file);
        directory.push(Buffer.concat([central, Buffer.from(name)]));
        offset += file.length;
    }
    const end = Buffer.alloc(22);
    end.write("PK\x05\x06", "latin1");
    end.writeUInt16LE(directory.length, 10);
    end.writeUInt32LE(offset, 16);
    return Buffer.concat([...parts, ...directory, end]);
}
