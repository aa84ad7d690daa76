import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Authority } from "../support/certificates";
import { freePorts } from "../support/ports";
import { eventually, type Finished, type Launch, run, Running } from "../support/process";
import { project } from "../support/projected";
import { type ConnectArgs, Connection } from "./connection";
import { findRedis, type Installation } from "./found";
import { type Container, type Generations, type Manifests, manifests, passwordOf } from "./manifests";

const NAME = "redis-kb.kato.svc";

/** The pod of `redis-kb` on this machine: the containers' own commands and files, in a folder instead of the root. */
export class Pod {
    readonly installation: Installation = findRedis();
    readonly folder = mkdtempSync(join(tmpdir(), "kato-redis-"));
    readonly authority: Authority;
    server: Running | undefined;
    keeper: Running | undefined;

    private constructor(
        readonly port: number,
        readonly made: Manifests,
    ) {
        chmodSync(this.folder, 0o755);
        mkdirSync(this.path("authority"));
        this.authority = new Authority(this.path("authority"));
        for (const { name, mountPath } of made.containers.flatMap(({ volumeMounts }) => volumeMounts)) {
            const volume = made.volumes.find((each) => each.name === name);
            mkdirSync(this.path(mountPath), { recursive: true });
            if (volume?.secret === undefined && volume?.configMap === undefined) {
                chownSync(this.path(mountPath), this.installation.user.uid, this.installation.user.gid);
            }
        }
        const config = Object.entries(made.config).map(([name, text]) => [name, this.#here(text)]);
        this.mountFiles("config", Object.fromEntries(config) as Record<string, string>);
        this.mountCertificate();
        this.mountUsers(made);
    }

    /** A pod with nothing running in it yet, and the first generation of everything. */
    static async make(memory = "64Mi"): Promise<Pod> {
        const [port = 0] = await freePorts(1);
        return new Pod(port, await manifests(memory, { login: 1, internal: 1 }));
    }

    /** The pod's path on this machine. */
    path(inPod: string): string {
        return join(this.folder, inPod);
    }

    /** Mounts a new certificate in place of the one before. */
    mountCertificate(): void {
        this.mountFiles("tls", this.authority.issue(NAME));
    }

    /** Mounts the Secret with the users in the volumes that have it; the kubelet renews one volume at a time. */
    mountUsers({ users }: Pick<Manifests, "users">, volumes: readonly string[] = ["users", "keeper"]): void {
        for (const volume of volumes) {
            const items = this.made.volumes.find(({ name }) => name === volume)?.secret?.items ?? [];
            this.mountFiles(volume, Object.fromEntries(items.map(({ key, path }) => [path, users[key] ?? ""])));
        }
    }

    /** Raises generations as a deployment does: the Secret changes, and the keeper notices. */
    async raise(generations: Generations): Promise<void> {
        const before = this.keeper?.output ?? "";
        this.mountUsers(await manifests("64Mi", generations));
        await this.applied(before);
    }

    startServer(): Running {
        this.server = this.#run(this.container("redis"));
        return this.server;
    }

    startKeeper(): Running {
        this.keeper = this.#run(this.container("keeper"));
        return this.keeper;
    }

    /** Starts server and keeper as a new pod on the same volume, and waits until it is ready. */
    async start(): Promise<void> {
        rmSync(this.path("/run/keeper"), { recursive: true });
        mkdirSync(this.path("/run/keeper"));
        chownSync(this.path("/run/keeper"), this.installation.user.uid, this.installation.user.gid);
        await this.keeper?.kill();
        const server = this.startServer();
        this.startKeeper();
        await eventually("the pod is ready", () => existsSync(this.path("/run/keeper/applied"))).catch(
            (error: unknown) => {
                throw new Error(`${String(error)}\n${server.output}\n${this.keeper?.output ?? ""}`);
            },
        );
    }

    /** Waits until the keeper has applied what was mounted after `before` was read from `keeper.output`. */
    async applied(before: string): Promise<void> {
        await eventually("the keeper applies", () =>
            (this.keeper?.output ?? "").slice(before.length).includes("keeper: applied"),
        );
    }

    /** Exit status of one of the server's probes. */
    probe(name: "startupProbe" | "livenessProbe" | "readinessProbe", env: Launch["env"] = {}): number | null {
        const { exec } = this.container("redis")[name] as { exec: { command: string[] } };
        return this.exec("redis", exec.command, env).status;
    }

    /** A command that a person sends, see docs/runbooks/redis.md. */
    asOperator(...command: string[]): string {
        const script = ["sh", "/etc/redis/config/client.sh", "operator", "/etc/redis/keeper/operator"];
        return this.exec("keeper", [...script, ...command]).stdout;
    }

    /** Runs a command in a container, as a person or the kubelet does. */
    exec(container: "redis" | "keeper", command: readonly string[], env: Launch["env"] = {}): Finished {
        const [program = "", ...args] = command.map((word) => this.#here(word));
        const launch = this.#launch(this.container(container));
        return run(program, args, { ...launch, env: { ...launch.env, ...env } });
    }

    /** A connection of a client elsewhere in the cluster. */
    async connect(change: Partial<ConnectArgs> = {}): Promise<Connection> {
        return await Connection.open({ port: this.port, ca: readFileSync(this.authority.file), name: NAME, ...change });
    }

    /** The same, logged in. */
    async login(user: Parameters<typeof passwordOf>[0] = "kato_user", generation = 1): Promise<Connection> {
        return await this.connect({ login: { user, password: passwordOf(user, generation) } });
    }

    container(name: string): Container {
        const found = this.made.containers.find((container) => container.name === name);
        if (found === undefined) {
            throw new Error(`the pod has no container ${name}`);
        }
        return found;
    }

    async remove(): Promise<void> {
        await this.keeper?.kill();
        await this.server?.kill();
        rmSync(this.folder, { recursive: true, force: true });
    }

    /** Paths and the port as they are here. */
    #here(text: string): string {
        return text
            .replaceAll(/(?<![\w/])\/(?=(etc\/redis|run\/redis|run\/keeper|data)\b)/g, `${this.folder}/`)
            .replace(/^tls-port 6379$/m, `tls-port ${this.port}`);
    }

    /** Writes a volume's files with the kubelet's owner and mode: root's and readable by the pod's group. */
    mountFiles(volume: string, files: Readonly<Record<string, string>>): void {
        const { user } = this.installation;
        const owner = process.getuid?.() === 0 ? { uid: 0, gid: user.gid } : user;
        const mounts = this.made.containers.flatMap(({ volumeMounts }) => volumeMounts);
        const { mountPath = "" } = mounts.find(({ name }) => name === volume) ?? {};
        project(this.path(mountPath), files, owner);
    }

    #launch({ env = [] }: Container): Launch {
        const all: Record<string, string> = { PATH: this.installation.path, KEEPER_INTERVAL: "0.2" };
        for (const { name, value } of env) {
            all[name] = this.#here(value);
        }
        return { ...this.installation.user, env: all, cwd: this.folder };
    }

    #run(container: Container): Running {
        const [command = "", ...args] = container.command.map((word) => this.#here(word));
        return new Running(command, args, this.#launch(container));
    }
}
