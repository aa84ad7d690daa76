import { type Check, failed, ok, type Outcome, skipped } from "../check";
import { type Cluster, onePod } from "../cluster/cluster";
import { converse } from "../net/converse";
import { startTls } from "../net/tls";
import type { Promised } from "../promised";
import { aboutToEnd } from "./certificates";
import * as plainText from "./plain-text";

type Store = keyof Promised["stores"];

/** Where each store listens (security guide, "Kubernetes Network Policies"; setup guide, "Step 5"). */
const listeners: readonly {
    readonly store: Store;
    readonly namespace: string;
    readonly app: string;
    readonly port: number;
    readonly plain: plainText.PlainText;
}[] = [
    { store: "postgres", namespace: "kratos", app: "kratos-postgres", port: 5432, plain: plainText.postgres },
    { store: "mongodb", namespace: "kato", app: "mongo-kb", port: 27017, plain: plainText.mongodb },
    { store: "redis", namespace: "kato", app: "redis-kb", port: 6379, plain: plainText.redis },
    { store: "qdrant", namespace: "kato", app: "qdrant-kb", port: 6333, plain: plainText.http },
    { store: "qdrant", namespace: "kato", app: "qdrant-kb", port: 6334, plain: plainText.http2 },
];

/**
 * Each store talks TLS with a certificate of the internal authority, and to nobody without (security guide, "Encryption in
 * transit"). The connections are made inside the stores' pods, where no NetworkPolicy could be what refuses them.
 */
export function storeChecks(
    { stores }: Pick<Promised, "stores">,
    cluster: Pick<Cluster, "pods" | "forward">,
    authority: () => Promise<string>,
): Check[] {
    return listeners.map(({ store, namespace, app, port, plain }) => ({
        area: "stores",
        name: `${namespace}/${app}:${port}`,
        expects: "TLS with a certificate of the internal authority, renewed in time; a plain connection is refused",
        look: `kubectl --namespace ${namespace} logs --selector app=${app}`,
        run: async () => {
            if (!stores[store]) {
                return skipped(`the store is not in this cluster (${store}.mode: external)`);
            }
            const pod = await onePod(cluster, namespace, { app });
            const open = () => cluster.forward(pod, port);
            return await judge(plain, open, `${app}.${namespace}.svc`, await authority());
        },
    }));
}

/** Who signs and renews the certificates inside the cluster. */
const INTERNAL = { issuer: "internal-ca", behindProxy: false } as const;

/** @param host name that the certificate must be for */
export async function judge(
    { hello, refusal, upgrade }: plainText.PlainText,
    open: () => ReturnType<Cluster["forward"]>,
    host: string,
    authority: string,
    now = new Date(),
): Promise<Outcome> {
    const encrypted = await open();
    if (upgrade !== undefined) {
        const answer = await firstByte(encrypted, upgrade.request);
        if (answer !== upgrade.agreed) {
            return failed(`no TLS: asked for it, it answers "${answer}"`);
        }
    }
    const socket = await startTls(encrypted, { servername: host, authorities: [authority] });
    const [protocol, certificate] = [socket.getProtocol(), socket.getPeerX509Certificate()];
    socket.destroy();
    const late = certificate === undefined ? undefined : aboutToEnd(certificate, INTERNAL, now);
    if (late !== undefined) {
        return late;
    }
    const reaction = await converse(await open(), hello);
    const refused = refusal(reaction);
    return refused === undefined
        ? failed(`a plain connection is ${reaction.kind === "silent" ? "kept open" : "answered"}`)
        : ok(`${protocol}; a plain connection: ${refused}`);
}

/** Sends a request and reads the one byte that answers it; the connection goes on. */
function firstByte(connection: Awaited<ReturnType<Cluster["forward"]>>, request: Buffer): Promise<string> {
    return new Promise((resolve, reject) => {
        connection.once("error", reject);
        connection.once("end", () => resolve(""));
        connection.once("readable", () => {
            const byte = connection.read(1) as Buffer | null;
            connection.removeAllListeners("error").removeAllListeners("end");
            resolve(byte?.toString("latin1") ?? "");
        });
        connection.write(request);
    });
}
