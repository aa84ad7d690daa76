import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { tlsProxy, tlsProxyConfig } from "../../../components/app/tls-proxy";
import { ServiceSecret } from "../../../components/secrets/service-secret";
import { findNginx } from "../nginx/found";
import { freePorts } from "../support/ports";
import { run, Running } from "../support/process";
import { project } from "../support/projected";
import { until } from "../support/until";

type Pair = Readonly<Record<"tls.crt" | "tls.key", string>>;

/** KATO's user, where the test may start processes of others. */
const OWNER =
    process.getuid?.() === 0
        ? { uid: 10001, gid: 10001 }
        : { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };

/**
 * What loads the module that the image's nginx has built in.
 *
 * @throws Error with instructions where there is none
 */
function streamModule(path: string): string[] {
    const { stderr } = run("nginx", ["-V"], { env: { PATH: path } });
    if (/--with-stream(\s|$)/.test(stderr)) {
        return [];
    }
    const folder = /--modules-path=(\S+)/.exec(stderr)?.[1] ?? "/usr/lib/nginx/modules";
    const file = join(folder, "ngx_stream_module.so");
    if (!existsSync(file)) {
        throw new Error(
            `${file} not found. These tests need nginx' stream module: apt-get install libnginx-mod-stream.`,
        );
    }
    return ["-g", `load_module ${file};`];
}

/** Real nginx with the pod's command and configuration, as the pod's user. What differs is where files and ports are. */
export class Proxy {
    readonly #process: Running;

    private constructor(
        readonly port: number,
        readonly folder: string,
        path: string,
        pair: Pair | undefined,
        target: string,
    ) {
        if (pair !== undefined) {
            this.serve(pair);
        }
        const file = join(folder, "nginx.conf");
        const conf = tlsProxyConfig()
            .replaceAll("/tmp/", `${folder}/`)
            .replaceAll("/etc/kato-tls", join(folder, "tls"))
            .replaceAll("8443", String(port))
            .replaceAll("127.0.0.1:8000", target);
        writeFileSync(file, conf);
        const args = tlsProxy({ config: "", certificate: new ServiceSecret("kato-tls") }).container.command as string[];
        const [command = "", ...rest] = args.map((arg) => arg.replace("/etc/kato-tls-proxy/nginx.conf", file));
        this.#process = new Running(command, [...rest, ...streamModule(path)], { env: { PATH: path }, ...OWNER });
    }

    /**
     * @param pair none leaves the folder of the certificate empty
     * @param target where KATO listens
     */
    static async start(pair: Pair | undefined, target: string): Promise<Proxy> {
        const [port = 0] = await freePorts(1);
        const folder = mkdtempSync(join(tmpdir(), "kato-tls-proxy-"));
        // The pod's scratch volume and mounts are its user's to read.
        run("chown", [`${OWNER.uid}:${OWNER.gid}`, folder], { env: { PATH: process.env["PATH"] ?? "" } });
        const proxy = new Proxy(port, folder, findNginx().path, pair, target);
        await until("the proxy has its workers", () => (existsSync(join(folder, "nginx.pid")) ? true : undefined));
        return proxy;
    }

    /** The kubelet has a renewed certificate. */
    serve(pair: Pair): void {
        project(join(this.folder, "tls"), { ...pair }, OWNER);
    }

    get output(): string {
        return this.#process.output;
    }

    /** As the image says how it is told to stop (`STOPSIGNAL`). */
    quit(): void {
        this.#process.signal("SIGQUIT");
    }

    async end(): Promise<number | NodeJS.Signals> {
        return await this.#process.end();
    }

    async remove(): Promise<void> {
        await this.#process.kill();
        rmSync(this.folder, { recursive: true });
    }
}
