import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { types } from "@pulumi/kubernetes";
import { type ContainerArgs, scratchVolume } from "./pod";
import type { Resources } from "./resources";

type VolumeMount = types.input.core.v1.VolumeMount;
type Volume = types.input.core.v1.Volume;

const SCRIPT = "keeper.sh";
const STATE = { volume: "keeper-state", folder: "/run/keeper" };

export interface KeeperArgs {
    /** The server's image: the keeper uses the store's own client. */
    readonly image: string;
    /** Folder with `keeperFiles` and the store's own scripts, as the container sees it. */
    readonly scriptsFolder: string;
    /** Name in that folder of the script that applies what is mounted. It must be safe to stop anywhere and run again. */
    readonly apply: string;
    /** Folders with credentials and certificates; a change in any of them runs `apply`. */
    readonly watch: readonly string[];
    /** Everything that is mounted: scripts, the watched folders, and what `apply` reaches the server by. */
    readonly mounts: readonly VolumeMount[];
    /** Name in that folder of a script that runs beside, for as long as the keeper does. @default none */
    readonly beside?: string;
    /** Settings of the scripts; never a secret. @default none */
    readonly env?: Readonly<Record<string, string>>;
    /** User of the keeper, where the server must not see into it: see `sharedProcesses`. @default the pod's */
    readonly uid?: number;
    /** @default a few wake-ups a minute: 10m to 250m of a core, 64Mi */
    readonly resources?: Resources;
}

const RESOURCES: Resources = { cpu: { request: "10m", limit: "250m" }, memory: "64Mi" };

/**
 * The sidecar of a store that applies credentials and certificates as they change, so that the server need not restart to
 * learn a password or serve a renewed certificate. Its pod is ready only once everything has been applied, and the
 * superuser never leaves the pod.
 */
export function keeper(args: KeeperArgs): ContainerArgs {
    const alive = `${STATE.folder}/alive`;
    const env = {
        KEEPER_STATE: STATE.folder,
        ...(args.beside === undefined ? {} : { KEEPER_BESIDE: `${args.scriptsFolder}/${args.beside}` }),
        ...args.env,
    };
    return {
        name: "keeper",
        image: args.image,
        command: ["/bin/sh", `${args.scriptsFolder}/${SCRIPT}`, `${args.scriptsFolder}/${args.apply}`, ...args.watch],
        env: Object.entries(env).map(([name, value]) => ({ name, value })),
        volumeMounts: [...args.mounts, { name: STATE.volume, mountPath: STATE.folder }],
        // What it prints becomes an event of the pod.
        readinessProbe: {
            exec: {
                command: ["/bin/sh", "-c", `test -e ${STATE.folder}/applied || { cat ${STATE.folder}/reason; false; }`],
            },
            periodSeconds: 5,
        },
        // The loop touches the file in every round; a round takes at most the minute that one run of `apply` may take.
        livenessProbe: {
            exec: { command: ["/bin/sh", "-c", `test -n "$(find ${alive} -mmin -2)"`] },
            initialDelaySeconds: 30,
            periodSeconds: 30,
        },
        resources: args.resources ?? RESOURCES,
        uid: args.uid,
    };
}

/** The scripts that every keeper needs, by file name; the store adds its own and mounts them all as one folder. */
export function keeperFiles(): Record<string, string> {
    return { [SCRIPT]: readFileSync(join(__dirname, SCRIPT), "utf8") };
}

/** Where the keeper remembers what it has applied, for as long as the pod lives. */
export function keeperState(): Volume {
    return scratchVolume(STATE.volume, "1Mi");
}
