/**
 * NetworkPolicy as the API server returns it.
 *
 * @see https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/network-policy-v1/
 */
export interface NetworkPolicy {
    readonly metadata: { readonly name: string; readonly namespace: string };
    readonly spec: {
        readonly podSelector: LabelSelector;
        readonly policyTypes?: readonly ("Ingress" | "Egress")[];
        readonly ingress?: readonly { readonly from?: readonly PolicyPeer[]; readonly ports?: readonly PolicyPort[] }[];
        readonly egress?: readonly { readonly to?: readonly PolicyPeer[]; readonly ports?: readonly PolicyPort[] }[];
    };
}

export interface PolicyPeer {
    readonly podSelector?: LabelSelector;
    readonly namespaceSelector?: LabelSelector;
    readonly ipBlock?: { readonly cidr: string; readonly except?: readonly string[] };
}

export interface PolicyPort {
    readonly protocol?: string;
    readonly port?: number | string;
    readonly endPort?: number;
}

export interface LabelSelector {
    readonly matchLabels?: Labels;
    readonly matchExpressions?: readonly {
        readonly key: string;
        readonly operator: string;
        readonly values?: readonly string[];
    }[];
}

export type Labels = Readonly<Record<string, string>>;

/** One end of a connection. */
export type Party = Pod | Machine;

export interface Pod {
    readonly kind: "pod";
    readonly namespace: string;
    readonly namespaceLabels: Labels;
    readonly labels: Labels;
    readonly addresses: readonly string[];
    /** The ports that its containers name. */
    readonly namedPorts: readonly { readonly name: string; readonly port: number; readonly protocol: string }[];
}

/** Something that no policy selects by label: a machine outside the cluster, the API server, a pod of the node's network. */
export interface Machine {
    readonly kind: "machine";
    readonly address: string;
}

/** Whether labels satisfy a selector. The empty one is satisfied by all. */
export function selects(selector: LabelSelector, labels: Labels): boolean {
    const { matchLabels = {}, matchExpressions = [] } = selector;
    return (
        Object.entries(matchLabels).every(([key, value]) => labels[key] === value) &&
        matchExpressions.every(({ key, operator, values = [] }) => {
            const value = labels[key];
            switch (operator) {
                case "In":
                    return value !== undefined && values.includes(value);
                case "NotIn":
                    return value === undefined || !values.includes(value);
                case "Exists":
                    return value !== undefined;
                case "DoesNotExist":
                    return value === undefined;
                default:
                    throw new Error(`"${operator}" is no operator of a label selector`);
            }
        })
    );
}
