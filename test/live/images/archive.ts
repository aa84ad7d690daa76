import { createHash } from "node:crypto";
import { createReadStream, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { command } from "../cluster/command";

/** An image to be made. */
export interface Image {
    /** With registry and tag, as pods name it. */
    readonly name: string;
    /** Tar files, the lowest first. */
    readonly layers: readonly string[];
    readonly entrypoint?: readonly string[];
    readonly env?: Readonly<Record<string, string>>;
    /** @default root */
    readonly user?: string;
}

/** Packs a folder as a layer whose files are root's. */
export function layerOf(folder: string, file: string): string {
    command("tar", "--create", "--file", file, "--directory", folder, "--owner=0", "--group=0", "--sort=name", ".");
    return file;
}

/** Writes images as the files of one archive in the form of `docker save`, in which each layer is once. */
export async function writeArchive(images: readonly Image[], folder: string): Promise<void> {
    mkdirSync(folder, { recursive: true });
    const digests = new Map<string, string>();
    for (const layer of new Set(images.flatMap(({ layers }) => layers))) {
        const digest = await sha256(layer);
        digests.set(layer, digest);
        symlinkSync(layer, join(folder, `${digest}.tar`));
    }
    const manifest = images.map(({ name, layers, entrypoint, env = {}, user = "" }) => {
        const own = layers.map((layer) => digests.get(layer) ?? "");
        const config = JSON.stringify({
            architecture: { x64: "amd64", arm64: "arm64" }[process.arch as string] ?? process.arch,
            os: "linux",
            config: {
                Env: Object.entries({ PATH: "/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", ...env }).map(
                    ([key, value]) => `${key}=${value}`,
                ),
                ...(entrypoint === undefined ? { Cmd: ["/bin/sh"] } : { Entrypoint: entrypoint }),
                User: user,
                WorkingDir: "/",
            },
            rootfs: { type: "layers", diff_ids: own.map((digest) => `sha256:${digest}`) },
        });
        const file = `${createHash("sha256").update(config).digest("hex")}.json`;
        writeFileSync(join(folder, file), config);
        return { Config: file, RepoTags: [name], Layers: own.map((digest) => `${digest}.tar`) };
    });
    writeFileSync(join(folder, "manifest.json"), JSON.stringify(manifest));
}

async function sha256(file: string): Promise<string> {
    const hash = createHash("sha256");
    for await (const chunk of createReadStream(file)) {
        hash.update(chunk as Buffer);
    }
    return hash.digest("hex");
}
