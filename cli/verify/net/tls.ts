import { X509Certificate } from "node:crypto";
import type { Duplex } from "node:stream";
import {
    connect,
    type ConnectionOptions,
    type DetailedPeerCertificate,
    rootCertificates,
    type TLSSocket,
} from "node:tls";
import { PATIENCE } from "./dial";

export interface TlsArgs {
    /** Name that is asked for, and that the certificate must be for. */
    readonly servername: string;
    /** Authorities in PEM besides the public ones. @default only the public ones */
    readonly authorities?: readonly string[];
    /**
     * What will be spoken, offered by its ALPN name. A server that speaks something else may refuse the handshake for it, as
     * PostgreSQL does since 17. @default nothing is offered
     */
    readonly protocols?: readonly string[];
    readonly minVersion?: ConnectionOptions["minVersion"];
    readonly maxVersion?: ConnectionOptions["maxVersion"];
}

/** The ALPN name of what this command speaks to servers of HTTP. */
export const HTTP = ["http/1.1"] as const;

/** What a server presents, judged by nobody yet. */
export interface Handshake {
    readonly protocol: string;
    /** Why a client would not trust it; undefined if it would. */
    readonly distrust: string | undefined;
    /** As sent, the server's own first. */
    readonly chain: readonly X509Certificate[];
}

/** The server answered, and did not agree to speak TLS in this way. */
export class HandshakeError extends Error {
    override readonly name = "HandshakeError";
}

/**
 * Speaks TLS over a connection.
 *
 * @param verify whether a certificate that is not to be trusted is an error
 * @throws HandshakeError if the server refuses, or its certificate is refused
 */
export function startTls(connection: Duplex, args: TlsArgs, verify = true): Promise<TLSSocket> {
    const { authorities = [], servername, protocols = [], minVersion, maxVersion } = args;
    return new Promise((resolve, reject) => {
        const socket = connect({
            socket: connection,
            servername,
            rejectUnauthorized: verify,
            ...(protocols.length === 0 ? {} : { ALPNProtocols: [...protocols] }),
            // Where none is named, Node's own are in force, and those of NODE_EXTRA_CA_CERTS.
            ...(authorities.length === 0 ? {} : { ca: [...rootCertificates, ...authorities] }),
            ...(minVersion === undefined ? {} : { minVersion }),
            ...(maxVersion === undefined ? {} : { maxVersion }),
            // Whoever asks for a version that is obsolete must be able to offer it at all.
            ...(maxVersion === undefined ? {} : { ciphers: "DEFAULT:@SECLEVEL=0" }),
        });
        const fail = (error: Error): void => {
            clearTimeout(late);
            connection.destroy();
            reject(new HandshakeError(`${error.message.split("\n", 1).join("")}${codeOf(error)}`));
        };
        const late = setTimeout(() => socket.destroy(new Error("no answer to the handshake")), PATIENCE);
        socket.once("error", fail);
        socket.once("close", () => fail(new Error("the connection was closed during the handshake")));
        socket.once("secureConnect", () => {
            clearTimeout(late);
            socket.removeAllListeners("error").removeAllListeners("close");
            resolve(socket);
        });
    });
}

function codeOf(error: Error): string {
    const { code } = error as { code?: unknown };
    return typeof code === "string" && !error.message.includes(code) ? ` (${code})` : "";
}

/** Shakes hands and hangs up. */
export async function inspect(connection: Duplex, args: TlsArgs): Promise<Handshake> {
    const socket = await startTls(connection, args, false);
    socket.on("error", () => undefined);
    const chain: X509Certificate[] = [];
    // A root points at itself; of a chain that is not complete the last one points nowhere.
    let at = socket.getPeerCertificate(true) as DetailedPeerCertificate | undefined;
    while (at !== undefined && !chain.some(({ fingerprint256 }) => fingerprint256 === at?.fingerprint256)) {
        chain.push(new X509Certificate(at.raw));
        at = at.issuerCertificate;
    }
    const protocol = socket.getProtocol() ?? "";
    // Node declares an Error here; it is the code of one.
    const distrust = socket.authorized ? undefined : String(socket.authorizationError);
    socket.destroy();
    return { protocol, distrust, chain };
}
