import { randomBytes } from "node:crypto";
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createConnection } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { resolveTool } from "../../../tools/build";
import type { Recording } from "../../support/record";
import { Pod } from "../postgres/pod";
import { Authority } from "../support/certificates";
import { freePorts } from "../support/ports";
import { Running } from "../support/process";
import { project } from "../support/projected";
import { type Answer, request, type Request } from "../support/request";
import { SmtpServer, type SmtpServerArgs } from "../support/smtp";
import { until } from "../support/until";
import { Browser } from "./browser";
import { forOldestKratos, relocated } from "./deviations";
import { type DescribedPod, describedPod } from "./manifests";
import { certificateNames, databasePasswords, type WorkloadName, workloads } from "./stack";

type Change = (pod: DescribedPod) => DescribedPod;

/** Kratos of a stack on this machine, with a Postgres and a mail server, in folders of its own. */
export class World {
    readonly authority: Authority;
    /** All that must never be seen in a log: passwords, codes, tokens, cookies, keys. */
    readonly confidential = new Set<string>();
    readonly #folder = mkdtempSync(join(tmpdir(), "kato-kratos-"));
    readonly #binary = join(this.#folder, "kratos");
    readonly #running = new Map<WorkloadName, Running>();
    readonly #started: [WorkloadName, Running][] = [];
    #mail: SmtpServer | undefined;
    #mailPort = 0;

