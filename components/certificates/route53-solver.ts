import * as core from "@pulumi/kubernetes/core/v1";
import * as rbac from "@pulumi/kubernetes/rbac/v1";
import type { ComponentResourceOptions } from "@pulumi/pulumi";
import { Component } from "../workload/component";
import { platformLabels } from "../workload/labels";
import { CERT_MANAGER_NAMESPACE } from "./cert-manager";

/** Let's Encrypt looks up a DNS record of each host, which cert-manager puts into Route 53. */
export interface Dns01Solver {
    readonly type: "dns01";
    /** The zone that all hosts are in. @default each host's own, which the role must be allowed to look up */
    readonly hostedZoneId?: string;
    /** Region whose token service is asked. */
    readonly region: string;
    /** Role that may change the zone; docs/runbooks/certificates.md has its policies. */
    readonly roleArn: string;
}

/** Whom the role trusts. No pod runs as it. */
const IDENTITY = "letsencrypt-route53";

/**
 * The identity by which cert-manager takes on the role: a ServiceAccount of its own, for which cert-manager asks a token
 * of ten minutes. Its own pods get no credentials for AWS, and other issuers cannot use them.
 */
export class Route53Identity extends Component {
    constructor(name: string, opts?: ComponentResourceOptions) {
        super("kato:certificates:Route53Identity", name, opts);
        const namespace = CERT_MANAGER_NAMESPACE;
        const metadata = { name: IDENTITY, namespace, labels: platformLabels() };
        new core.ServiceAccount(name, { metadata, automountServiceAccountToken: false }, this.child());
        const role = new rbac.Role(
            name,
            {
                metadata,
                rules: [
                    {
                        apiGroups: [""],
                        resources: ["serviceaccounts/token"],
                        resourceNames: [IDENTITY],
                        verbs: ["create"],
                    },
                ],
            },
            this.child(),
        );
        new rbac.RoleBinding(
            name,
            {
                metadata,
                roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: IDENTITY },
                // The chart names its controller's account like its release.
                subjects: [{ kind: "ServiceAccount", name: "cert-manager", namespace }],
            },
            this.child({ dependsOn: role }),
        );
        this.registerOutputs({});
    }
}

/** `dns01` of an issuer. */
export function dns01({ hostedZoneId, region, roleArn }: Dns01Solver): object {
    return {
        route53: {
            hostedZoneID: hostedZoneId,
            region,
            role: roleArn,
            auth: { kubernetes: { serviceAccountRef: { name: IDENTITY } } },
        },
    };
}
