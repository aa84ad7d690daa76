import * as networking from "@pulumi/kubernetes/networking/v1";
import type { types } from "@pulumi/kubernetes";
import type { ComponentResourceOptions, CustomResourceOptions } from "@pulumi/pulumi";
import { Component } from "../workload/component";
import { type Peer, selector, type Workload } from "../workload/identity";
import { platformLabels } from "../workload/labels";
import type { Connection, ConnectionTable } from "./connections";

type PolicySpec = types.input.networking.v1.NetworkPolicySpec;
type PolicyPeer = types.input.networking.v1.NetworkPolicyPeer;

/** A NetworkPolicy before it is a resource. */
export interface GeneratedPolicy {
    readonly name: string;
    readonly spec: PolicySpec;
}

export interface NetworkPoliciesArgs {
    readonly connections: ConnectionTable;
    /** The namespace whose traffic is governed; a connection's other side is left to that side's namespace. */
    readonly namespace: string;
}

/** Nothing may connect to or from any pod of a namespace, but for what other policies permit. */
export const DEFAULT_DENY: GeneratedPolicy = {
    name: "default-deny-all",
    spec: { podSelector: {}, policyTypes: ["Ingress", "Egress"] },
};

/** What the connection table permits a namespace, in both directions, on top of its default deny. */
export class NetworkPolicies extends Component {
    constructor(name: string, args: NetworkPoliciesArgs, opts?: ComponentResourceOptions) {
        super("kato:network:NetworkPolicies", name, opts);
        for (const policy of generatePolicies(args.connections, args.namespace)) {
            networkPolicy(`${name}-${policy.name}`, policy, args.namespace, this.child());
        }
        this.registerOutputs({});
    }
}

/** A generated policy as a resource. */
export function networkPolicy(
    name: string,
    policy: GeneratedPolicy,
    namespace: string,
    opts: CustomResourceOptions,
): networking.NetworkPolicy {
    const metadata = { name: policy.name, namespace, labels: platformLabels() };
    return new networking.NetworkPolicy(name, { metadata, spec: policy.spec }, opts);
}

/** The same with the default deny, for somebody else to apply: no label says that this program made them. */
export function policyManifests(connections: ConnectionTable, namespace: string): readonly object[] {
    return [DEFAULT_DENY, ...generatePolicies(connections, namespace)].map(({ name, spec }) => ({
        apiVersion: "networking.k8s.io/v1",
        kind: "NetworkPolicy",
        metadata: { name, namespace },
        spec,
    }));
}

/** Pure: the policies that a namespace needs for the connections of its workloads, in the order of declaration. */
export function generatePolicies(connections: ConnectionTable, namespace: string): readonly GeneratedPolicy[] {
    const ours = (peer: Peer): peer is Workload => peer.kind === "workload" && peer.namespace === namespace;
    const egress = grouped(connections, ({ from, policy }) => (ours(from) ? { name: policy, of: from } : undefined));
    const ingress = grouped(connections, ({ to }) =>
        ours(to) ? { name: `allow-ingress-to-${to.name}`, of: to } : undefined,
    );
    return [
        ...egress.map(({ name, of, members }) => ({ name, spec: egressSpec(of, members) })),
        ...ingress.map(({ name, of, members }) => ({ name, spec: ingressSpec(of, members) })),
    ];
}

/** A connection, whatever policy has it. */
type Flow = Omit<Connection, "policy">;

interface PolicyGroup {
    readonly name: string;
    readonly of: Workload;
    readonly members: readonly Connection[];
}

/** The connections that belong in one policy, by its name. */
function grouped(
    connections: readonly Connection[],
    policyOf: (connection: Connection) => Pick<PolicyGroup, "name" | "of"> | undefined,
): PolicyGroup[] {
    const groups = new Map<string, PolicyGroup>();
    for (const connection of connections) {
        const policy = policyOf(connection);
        if (policy === undefined) {
            continue;
        }
        const { name, of } = policy;
        const before = groups.get(name);
        if (before !== undefined && before.of.name !== of.name) {
            throw new Error(`NetworkPolicy ${name} is asked for by both ${before.of.name} and ${of.name}`);
        }
        groups.set(name, { name, of, members: [...(before?.members ?? []), connection] });
    }
    return [...groups.values()];
}

function egressSpec(of: Workload, connections: readonly Flow[]): PolicySpec {
    return {
        podSelector: { matchLabels: selector(of) },
        policyTypes: ["Egress"],
        egress: rules(connections, ({ to }) => to).map(({ peers, ports }) => ({ to: peers, ports })),
    };
}

/**
 * What isolates a server by itself, with or without a default deny in its namespace: its clients come in, and nothing goes out. It
 * has a name of its own, since a table may also name the server.
 */
export function isolation(of: Workload, ports: readonly number[], clients: readonly Peer[]): GeneratedPolicy {
    const flows = clients.flatMap((from) => ports.map((port): Flow => ({ from, to: of, port, protocol: "TCP" })));
    return { name: `clients-of-${of.name}`, spec: { ...ingressSpec(of, flows), policyTypes: ["Ingress", "Egress"] } };
}

function ingressSpec(of: Workload, connections: readonly Flow[]): PolicySpec {
    return {
        podSelector: { matchLabels: selector(of) },
        policyTypes: ["Ingress"],
        ingress: rules(connections, ({ from }) => from).map(({ peers, ports }) => ({ from: peers, ports })),
    };
}

/** One rule per peer with all ports that it may use. */
function rules(
    connections: readonly Flow[],
    otherSide: (connection: Flow) => Peer,
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
