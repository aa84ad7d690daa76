import type { Config } from "../config";

/** Where clients reach the hosts. */
export interface PublicAddresses {
    readonly kato: string;
    /** The one that browsers use first. */
    readonly kratos: readonly string[];
}

/** All hosts are behind the same edge, and so at the port of `kratos.publicBaseUrl`. */
export function publicAddresses({ edge, kratos }: Pick<Config, "edge" | "kratos">): PublicAddresses {
    const { port } = new URL(kratos.publicBaseUrl);
    const at = (host: string): string => `https://${host}${port === "" ? "" : `:${port}`}/`;
    return { kato: at(edge.hosts.kato), kratos: [kratos.publicBaseUrl, ...kratos.additionalHosts.map(at)] };
}
