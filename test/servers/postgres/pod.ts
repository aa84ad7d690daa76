import { chmodSync, chownSync, cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LOGINS } from "../../../components/data/postgres/logins";
import { pgHba, postgresqlConf } from "../../../components/data/postgres/settings";
import { Authority } from "../support/certificates";
import { eventually, type Finished, type Launch, run, Running } from "../support/process";
import { project } from "../support/projected";
import { findPostgres, type Installation } from "./found";

const PRODUCT = join(__dirname, "../../../components");

/** The pod of `kratos-postgres` on this machine: the same scripts and settings, in folders of its own. */
export class Pod {
    readonly installation: Installation = findPostgres();
    readonly folder = mkdtempSync(join(tmpdir(), "kato-postgres-"));
    readonly authority: Authority;
    server: Running | undefined;
    keeper: Running | undefined;
    port = 0;

    private constructor() {
        chmodSync(this.folder, 0o755);
        this.authority = new Authority(this.#make("authority", 0o755));
        for (const owned of ["volume", "socket", "state"]) {
            chownSync(this.#make(owned), this.installation.user.uid, this.installation.user.gid);
        }
        this.#make("config", 0o755);
        for (const script of [
            "workload/keeper.sh",
            ...["start.sh", "apply.sh", "pulse.sh", "probe.sh", "database.sql", "login.sql"].map(
                (name) => `data/postgres/${name}`,
            ),
        ]) {
            cpSync(join(PRODUCT, script), join(this.folder, "config", script.replace(/^.*\//, "")));
        }
        this.mountCertificate();
        this.mountLogins({});
    }

    /** A pod with nothing running in it yet. */
    static async make(): Promise<Pod> {
        const pod = new Pod();
        pod.port = await freePort();
        const folders = { config: pod.path("config"), tls: pod.path("tls"), socket: pod.path("socket") };
        writeFileSync(pod.path("config/postgresql.conf"), postgresqlConf({ folders, memory: "256Mi", port: pod.port }));
        writeFileSync(pod.path("config/pg_hba.conf"), pgHba());
        return pod;
    }

    path(name: string): string {
        return join(this.folder, name);
    }

    /** Mounts a new certificate for `localhost` in place of the one before. */
    mountCertificate(): void {
        // The kubelet's files are root's and readable by the pod's group; without root they can only be the server's own.
        const owner = process.getuid?.() === 0 ? { uid: 0, gid: this.installation.user.gid } : this.installation.user;
        project(this.path("tls"), this.authority.issue("localhost"), owner, owner.uid === 0 ? 0o440 : 0o400);
    }

    mountLogins(passwords: Readonly<Record<string, string>>): void {
        project(this.path("logins"), passwords, this.installation.user);
    }

    get launch(): Launch & { env: Record<string, string> } {
        return {
            ...this.installation.user,
            env: {
                PATH: this.installation.path,
                PGHOST: this.path("socket"),
                PGPORT: String(this.port),
                DATABASE_NAME: "kratos",
                LOGINS: LOGINS.flat().join(" "),
                LOGINS_FOLDER: this.path("logins"),
                SCRIPTS_FOLDER: this.path("config"),
                KEEPER_STATE: this.path("state"),
                KEEPER_INTERVAL: "0.2",
            },
        };
    }

    startServer(): Running {
        this.server = new Running(
            "sh",
            [this.path("config/start.sh"), this.path("volume"), this.path("config")],
            this.launch,
        );
        return this.server;
    }

    startKeeper(): Running {
        const config = this.path("config");
        const args = [join(config, "keeper.sh"), join(config, "apply.sh"), this.path("logins"), this.path("tls")];
        const { env, ...launch } = this.launch;
        this.keeper = new Running("sh", args, { ...launch, env: { ...env, KEEPER_BESIDE: join(config, "pulse.sh") } });
        return this.keeper;
    }

    /** Starts server and keeper as a new pod on the same volume, and waits until it is ready. */
    async start(): Promise<void> {
        rmSync(this.path("state/applied"), { force: true });
        await this.keeper?.kill();
        const server = this.startServer();
        this.startKeeper();
        await eventually("the pod is ready", () => existsSync(this.path("state/applied"))).catch((error: unknown) => {
            throw new Error(`${String(error)}\n${server.output}\n${this.keeper?.output ?? ""}`);
        });
    }

    /** Exit status of one of the server's probes. */
    probe(what: "alive" | "ready"): number | null {
        return run("sh", [this.path("config/probe.sh"), what, this.path("socket")], this.launch).status;
    }

    /** Runs `apply.sh` once, as the keeper does. */
    apply(env: Readonly<Record<string, string>> = {}): Finished {
        return run("sh", [this.path("config/apply.sh")], { ...this.launch, env: { ...this.launch.env, ...env } });
    }

    /** Waits until the keeper has applied what was mounted after `before` was read from `keeper.output`. */
    async applied(before: string): Promise<void> {
        await eventually("the keeper applies", () =>
            (this.keeper?.output ?? "").slice(before.length).includes("keeper: applied"),
        );
    }

    /** The server's log, once it matches. */
    async serverLog(expected: RegExp): Promise<string> {
        await eventually(`the log has ${String(expected)}`, () => expected.test(this.server?.output ?? ""));
        return this.server?.output ?? "";
    }

    /** A statement as the superuser over the socket. */
    asSuperuser(sql: string, database = "postgres"): string {
        const { status, stdout, stderr } = run(
            "psql",
            ["-X", "-A", "-t", "-q", "-U", "postgres", "-d", database, "-c", sql],
            this.launch,
        );
        if (status !== 0) {
            throw new Error(stderr);
        }
        return stdout.trim();
    }

    /** A statement as a client elsewhere in the cluster sends it. */
    asClient(connection: Readonly<Record<string, string>>, sql: string): Finished {
        const { password, ...rest } = { host: "localhost", port: String(this.port), dbname: "kratos", sslmode: "verify-full",
            sslrootcert: this.authority.file, connect_timeout: "5", ...connection } as Record<string, string>; // prettier-ignore
        const text = Object.entries(rest)
            .map(([key, value]) => `${key}=${value}`)
            .join(" ");
        return run("psql", ["-X", "-A", "-t", "-q", "-d", text, "-c", sql], {
            ...this.installation.user,
            env: { PATH: this.installation.path, PGPASSWORD: password ?? "" },
        });
    }

    async remove(): Promise<void> {
        await this.keeper?.kill();
        await this.server?.kill();
        rmSync(this.folder, { recursive: true, force: true });
    }

    #make(name: string, mode = 0o700): string {
        mkdirSync(this.path(name), { mode });
        return this.path(name);
    }
}

async function freePort(): Promise<number> {
    return await new Promise((resolve, reject) => {
        const probe = createServer();
        probe.once("error", reject);
        probe.listen(0, "127.0.0.1", () => {
            const address = probe.address();
            probe.close(() => {
                resolve(typeof address === "object" && address !== null ? address.port : 0);
            });
        });
    });
}
