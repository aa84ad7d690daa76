import * as networking from "@pulumi/kubernetes/networking/v1";
import type { types } from "@pulumi/kubernetes";
import type { ComponentResourceOptions } from "@pulumi/pulumi";
import { Component } from "../workload/component";
import { type Peer, selector, type Workload } from "../workload/identity";
import { platformLabels } from "../workload/labels";
import type { Connection, Connections } from "./connections";

type PolicySpec = types.input.networking.v1.NetworkPolicySpec;
type PolicyPeer = types.input.networking.v1.NetworkPolicyPeer;

/** A NetworkPolicy before it is a resource. */
export interface GeneratedPolicy {
    readonly namespace: string;
    readonly name: string;
    readonly spec: PolicySpec;
}

export interface NetworkPoliciesArgs {
    readonly connections: Connections;
    /** Namespaces whose traffic we govern; the other side of a connection is left to its owner. */
    readonly namespaces: readonly string[];
}

/** The connection table as NetworkPolicies, both sides of each connection, on top of every namespace's default deny. */
export class NetworkPolicies extends Component {
    constructor(name: string, args: NetworkPoliciesArgs, opts?: ComponentResourceOptions) {
        super("kato:network:NetworkPolicies", name, opts);
        for (const policy of generatePolicies(args.connections.all(), args.namespaces)) {
            new networking.NetworkPolicy(
                `${name}-${policy.namespace}-${policy.name}`,
                {
                    metadata: { name: policy.name, namespace: policy.namespace, labels: platformLabels() },
                    spec: policy.spec,
                },
                this.child(),
            );
        }
        this.registerOutputs({});
    }
}

/** Pure: the policies that permit `connections`, in the order of declaration. */
export function generatePolicies(
    connections: readonly Connection[],
    namespaces: readonly string[],
): readonly GeneratedPolicy[] {
    const governed = (peer: Peer): peer is Workload => peer.kind === "workload" && namespaces.includes(peer.namespace);
    const egress = grouped(connections, ({ from, policy }) =>
        governed(from) ? { namespace: from.namespace, name: policy, of: from } : undefined,
    ).map(({ key, members }) => ({ ...key, spec: egressSpec(key.of, members) }));
    const ingress = grouped(connections, ({ to }) =>
        governed(to) ? { namespace: to.namespace, name: `allow-ingress-to-${to.name}`, of: to } : undefined,
    ).map(({ key, members }) => ({ ...key, spec: ingressSpec(key.of, members) }));
    return [...egress, ...ingress].map(({ namespace, name, spec }) => ({ namespace, name, spec }));
}

interface PolicyKey {
    readonly namespace: string;
    readonly name: string;
    readonly of: Workload;
}

function grouped(
    connections: readonly Connection[],
    keyOf: (connection: Connection) => PolicyKey | undefined,
): { key: PolicyKey; members: Connection[] }[] {
    const groups = new Map<string, { key: PolicyKey; members: Connection[] }>();
    for (const connection of connections) {
        const key = keyOf(connection);
        if (key === undefined) {
            continue;
        }
        const id = `${key.namespace}/${key.name}`;
        const group = groups.get(id) ?? { key, members: [] };
        if (group.key.of.name !== key.of.name) {
            throw new Error(`NetworkPolicy ${id} is asked for by both ${group.key.of.name} and ${key.of.name}`);
        }
        group.members.push(connection);
        groups.set(id, group);
    }
    return [...groups.values()];
}

function egressSpec(of: Workload, connections: readonly Connection[]): PolicySpec {
    return {
        podSelector: { matchLabels: selector(of) },
        policyTypes: ["Egress"],
        egress: rules(connections, ({ to }) => to).map(({ peers, ports }) => ({ to: peers, ports })),
    };
}

function ingressSpec(of: Workload, connections: readonly Connection[]): PolicySpec {
    return {
        podSelector: { matchLabels: selector(of) },
        policyTypes: ["Ingress"],
        ingress: rules(connections, ({ from }) => from).map(({ peers, ports }) => ({ from: peers, ports })),
    };
}

/** One rule per peer with all ports that it may use. */
function rules(
    connections: readonly Connection[],
    otherSide: (connection: Connection) => Peer,
): { peers: PolicyPeer[]; ports: { protocol: string; port: number }[] }[] {
    const byPeer = new Map<string, { peers: PolicyPeer[]; ports: Map<string, { protocol: string; port: number }> }>();
    for (const connection of connections) {
        const peers = policyPeers(otherSide(connection));
        const rule = byPeer.get(JSON.stringify(peers)) ?? { peers, ports: new Map() };
        rule.ports.set(`${connection.protocol}/${connection.port}`, {
            protocol: connection.protocol,
            port: connection.port,
        });
        byPeer.set(JSON.stringify(peers), rule);
    }
    return [...byPeer.values()].map(({ peers, ports }) => ({ peers, ports: [...ports.values()] }));
}

function policyPeers(peer: Peer): PolicyPeer[] {
    if (peer.kind === "workload") {
        return [
            {
                namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": peer.namespace } },
                podSelector: { matchLabels: selector(peer) },
            },
        ];
    }
    return peer.cidrs.map((cidr) => {
        const except = (peer.except ?? []).filter((range) => isIpv6(range) === isIpv6(cidr));
        return { ipBlock: { cidr, ...(except.length === 0 ? {} : { except }) } };
    });
}

function isIpv6(cidr: string): boolean {
    return cidr.includes(":");
}
