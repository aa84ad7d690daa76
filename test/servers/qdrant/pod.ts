import { randomBytes } from "node:crypto";
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect } from "node:tls";
import * as pulumi from "@pulumi/pulumi";
import { plainSettings, quotaFile, secretSettings } from "../../../components/data/qdrant/settings";
import { valueOf } from "../../support/record";
import { Authority } from "../support/certificates";
import { freePorts } from "../support/ports";
import { eventually, run, Running } from "../support/process";
import { project } from "../support/projected";
import { until } from "../support/until";

const PRODUCT = join(__dirname, "../../../components");
const SCRIPTS = ["workload/keeper.sh", "data/qdrant/start.sh", "data/qdrant/apply.sh"];
const NAME = "qdrant-kb.kato.svc";

/**
 * The pod of `qdrant-kb` on this machine: the real scripts and settings, a stand-in for the server, and a stand-in for the
 * kubelet, which starts a container again that has ended. All share the machine's processes, as the pod's containers do
 * the pod's.
 */
export class Pod {
    readonly folder = mkdtempSync(join(tmpdir(), "kato-qdrant-"));
    readonly apiKey = randomBytes(24).toString("hex");
    /** How often the server's container has been started. */
    starts = 0;
    server: Running | undefined;
    keeper: Running | undefined;
    readonly #me = { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };
    readonly #authority: Authority;
    readonly #log: Running[] = [];
    #certificate: Readonly<Record<string, string>> = {};
    #port = 0;
    #stopMilliseconds = 100;
    #life: Promise<void> | undefined;
    #over = false;

    private constructor() {
        for (const name of ["authority", "scripts", "home", "state", "keeper"]) {
            mkdirSync(this.path(name));
        }
        this.#authority = new Authority(this.path("authority"));
        for (const script of SCRIPTS) {
            cpSync(join(PRODUCT, script), join(this.path("scripts"), script.replace(/^.*\//, "")));
        }
        const standIn = [process.execPath, join(__dirname, "stand-in.cjs")].map((word) => `'${word}'`).join(" ");
        // Node raises its own limit.
        writeFileSync(this.path("home/qdrant"), `#!/bin/sh\nulimit -S -n >limit\nexec ${standIn}\n`);
        chmodSync(this.path("home/qdrant"), 0o755);
        this.renew();
    }

    /** A pod with nothing running in it yet, and all that it mounts. */
    static async make(stopMilliseconds?: number): Promise<Pod> {
        const pod = new Pod();
        const [port = 0] = await freePorts(1);
        pod.#port = port;
        pod.#stopMilliseconds = stopMilliseconds ?? pod.#stopMilliseconds;
        const key = { generation: 1, current: pulumi.output(pod.apiKey) };
        pod.mountSettings({ "local.yaml": await valueOf(secretSettings(key, key)) });
        return pod;
    }

    path(name: string): string {
        return join(this.folder, name);
    }

    /** The plain settings, with these files beside them. */
    mountSettings(files: Readonly<Record<string, string>>): void {
        const plain = plainSettings({ data: this.path("data"), tls: this.path("tls") });
        project(this.path("home/config"), { "config.yaml": plain, ...files }, this.#me);
    }

    /** Mounts a new certificate in place of the one before. */
    renew(): void {
        this.#certificate = this.#authority.issue(NAME);
        this.mountCertificate();
    }

    /** Mounts the certificate as it is once more, as the kubelet does. */
    mountCertificate(): void {
        project(this.path("tls"), this.#certificate, this.#me);
    }

    /** Serial number of the certificate mounted last. */
    get mounted(): string {
        return this.#authority.lastSerial;
    }

    /** Serial number of the certificate that the server presents, to a client that verifies it. */
    async served(): Promise<string | undefined> {
        const ca = readFileSync(this.#authority.file);
        return await new Promise((resolve) => {
            const socket = connect({ port: this.#port, host: "127.0.0.1", ca, servername: NAME }, () => {
                resolve(socket.getPeerCertificate().serialNumber);
                socket.destroy();
            });
            socket.once("error", () => {
                resolve(undefined);
            });
        });
    }

    /** One life of the server's container. */
    startServer(): Running {
        const args = [
            this.path("scripts/start.sh"),
            this.path("tls/tls.crt"),
            this.path("state/loaded"),
            quotaFile({ data: this.path("data") }),
        ];
        const env = { ...this.#env, PORT: String(this.#port), STOP_MS: String(this.#stopMilliseconds) };
        // Some runtimes set a soft limit that is far below the hard one.
        const container = ["-c", 'ulimit -S -n 256 && exec sh "$@"', "sh", ...args];
        this.server = new Running("sh", container, { env, cwd: this.path("home") });
        this.#log.push(this.server);
        this.starts += 1;
        return this.server;
    }

    /** Starts the server, and starts it again whenever it ends. */
    run(): void {
        this.#life = (async () => {
            while (!this.#over) {
                await this.startServer().end(120_000);
            }
        })();
    }

    startKeeper(env: Readonly<Record<string, string>> = {}): Running {
        const scripts = this.path("scripts");
        const args = [join(scripts, "keeper.sh"), join(scripts, "apply.sh"), this.path("tls")];
        this.keeper = new Running("sh", args, { env: { ...this.#keeperEnv, ...env } });
        this.#log.push(this.keeper);
        return this.keeper;
    }

    /** Runs `apply.sh` once, as the keeper does. */
    apply(): ReturnType<typeof run> {
        return run("sh", [this.path("scripts/apply.sh")], { env: this.#keeperEnv });
    }

    /** Server and keeper run, and the pod is ready. */
    async start(): Promise<void> {
        this.run();
        this.startKeeper();
        await this.ready();
    }

    async ready(): Promise<void> {
        await eventually("the keeper has applied", () => existsSync(this.path("keeper/applied")));
        await this.serves(this.mounted);
    }

    /** Waits until the server presents the certificate with this serial number. */
    async serves(serial: string): Promise<void> {
        await until(`certificate ${serial} is served`, async () =>
            (await this.served()) === serial ? serial : undefined,
        );
    }

    /** Everything that all containers have written. */
    get output(): string {
        return this.#log.map(({ output }) => output).join("");
    }

    async remove(): Promise<void> {
        this.#over = true;
        await this.keeper?.kill();
        await this.server?.kill();
        await this.#life;
        rmSync(this.folder, { recursive: true, force: true });
    }

    get #env(): Record<string, string> {
        return { PATH: process.env["PATH"] ?? "" };
    }

    get #keeperEnv(): Record<string, string> {
        return {
            ...this.#env,
            CERTIFICATE: this.path("tls/tls.crt"),
            LOADED: this.path("state/loaded"),
            KEEPER_STATE: this.path("keeper"),
            KEEPER_INTERVAL: "0.2",
        };
    }
}
