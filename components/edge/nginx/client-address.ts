import { loadBalancer } from "../load-balancer";
import type { EdgeSettings } from "../settings";

/** Whether connections begin with the PROXY protocol: from a network load balancer that does not keep addresses. */
export function usesProxyProtocol({ exposure, proxy }: EdgeSettings): boolean {
    return exposure === "aws-nlb" && proxy === undefined;
}

/** ConfigMap keys: whom to believe who the client is. Without a proxy it is whoever connects. */
export function clientAddressEntries(settings: EdgeSettings): Record<string, string> {
    const { proxy } = settings;
    if (usesProxyProtocol(settings)) {
        return {
            "proxy-protocol": "true",
            "real-ip-header": "proxy_protocol",
            "set-real-ip-from": loadBalancer(settings.loadBalancerSubnets).cidrs.join(","),
        };
    }
    if (proxy === undefined) {
        return {};
    }
    return {
        "real-ip-header": proxy.realIpHeader,
        "set-real-ip-from": proxy.ranges.join(","),
        "real-ip-recursive": "true",
    };
}

/**
 * What limits count by: the address, of IPv6 the network of 64 bits that a customer gets, or else one client would have
 * as many tries as addresses. A Policy's key may use no variable of our own but those that look like a request header;
 * nginx prefers a variable that is defined to a header of that name.
 */
export const CLIENT_NETWORK = "http_edge_client_network";

export function clientNetworkDirectives(): string[] {
    return [
        `map $binary_remote_addr $${CLIENT_NETWORK} {`,
        '    "~(?s)^(?<edge_network>.{8}).{8}$" $edge_network;',
        "    default $binary_remote_addr;",
        "}",
    ];
}
