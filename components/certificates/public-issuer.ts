import type { ComponentResourceOptions, Resource } from "@pulumi/pulumi";
import { INTERNET } from "../network/internet";
import { Component } from "../workload/component";
import type { Endpoint } from "../workload/identity";
import { platformLabels } from "../workload/labels";
import { customResource } from "./custom-resource";
import { http01, type Http01Solver } from "./http01-solver";
import type { IssuerRef } from "./internal-ca";
import { dns01, type Dns01Solver, Route53Identity } from "./route53-solver";

/** An issuer and the Secret with its account's key. `letsencrypt-staging` issues test certificates that browsers refuse. */
export type PublicIssuerName = "letsencrypt-prod" | "letsencrypt-staging";

/** Where each issuer's authority is (security guide, "Kubernetes with cert-manager"). */
const DIRECTORIES: Readonly<Record<PublicIssuerName, string>> = {
    "letsencrypt-prod": "https://acme-v02.api.letsencrypt.org/directory",
    "letsencrypt-staging": "https://acme-staging-v02.api.letsencrypt.org/directory",
};

/** What cert-manager talks to. */
export function acmeServer(issuer: PublicIssuerName): Endpoint {
    return { workload: INTERNET, host: new URL(DIRECTORIES[issuer]).host, port: 443 };
}

export interface PublicIssuerArgs {
    readonly issuer: PublicIssuerName;
    /** Of whom the account is. */
    readonly email: string;
    /** How the authority is shown that a host is ours. */
    readonly solver: Http01Solver | Dns01Solver;
    /** The only hosts that it asks certificates for. */
    readonly hosts: readonly string[];
}

/**
 * Let's Encrypt as a ClusterIssuer. cert-manager makes the account's key and keeps it in a Secret of the issuer's name in
 * its own namespace; one that is lost is replaced by a new account, and certificates stay valid.
 */
export class PublicIssuer extends Component {
    readonly authority: IssuerRef;

    constructor(name: string, args: PublicIssuerArgs, opts?: ComponentResourceOptions) {
        super("kato:certificates:PublicIssuer", name, opts);
        const { issuer, email, solver, hosts } = args;
        this.authority = { kind: "ClusterIssuer", name: issuer };
        const identity: Resource[] = [];
        if (solver.type === "dns01") {
            identity.push(new Route53Identity(`${name}-route53`, this.child()));
        }
        customResource(
            name,
            {
                apiVersion: "cert-manager.io/v1",
                kind: "ClusterIssuer",
                metadata: { name: issuer, labels: platformLabels() },
                // The typed models are of an older cert-manager; the tests hold this against the definition of ours.
                spec: {
                    acme: {
                        server: DIRECTORIES[issuer],
                        email,
                        privateKeySecretRef: { name: issuer },
                        solvers: [
                            {
                                // A ClusterIssuer serves every namespace: without it, whoever may create a Certificate in any
                                // of them could have one for any name below the zone.
                                selector: { dnsNames: [...hosts] },
                                ...(solver.type === "dns01" ? { dns01: dns01(solver) } : { http01: http01(solver) }),
                            },
                        ],
                    },
                },
            },
            this.child({ dependsOn: identity }),
        );
        this.registerOutputs({ authority: this.authority });
    }
}
