import { generateKeyPairSync, randomBytes } from "node:crypto";
import { existsSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { resolveTool } from "../../../tools/build";
import { ApiClient } from "./api";
import { Children } from "./children";

/** How often a start is tried: the port was free when it was chosen, and may be taken a moment later. */
const ATTEMPTS = 3;

/** An etcd and a kube-apiserver of its own on loopback: everything a cluster admits objects with, and no controller. */
export class Cluster {
    readonly #children: Children;

    private constructor(
        /** As `system:masters`: may do anything. */
        readonly api: ApiClient,
        children: Children,
    ) {
        this.#children = children;
    }

    /** @throws Error with the end of the server's log when it does not become ready */
    static async start(): Promise<Cluster> {
        for (let attempt = 1; ; attempt += 1) {
            const children = new Children();
            try {
                return new Cluster(await launch(children), children);
            } catch (error) {
                await children.stop();
                if (attempt === ATTEMPTS || !String(error).includes("address already in use")) {
                    throw error;
                }
            }
        }
    }

    async stop(): Promise<void> {
        this.api.close();
        await this.#children.stop();
    }
}

async function launch(children: Children): Promise<ApiClient> {
    const { folder } = children;
    const port = await freePort();
    const token = randomBytes(32).toString("hex");
    writeFileSync(join(folder, "tokens.csv"), `${token},administrator,administrator,system:masters\n`, { mode: 0o600 });
    writeServiceAccountKey(folder);
    children.start("etcd", resolveTool("etcd"), etcdFlags(folder));
    children.start("kube-apiserver", resolveTool("kube-apiserver"), apiServerFlags(folder, port));
    const api = new ApiClient({ port, token, authority: join(folder, "certificates", "apiserver.crt") });
    try {
        await becomeReady(api, children);
        return api;
    } catch (error) {
        api.close();
        throw error;
    }
}

/** Signs the tokens of ServiceAccounts; the server reads the public half from the same file. */
function writeServiceAccountKey(folder: string): void {
    const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
    const pem = privateKey.export({ type: "sec1", format: "pem" });
    writeFileSync(join(folder, "service-accounts.key"), pem, { mode: 0o600 });
}

/** Listens on sockets in the folder, which nobody else may enter. */
function etcdFlags(folder: string): string[] {
    return [
        `--data-dir=${join(folder, "etcd")}`,
        `--listen-client-urls=unix://${join(folder, "etcd.sock")}`,
        // The only member has nobody to tell its addresses; etcd wants some all the same.
        "--listen-peer-urls=unix://peer:0",
        "--advertise-client-urls=http://127.0.0.1:1",
        "--initial-advertise-peer-urls=http://127.0.0.1:1",
        "--initial-cluster=default=http://127.0.0.1:1",
        // The data is gone in a minute.
        "--unsafe-no-fsync",
        "--log-level=warn",
    ];
}

function apiServerFlags(folder: string, port: number): string[] {
    const key = join(folder, "service-accounts.key");
    return [
        `--etcd-servers=unix://${join(folder, "etcd.sock")}`,
        "--bind-address=127.0.0.1",
        "--advertise-address=127.0.0.1",
        `--secure-port=${port}`,
        // Makes its own certificate there.
        `--cert-dir=${join(folder, "certificates")}`,
        `--token-auth-file=${join(folder, "tokens.csv")}`,
        "--anonymous-auth=false",
        "--authorization-mode=RBAC",
        // As on real clusters: what refuses a privileged pod is Pod Security.
        "--allow-privileged=true",
        "--service-account-issuer=https://kubernetes.default.svc",
        `--service-account-signing-key-file=${key}`,
        `--service-account-key-file=${key}`,
        "--service-cluster-ip-range=10.96.0.0/16",
        // Would publish the loopback address as that of the Service "kubernetes", which the server itself refuses.
        "--endpoint-reconciler-type=none",
        "--profiling=false",
    ];
}

async function becomeReady(api: ApiClient, children: Children): Promise<void> {
    const end = Date.now() + 90_000;
    while (Date.now() < end) {
        const [ended] = children.ended();
        if (ended !== undefined) {
            throw new Error(`${ended} ended while it started:\n${children.log(ended)}`);
        }
        if (existsSync(join(children.folder, "certificates", "apiserver.crt")) && (await isReady(api))) {
            return;
        }
        await delay(100);
    }
    throw new Error(`kube-apiserver was not ready within 90 seconds:\n${children.log("kube-apiserver")}`);
}

/** Ready is after the first namespaces are there: the server makes them a moment after it says that it is ready. */
async function isReady(api: ApiClient): Promise<boolean> {
    try {
        const ready = await api.request("GET", "/readyz");
        return ready.status === 200 && (await api.request("GET", "/api/v1/namespaces/kube-system")).status === 200;
    } catch {
        // It does not listen yet.
        return false;
    }
}

function freePort(): Promise<number> {
    return new Promise((resolve, reject) => {
        const server = createServer();
        server.once("error", reject);
        server.listen(0, "127.0.0.1", () => {
            const address = server.address();
            server.close(() => {
                resolve(typeof address === "object" && address !== null ? address.port : 0);
            });
        });
    });
}
