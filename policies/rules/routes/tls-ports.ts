/** Ports whose servers speak TLS: that of HTTPS, its usual stand-in for whoever is not root, and Kratos'. */
const TLS_PORTS: readonly unknown[] = [443, 8443, 4433];

export function isTlsPort(port: unknown): boolean {
    return TLS_PORTS.includes(port);
}
