import { type Check, skipped } from "../check";
import { type Cluster, onePod } from "../cluster/cluster";
import type { Promised } from "../promised";
import * as plainText from "./plain-text";
import { judge } from "./stores";

/**
 * The proxy beside KATO talks TLS with a certificate of the internal authority, and to nobody without (security guide, "Encryption in
 * transit"). The connection is made inside the pod, where no NetworkPolicy could be what refuses it.
 */
export function katoTlsChecks(
    { katoTls }: Pick<Promised, "katoTls">,
    cluster: Pick<Cluster, "pods" | "forward">,
    authority: () => Promise<string>,
    now: () => Date = () => new Date(),
): Check[] {
    return [
        {
            area: "KATO",
            name: "kato/kato:8443",
            expects: "TLS with a certificate of the internal authority, renewed in time; a plain connection is refused",
            look: "kubectl --namespace kato logs --selector app=kato --container tls-proxy; docs/runbooks/certificates.md",
            run: async () => {
                if (!katoTls) {
                    return skipped("the edge reaches KATO in plain text (kato.tls.enabled: false)");
                }
                const pod = await onePod(cluster, "kato", { app: "kato" });
                const open = () => cluster.forward(pod, 8443);
                return await judge(plainText.http, open, "kato.kato.svc", await authority(), now());
            },
        },
    ];
}
