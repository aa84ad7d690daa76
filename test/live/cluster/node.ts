import { type ChildProcess, spawn } from "node:child_process";
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { resolveTool } from "../../../tools/build";
import { command, ENVIRONMENT } from "./command";
import { FOLDER, LINK, path } from "./layout";

/**
 * The node: a process with process, mount and network namespaces of its own, as a container of kind is. Everything that
 * the cluster starts is inside, so that the end of this one process is the end of all: whatever was killed, and however.
 */
export const NODE_RECORD = path("node.pid");

/** What the kubelet sets for the whole machine. @see `setupKernelTunables` in its source */
const MACHINE_SETTINGS = [
    "vm.overcommit_memory",
    "vm.panic_on_oom",
    "kernel.panic",
    "kernel.panic_on_oops",
    "kernel.keys.root_maxkeys",
    "kernel.keys.root_maxbytes",
];
/** How they were before. */
const MACHINE_RECORD = path("machine.conf");

/** Makes the namespaces and the network between them and the machine. */
export async function createNode(): Promise<void> {
    mkdirSync(path("log"), { recursive: true });
    writeFileSync(MACHINE_RECORD, command("sysctl", ...MACHINE_SETTINGS));
    const log = openSync(path("log", "node.log"), "a");
    const unshare = spawn(
        "unshare",
        [
            "--pid",
            "--fork",
            "--kill-child",
            "--mount",
            "--propagation",
            "private",
            "--mount-proc",
            "--net",
            resolveTool("pause"),
        ],
        { detached: true, stdio: ["ignore", log, log], env: ENVIRONMENT },
    );
    closeSync(log);
    unshare.unref();
    const pid = await firstProcess(unshare);
    writeFileSync(NODE_RECORD, `${pid} ${startTime(pid) ?? ""}\n`);
    connect(pid);
    // A container runtime hands mounts on to what it starts.
    inNode("mount", "--make-rshared", "/");
    // What runtime, kubelet and network plugins keep outside the folder they are told, the machine never sees.
    for (const folder of ["/run", "/var/lib", "/var/log"]) {
        inNode("mount", "-t", "tmpfs", "tmpfs", folder);
    }
    for (const setting of [
        "net.ipv4.ip_forward=1",
        "net.bridge.bridge-nf-call-iptables=1",
        "net.ipv4.conf.all.rp_filter=0",
        "net.ipv4.conf.default.rp_filter=0",
    ]) {
        inNode("sysctl", "-q", "-w", setting);
    }
}

function connect(pid: number): void {
    const { outside, inside, prefix } = LINK;
    command("ip", "link", "add", outside.device, "type", "veth", "peer", "name", inside.device, "netns", String(pid));
    command("ip", "address", "add", `${outside.address}/${prefix}`, "dev", outside.device);
    command("ip", "link", "set", outside.device, "up");
    inNode("ip", "link", "set", "lo", "up");
    inNode("ip", "address", "add", `${inside.address}/${prefix}`, "dev", inside.device);
    inNode("ip", "link", "set", inside.device, "up");
    inNode("ip", "route", "add", "default", "via", outside.address);
}

/** The child of `unshare`, which is the first process of its namespace. */
async function firstProcess(unshare: ChildProcess): Promise<number> {
    for (let attempt = 0; attempt < 100; attempt += 1) {
        if (unshare.exitCode !== null) {
            throw new Error(`unshare failed: ${readFileSync(path("log", "node.log"), "utf8")}`);
        }
        const [child] = children(unshare.pid ?? 0);
        // Until then it is still `unshare` itself, with mounts to make.
        if (child !== undefined && readFileSync(`/proc/${child}/comm`, "utf8").trim() === "pause") {
            return child;
        }
        await delay(50);
    }
    throw new Error("unshare started nothing within 5 seconds.");
}

function children(pid: number): number[] {
    const file = `/proc/${pid}/task/${pid}/children`;
    return existsSync(file) ? readFileSync(file, "utf8").split(" ").filter(Boolean).map(Number) : [];
}

/** When a process was started, in ticks since the machine was: with it a number means one process only. */
function startTime(pid: number): string | undefined {
    const file = `/proc/${pid}/stat`;
    return existsSync(file)
        ? readFileSync(file, "utf8")
              .replace(/^.*\) /s, "")
              .split(" ")[19]
        : undefined;
}

/** The node's first process; undefined if there is no node. */
function recorded(): number | undefined {
    if (!existsSync(NODE_RECORD)) {
        return undefined;
    }
    const [pid = "", started = ""] = readFileSync(NODE_RECORD, "utf8").trim().split(" ");
    return startTime(Number(pid)) === started ? Number(pid) : undefined;
}

/** The command line that runs a command in the node. */
export function enter(...args: string[]): [string, string[]] {
    const pid = recorded();
    if (pid === undefined) {
        throw new Error(`There is no node: ${NODE_RECORD} names no process that runs.`);
    }
    return ["nsenter", ["--target", String(pid), "--pid", "--mount", "--net", "--", ...args]];
}

/** Runs a command in the node to its end. */
export function inNode(...args: string[]): string {
    const [name, rest] = enter(...args);
    return command(name, ...rest);
}

/** Starts a server in the node; its output goes to `log/<name>.log`. */
export function startInNode(name: string, binary: string, flags: readonly string[]): void {
    const log = openSync(path("log", `${name}.log`), "a");
    const [entry, args] = enter(binary, ...flags);
    spawn(entry, args, { detached: true, stdio: ["ignore", log, log], env: ENVIRONMENT, cwd: FOLDER }).unref();
    closeSync(log);
}

/** Ends everything in the node and removes its folder. Leaves nothing of a run that was killed, either. */
export async function removeNode(): Promise<void> {
    const pid = recorded();
    if (pid !== undefined) {
        process.kill(pid, "SIGKILL");
        while (startTime(pid) !== undefined) {
            await delay(50);
        }
    }
    removeControlGroups();
    if (existsSync(MACHINE_RECORD)) {
        command("sysctl", "--quiet", `--load=${MACHINE_RECORD}`);
    }
    rmSync(FOLDER, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
}

/** The kubelet's groups of processes, by now empty: the kernel keeps them until they are removed. */
function removeControlGroups(): void {
    const groups = command("find", "/sys/fs/cgroup", "-depth", "-type", "d", "-path", "*/kubepods*");
    for (const group of groups.split("\n").filter(Boolean)) {
        command("rmdir", join(group));
    }
}
