import {
    chmodSync,
    chownSync,
    cpSync,
    existsSync,
    mkdirSync,
    mkdtempSync,
    readFileSync,
    rmSync,
    writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Authority } from "../support/certificates";
import { freePorts } from "../support/ports";
import { type Launch, Running } from "../support/process";
import { type Owner, project } from "../support/projected";
import { until } from "../support/until";
import { Mongod } from "./double/mongod";
import { mongoshFolder } from "./mongosh";

const PRODUCT = join(__dirname, "../../../components");
/** The group that owns the pod's volumes; whoever is not root has but the own. */
const GROUP = 10010;
const ME = { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };

/** The kubelet mounts files as root's and the group's. */
const MOUNTED = ME.uid === 0 ? { uid: 0, gid: GROUP } : ME;

/** The pod of `mongo-kb` on this machine: the real keeper, scripts and mongosh beside a double of the server. */
export class Pod {
    readonly folder = mkdtempSync(join(tmpdir(), "kato-mongodb-"));
    readonly authority: Authority;
    readonly port: number;
    mongod: Mongod;
    keeper: Running | undefined;

    private constructor(port: number) {
        chmodSync(this.folder, 0o755);
        this.port = port;
        for (const folder of ["authority", "state", "home", "config", "bin"]) {
            mkdirSync(this.path(folder));
        }
        this.authority = new Authority(this.path("authority"));
        for (const script of ["workload/keeper.sh", "data/mongodb/apply.sh", "data/mongodb/apply.js"]) {
            cpSync(join(PRODUCT, script), join(this.folder, "config", script.replace(/^.*\//, "")));
        }
        this.mountCertificate();
        this.mongod = new Mongod({ port, certificateFile: this.path("tls/tls-combined.pem") });
    }

    /** A pod whose server has just been started for the first time, with nothing applied to it. */
    static async make(mounted: {
        readonly admin: Readonly<Record<string, string>>;
        readonly logins: Readonly<Record<string, string>>;
    }): Promise<Pod> {
        const [port = 0] = await freePorts(1);
        const pod = new Pod(port);
        pod.mountAdmin(mounted.admin);
        pod.mountLogins(mounted.logins);
        pod.useMongosh(mongoshFolder());
        await pod.mongod.start();
        return pod;
    }

    path(name: string): string {
        return join(this.folder, name);
    }

    /** Has the keeper use the shell in this folder with npm's packages. */
    useMongosh(folder: string): void {
        const script = `#!/bin/sh\nexec '${process.execPath}' '${join(folder, ".bin/mongosh")}' "$@"\n`;
        writeFileSync(this.path("bin/mongosh"), script, { mode: 0o755 });
    }

    /** Mounts a new certificate in place of the one before. */
    mountCertificate(): void {
        const { "tls.crt": crt, "tls.key": key } = this.authority.issue("localhost");
        this.#mountTls(`${key}${crt}`);
    }

    /** Mounts a certificate whose key is another's. */
    mountBrokenCertificate(): void {
        const [one, other] = [this.authority.issue("localhost"), this.authority.issue("localhost")];
        this.#mountTls(`${one["tls.key"]}${other["tls.crt"]}`);
    }

    /** Mounts an authority that has signed nothing here in place of the one that clients verify the server by. */
    mountStrangersAuthority(): void {
        mkdirSync(this.path("stranger"));
        const stranger = new Authority(this.path("stranger"));
        project(this.path("tls"), { "ca.crt": readFileSync(stranger.file, "utf8") }, MOUNTED);
    }

    mountAdmin(passwords: Readonly<Record<string, string>>): void {
        project(this.path("admin"), passwords, MOUNTED);
    }

    mountLogins(passwords: Readonly<Record<string, string>>): void {
        project(this.path("logins"), passwords, MOUNTED);
    }

    get launch(): Launch {
        return {
            env: {
                PATH: `${this.path("bin")}:${process.env["PATH"] ?? ""}`,
                HOME: this.path("home"),
                MEMBER: `localhost:${this.port}`,
                CA_FILE: this.path("tls/ca.crt"),
                ADMIN_FOLDER: this.path("admin"),
                DATABASE_NAME: "kato",
                LOGINS: "kato_user kato_user_b",
                LOGINS_FOLDER: this.path("logins"),
                SCRIPTS_FOLDER: this.path("config"),
                KEEPER_STATE: this.path("state"),
                KEEPER_INTERVAL: "0.2",
            },
        };
    }

    /** Runs `apply.sh` once, as the keeper does, to its end. */
    async apply(): Promise<{ readonly status: number | NodeJS.Signals; readonly output: string }> {
        const running = this.startApply();
        const status = await running.end(30_000);
        return { status, output: running.output };
    }

    startApply(): Running {
        return new Running("sh", [this.path("config/apply.sh")], this.launch);
    }

    /** Starts the keeper, as a user who is of the mounted files' group, and waits until it has applied what is mounted. */
    async keep(user: Owner = ME): Promise<void> {
        const config = this.path("config");
        const watched = ["logins", "admin", "tls"].map((name) => this.path(name));
        for (const own of ["state", "home"]) {
            chownSync(this.path(own), user.uid, user.gid);
        }
        const command = [join(config, "keeper.sh"), join(config, "apply.sh"), ...watched];
        this.keeper = new Running("sh", command, { ...user, ...this.launch });
        await until("the keeper has applied", () => existsSync(this.path("state/applied")) || undefined);
    }

    /** Waits until the keeper has applied what was mounted after `before` was read from `keeper.output`. */
    async applied(before: string): Promise<void> {
        const news = (): string => this.keeper?.output.slice(before.length) ?? "";
        await until("the keeper applies", () => news().includes("keeper: applied") || undefined);
    }

    async remove(): Promise<void> {
        await this.keeper?.kill();
        await this.mongod.stop();
        rmSync(this.folder, { recursive: true });
    }

    #mountTls(combined: string): void {
        const files = { "tls-combined.pem": combined, "ca.crt": readFileSync(this.authority.file, "utf8") };
        project(this.path("tls"), files, MOUNTED);
    }
}
