import { accessSync, constants, readdirSync } from "node:fs";
import { delimiter, join } from "node:path";
import { run } from "../support/process";

export interface Installation {
    /** A search path on which `postgres`, `initdb`, `psql`, `pg_isready` and the usual tools are found. */
    readonly path: string;
    readonly major: number;
    /** Whom the server runs as; `peer` needs the name `postgres`. */
    readonly user: { readonly uid: number; readonly gid: number };
}

/** The server to test with. Throws with instructions where there is none: this tier never passes by skipping. */
export function findPostgres(): Installation {
    const path = [...serverFolders(), process.env["PATH"] ?? ""].join(delimiter);
    for (const tool of ["postgres", "initdb", "psql", "pg_isready", "openssl", "timeout", "sha256sum"]) {
        if (!path.split(delimiter).some((folder) => executable(join(folder, tool)))) {
            throw new Error(
                `${tool} not found. These tests need a PostgreSQL server (15 or later), its client and openssl: ` +
                    "apt-get install postgresql openssl, or name the folder of the programs in POSTGRES_BIN.",
            );
        }
    }
    const { stdout } = run("postgres", ["--version"], { env: { PATH: path } });
    return { path, major: Number(/\d+/.exec(stdout)?.[0]), user: serverUser() };
}

function serverFolders(): string[] {
    const given = process.env["POSTGRES_BIN"];
    if (given !== undefined) {
        return [given];
    }
    const root = "/usr/lib/postgresql";
    try {
        const majors = readdirSync(root).sort((one, other) => Number(other) - Number(one));
        return majors.slice(0, 1).map((major) => join(root, major, "bin"));
    } catch {
        return [];
    }
}

function executable(file: string): boolean {
    try {
        accessSync(file, constants.X_OK);
        return true;
    } catch {
        return false;
    }
}

function serverUser(): { uid: number; gid: number } {
    const id = (flag: string) =>
        Number(run("id", [flag, "postgres"], { env: { PATH: process.env["PATH"] ?? "" } }).stdout);
    const user = { uid: id("-u"), gid: id("-g") };
    const me = process.getuid?.();
    if (!(user.uid > 0) || (me !== 0 && me !== user.uid)) {
        throw new Error("These tests need a system user `postgres` and must run as that user or as root.");
    }
    return user;
}
