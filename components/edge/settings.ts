/** How the edge is reached from outside. */
export type Exposure = "load-balancer" | "aws-nlb" | "node-port";

/** Cloudflare or another proxy in front of the edge. */
export interface FrontProxy {
    /** The only addresses that may connect. */
    readonly ranges: readonly string[];
    /** Header in which it names the client; believed from these addresses alone. */
    readonly realIpHeader: string;
}

/** What a deployment decides about the edge, for whatever controller. */
export interface EdgeSettings {
    readonly exposure: Exposure;
    readonly tls: {
        readonly minVersion: "1.3" | "1.2";
        /** Whether certificates come from an authority that runs an OCSP responder. */
        readonly stapling: boolean;
    };
    /** Where an AWS load balancer has its addresses. @default anywhere in a private network */
    readonly loadBalancerSubnets?: readonly string[];
    /** @default clients connect themselves */
    readonly proxy?: FrontProxy;
    readonly limits: {
        /** Memory for the counters of each limit, e.g. `10m`: 16,000 clients per MB. */
        readonly zoneSize: string;
        /** How long a client may take to send the head of a request, and pause within its body. */
        readonly headerTimeoutSeconds: number;
        /** How long a connection may be idle between requests. */
        readonly idleTimeoutSeconds: number;
    };
}
