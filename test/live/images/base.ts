import { createHash } from "node:crypto";
import { existsSync, mkdirSync, renameSync } from "node:fs";
import { join } from "node:path";
import { cacheFolder } from "../../../tools/build";
import { command } from "../cluster/command";

/** What all images together need of Debian; one layer that they share. */
const PACKAGES = [
    "busybox-static",
    "ca-certificates",
    "curl",
    "libnginx-mod-stream",
    "netcat-openbsd",
    "nginx-light",
    "nodejs",
    "openssl",
    "postgresql-17",
    "redis-server",
];
const SUITE = "trixie";

/** Manuals and translations: a third of it. */
const LEFT_OUT = ["doc", "info", "locale", "man"].map((name) => `--dpkgopt=path-exclude=/usr/share/${name}/*`);

const HOOKS = [
    // As in the image of PostgreSQL, which lets in over its socket who has the name of the account.
    'echo postgres:x:999:999::/var/lib/postgresql:/usr/sbin/nologin >>"$1/etc/passwd"; echo postgres:x:999: >>"$1/etc/group"',
    // Closed to everybody but Debian's user, and pods mount files below it.
    'chmod 0755 "$1/etc/redis"',
    'rm -rf "$1"/var/cache/apt/* "$1"/var/lib/apt/lists/* "$1"/var/log/*',
];

/** Debian with the servers in it, as the tar file of a layer; made once and kept with the built tools. */
export function baseLayer(): string {
    const file = baseFile();
    if (!existsSync(file)) {
        mkdirSync(join(file, ".."), { recursive: true });
        const unfinished = `${file}.${process.pid}.tar`;
        command(
            "mmdebstrap",
            "--variant=minbase",
            "--quiet",
            ...LEFT_OUT,
            ...HOOKS.map((hook) => `--customize-hook=${hook}`),
            `--include=${PACKAGES.join(",")}`,
            SUITE,
            unfinished,
            "http://deb.debian.org/debian",
        );
        renameSync(unfinished, file);
    }
    return file;
}

/** Where the layer is kept: what changes it is in the name. */
export function baseFile(): string {
    const content = JSON.stringify([PACKAGES, SUITE, LEFT_OUT, HOOKS]);
    const fingerprint = createHash("sha256").update(content).digest("hex").slice(0, 8);
    return join(cacheFolder(), "live-images", `base-${fingerprint}.tar`);
}
