import {
    chmodSync,
    chownSync,
    existsSync,
    lstatSync,
    mkdirSync,
    readdirSync,
    renameSync,
    rmSync,
    symlinkSync,
    writeFileSync,
} from "node:fs";
import { join } from "node:path";

export interface Owner {
    readonly uid: number;
    readonly gid: number;
}

let version = 0;

/**
 * Writes a folder the way the kubelet projects a Secret: a new hidden folder, and one rename that switches all files to it.
 */
export function project(folder: string, files: Readonly<Record<string, string>>, owner: Owner, mode = 0o440): void {
    mkdirSync(folder, { recursive: true, mode: 0o755 });
    version += 1;
    const fresh = `..2026_11_22.${version}`;
    mkdirSync(join(folder, fresh), { mode: 0o755 });
    for (const [name, text] of Object.entries(files)) {
        const file = join(folder, fresh, name);
        writeFileSync(file, text);
        chmodSync(file, mode);
        chownSync(file, owner.uid, owner.gid);
    }
    symlinkSync(fresh, join(folder, "..data_tmp"));
    renameSync(join(folder, "..data_tmp"), join(folder, "..data"));
    for (const entry of readdirSync(folder)) {
        if (entry.startsWith("..") ? entry !== "..data" && entry !== fresh : !(entry in files)) {
            rmSync(join(folder, entry), { recursive: true });
        }
    }
    for (const name of Object.keys(files)) {
        if (!isLink(join(folder, name))) {
            symlinkSync(join("..data", name), join(folder, name));
        }
    }
}

function isLink(path: string): boolean {
    return existsSync(path) && lstatSync(path).isSymbolicLink();
}
