import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { run } from "../support/process";

export interface Installation {
    /** A search path on which `redis-server`, `redis-cli` and the usual tools are found. */
    readonly path: string;
    readonly version: string;
    /** Whom the server runs as: the image's user where that is possible, which takes no account of that number. */
    readonly user: { readonly uid: number; readonly gid: number };
}

/** The server to test with. Throws with instructions where there is none: this tier never passes by skipping. */
export function findRedis(): Installation {
    const path = [process.env["REDIS_BIN"], process.env["PATH"]].filter((part) => part !== undefined).join(delimiter);
    for (const tool of ["redis-server", "redis-cli", "openssl", "timeout", "sha256sum"]) {
        if (!path.split(delimiter).some((folder) => executable(join(folder, tool)))) {
            throw new Error(
                `${tool} not found. These tests need a Redis server (7.0 or later) with TLS, its client and openssl: ` +
                    "apt-get install redis-server openssl, or name the folder of the programs in REDIS_BIN.",
            );
        }
    }
    const { stdout } = run("redis-server", ["--version"], { env: { PATH: path } });
    const me = { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };
    return {
        path,
        version: / v=(\S+)/.exec(stdout)?.[1] ?? "unknown",
        user: me.uid === 0 ? { uid: 999, gid: 999 } : me,
    };
}

function executable(file: string): boolean {
    try {
        accessSync(file, constants.X_OK);
        return true;
    } catch {
        return false;
    }
}