    private constructor(
        readonly postgres: Pod,
        readonly ports: Readonly<Record<"public" | "admin" | "metrics", number>>,
    ) {
        chmodSync(this.#folder, 0o755);
        mkdirSync(join(this.#folder, "authority"));
        this.authority = new Authority(join(this.#folder, "authority"));
    }

    /** A mail server, and a database that accepts the stack's logins. Nothing of Kratos runs yet. */
    static async make(stack: Recording, passwords = databasePasswords(stack)): Promise<World> {
        const kratos = resolveTool("kratos");
        const [publicPort = 0, admin = 0, metrics = 0] = await freePorts(3);
        const world = new World(await Pod.make(), { public: publicPort, admin, metrics });
        try {
            // Where it was found, perhaps only the user who runs the tests may execute it.
            copyFileSync(kratos, world.#binary);
            chmodSync(world.#binary, 0o755);
            await world.startMail("smtps");
            world.postgres.mountLogins(passwords);
            await world.postgres.start();
        } catch (error) {
            await world.remove();
            throw error;
        }
        return world;
    }

    /** A new password, made by nobody's pattern. */
    password(): string {
        const password = randomBytes(15).toString("base64url");
        this.confidential.add(password);
        return password;
    }

    get mail(): SmtpServer {
        if (this.#mail === undefined) {
            throw new Error("no mail server was started");
        }
        return this.#mail;
    }

    /** Replaces the mail server by another on the same port. */
    async startMail(security: SmtpServerArgs["security"]): Promise<void> {
        const certificate = this.authority.issue("localhost");
        await this.#mail?.stop();
        this.#mail = await SmtpServer.start({ security, certificate, port: this.#mailPort });
        this.#mailPort = this.#mail.port;
    }

    /** A person's browser. The additional host is an ingress' that verifies Kratos by its name in the cluster. */
    browser(): Browser {
        const kratos = { port: this.ports.public, authority: readFileSync(this.authority.file) };
        const hosts = {
            "auth.karima.com": kratos,
            "auth.ks-backend.cloud": { ...kratos, certificateName: "kratos.kratos.svc" },
        };
        return new Browser(hosts, this.confidential);
    }

    /** A request to the admin API from inside the cluster. */
    async admin(path: string, options: Pick<Request, "method" | "headers" | "body"> = {}): Promise<Answer> {
        const verify = readFileSync(this.authority.file);
        return await request({ port: this.ports.admin, host: "kratos-admin.kratos.svc", path, verify, ...options });
    }

    /** A request to the public API from inside the cluster. */
    async public(path: string, options: Pick<Request, "method" | "headers" | "body"> = {}): Promise<Answer> {
        const verify = readFileSync(this.authority.file);
        return await request({ port: this.ports.public, host: "kratos.kratos.svc", path, verify, ...options });
    }

    /**
     * Starts a pod in place of the one of that name, and waits until its readiness probe succeeds.
     *
     * @param trusts Whether our authority is a public one for this pod.
     */
    async start(name: WorkloadName, stack: Recording, change: Change = (pod) => pod, trusts = true): Promise<Running> {
        await this.stop(name);
        if (name === "courier") {
            const { status, output } = await this.finish("requeue", stack);
            if (status !== 0) {
                throw new Error(output);
            }
        }
        const pod = this.#prepare(name, stack, change);
        const asPod = process.getuid?.() === 0 ? { uid: pod.uid, gid: pod.uid } : {};
        // Kratos is not looked for on it; PostgreSQL's client is.
        const path = { PATH: this.postgres.installation.path };
        const env = { ...path, ...pod.env, ...(trusts ? { SSL_CERT_FILE: this.authority.file } : {}) };
        const [program, ...options] = pod.command ?? [this.#binary];
        const started = new Running(program ?? "", [...options, ...pod.args], { env, cwd: this.#folder, ...asPod });
        this.#running.set(name, started);
        this.#started.push([name, started]);
        if (pod.readiness !== undefined) {
            const ended = started.end(600_000).then((status) => Promise.reject(new Error(`it ended: ${status}`)));
            ended.catch(() => undefined);
            const ready = until(`${name} is ready`, async () => (await isReady(pod)) || undefined, 60_000);
            await Promise.race([ended, ready]).catch((error: unknown) => {
                throw new Error(`${String(error)}\n${started.output}`);
            });
        }
        return started;
    }

    /** Runs a container of a Job's pod to its end. */
    async finish(
        name: WorkloadName,
        stack: Recording,
        change?: Change,
    ): Promise<{ status: number | NodeJS.Signals; output: string }> {
        const job = await this.start(name, stack, change);
        const status = await job.end(180_000);
        return { status, output: job.output };
    }

    async stop(name: WorkloadName): Promise<void> {
        await this.#running.get(name)?.kill();
        this.#running.delete(name);
    }

    /** Replaces what is mounted at `/etc/kratos/tls`, as cert-manager and the kubelet do. */
    renewCertificate(stack: Recording): void {
        const folder = join(this.#folder, "server/etc/kratos/tls");
        this.#mount(folder, this.authority.issue(...certificateNames(stack)), describedUser(stack));
    }

    /** What the pods of that name have written, those before included. */
    log(name: WorkloadName): string {
        return this.#started
            .filter(([each]) => each === name)
            .map(([, { output }]) => output)
            .join("");
    }

    async remove(): Promise<void> {
        for (const name of this.#running.keys()) {
            await this.stop(name);
        }
        await this.#mail?.stop();
        await this.postgres.remove();
        rmSync(this.#folder, { recursive: true, force: true });
    }

    /** Writes the folders that a pod's container mounts. */
    #prepare(name: WorkloadName, stack: Recording, change: Change): DescribedPod {
        const certificate = {
            ...this.authority.issue(...certificateNames(stack)),
            "ca.crt": readFileSync(this.postgres.authority.file, "utf8"),
        };
        const described = change(describedPod(stack, workloads[name], { "kratos-tls": certificate }));
        const home = join(this.#folder, name);
        const ports = Object.fromEntries(Object.entries(this.ports).filter(([port]) => port in described.ports));
        const neighbours = { postgres: this.postgres.port, mail: this.#mailPort };
        const pod = relocated(forOldestKratos(described), home, ports, neighbours);
        rmSync(home, { recursive: true, force: true });
        Object.entries(pod.folders).forEach(([folder, files]) => {
            this.#mount(folder, files, pod.uid);
            secretsIn(files).forEach((secret) => this.confidential.add(secret));
        });
        return pod;
    }

    /** Mounts files as the kubelet does: root's, and readable by the pod's group; without root they can only be our own. */
    #mount(folder: string, files: Readonly<Record<string, string>>, uid: number): void {
        const [me, mine] = [process.getuid?.() ?? 0, process.getgid?.() ?? 0];
        project(folder, files, me === 0 ? { uid: 0, gid: uid } : { uid: me, gid: mine });
    }
}

function describedUser(stack: Recording): number {
    return describedPod(stack, workloads.migration, { "kratos-tls": { "ca.crt": "" } }).uid;
}

/** Kratos' own secrets and the passwords in URLs. */
function secretsIn(files: Readonly<Record<string, string>>): string[] {
    const own = JSON.parse(files["secrets.json"] ?? "{}") as { secrets?: Record<string, string[]> };
    const urls = Object.values(files).map((text) => /"\w+:\/\/[^:"]+:([^@"]+)@/.exec(text)?.[1]);
    const passwords = urls.filter((password) => password !== undefined);
    return [...Object.values(own.secrets ?? {}).flat(), ...passwords, ...passwords.map(decodeURIComponent)];
}

/** The readiness probe, as the kubelet does it: it verifies no certificate. */
async function isReady({ readiness, ports }: DescribedPod): Promise<boolean> {
    if (readiness?.httpGet !== undefined) {
        const { port, path } = readiness.httpGet;
        const answer = await request({ port: ports[port] ?? 0, path, verify: false }).catch(() => undefined);
        return answer?.status === 200;
    }
    const port = ports[readiness?.tcpSocket?.port ?? ""] ?? 0;
    return await new Promise((resolve) => {
        const socket = createConnection(port, "127.0.0.1");
        socket.once("error", () => {
            resolve(false);
        });
        socket.once("connect", () => {
            socket.destroy();
            resolve(true);
        });
    });
}
