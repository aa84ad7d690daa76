import { type Check, failed, ok, type Outcome } from "../check";
import { type Handshake, HandshakeError } from "../net/tls";
import type { Promised } from "../promised";

export type TlsVersion = "TLSv1.1" | "TLSv1.2" | "TLSv1.3";
/** Shakes hands in exactly one version. */
export type ShakeHands = (host: string, version: TlsVersion) => Promise<Handshake>;

/** Which versions of TLS are spoken (security guide, "TLS Configuration Best Practices": 1.3 only). */
export function tlsChecks(
    { hosts, minVersion, behindProxy }: Pick<Promised, "hosts" | "minVersion" | "behindProxy">,
    shakeHands: ShakeHands,
): Check[] {
    const look = behindProxy
        ? "the TLS settings of the proxy in front (Cloudflare: SSL/TLS, Edge Certificates, Minimum TLS Version)"
        : "kubectl --namespace nginx-ingress get configmap --output yaml, key `ssl-protocols`; edge.tls.minVersion in the stack file";
    const accepted: TlsVersion[] = minVersion === "1.3" ? ["TLSv1.3"] : ["TLSv1.2", "TLSv1.3"];
    const refused: TlsVersion = minVersion === "1.3" ? "TLSv1.2" : "TLSv1.1";
    return [hosts.kato, ...hosts.kratos].flatMap((host) => [
        ...accepted.map((version): Check => ({
            area: "TLS",
            name: `${host} speaks ${version}`,
            expects: `a handshake in ${version}`,
            look,
            run: async () => {
                const { protocol } = await shakeHands(host, version);
                return protocol === version ? ok(protocol) : failed(`a handshake in ${protocol}`);
            },
        })),
        {
            area: "TLS",
            name: `${host} refuses ${refused}`,
            expects: `the handshake is refused: nothing below TLS ${minVersion} (edge.tls.minVersion)`,
            look,
            run: () => refusal(host, refused, shakeHands),
        },
    ]);
}

async function refusal(host: string, version: TlsVersion, shakeHands: ShakeHands): Promise<Outcome> {
    try {
        const { protocol } = await shakeHands(host, version);
        return failed(`a handshake in ${protocol}`);
    } catch (error) {
        // Only a server that has answered can have refused; one that is not there proves nothing.
        if (!(error instanceof HandshakeError)) {
            throw error;
        }
        return ok(`refused: ${error.message}`);
    }
}
