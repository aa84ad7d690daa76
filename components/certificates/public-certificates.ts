import type { ComponentResourceOptions, Input } from "@pulumi/pulumi";
import { Component } from "../workload/component";
import type { IssuerRef } from "./internal-ca";
import { ProvidedCertificate } from "./provided-certificate";
import { PublicCertificate } from "./public-certificate";
import { PublicIssuer, type PublicIssuerArgs } from "./public-issuer";

/** Where the certificates of the public hosts come from. */
export type CertificateSource =
    | Omit<PublicIssuerArgs, "hosts">
    | {
          readonly issuer: "internal-ca";
          readonly authority: IssuerRef;
      }
    | {
          readonly issuer: "provided";
          /** PEM: the certificate, which covers all hosts, then each that signed the one before. */
          readonly certificate: Input<string>;
          /** PEM. */
          readonly privateKey: Input<string>;
      };

export interface PublicCertificatesArgs {
    readonly source: CertificateSource;
    /** Where the ingress controller reads Secrets. */
    readonly namespace: string;
    /** Each host with the Secret that its route names. */
    readonly hosts: readonly { readonly host: string; readonly tlsSecret: string }[];
}

/**
 * The certificates of all public hosts, each in a Secret of its own. Routes come after it: a controller finds a route
 * valid only once its Secret exists.
 */
export class PublicCertificates extends Component {
    constructor(name: string, args: PublicCertificatesArgs, opts?: ComponentResourceOptions) {
        super("kato:certificates:PublicCertificates", name, opts);
        const { source, namespace, hosts } = args;
        if (source.issuer === "provided") {
            const { certificate, privateKey } = source;
            for (const { tlsSecret } of hosts) {
                new ProvidedCertificate(
                    `${name}-${tlsSecret}`,
                    { namespace, secretName: tlsSecret, certificate, privateKey },
                    this.child(),
                );
            }
        } else {
            const signer = source.issuer === "internal-ca" ? source : this.#letsEncrypt(name, source, hosts);
            for (const { host, tlsSecret } of hosts) {
                new PublicCertificate(
                    `${name}-${tlsSecret}`,
                    {
                        namespace,
                        secretName: tlsSecret,
                        host,
                        issuer: signer.authority,
                        needsRoute: usesHttp01(source),
                    },
                    this.child({ dependsOn: signer instanceof PublicIssuer ? signer : [] }),
                );
            }
        }
        this.registerOutputs({ hosts: hosts.map(({ host }) => host) });
    }

    #letsEncrypt(
        name: string,
        source: Omit<PublicIssuerArgs, "hosts">,
        hosts: PublicCertificatesArgs["hosts"],
    ): PublicIssuer {
        return new PublicIssuer(`${name}-issuer`, { ...source, hosts: hosts.map(({ host }) => host) }, this.child());
    }
}

/** Whether a host has to be served before it can have its certificate: only then is there a solver to let through. */
export function usesHttp01(source: CertificateSource): boolean {
    return "solver" in source && source.solver.type === "http01";
}
