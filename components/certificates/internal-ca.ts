import type { ICertificate } from "@kubernetes-models/cert-manager/cert-manager.io/v1/Certificate";
import type { IClusterIssuer } from "@kubernetes-models/cert-manager/cert-manager.io/v1/ClusterIssuer";
import type { IIssuer } from "@kubernetes-models/cert-manager/cert-manager.io/v1/Issuer";
import type { ComponentResourceOptions } from "@pulumi/pulumi";
import { Component } from "../workload/component";
import { PART_OF, platformLabels } from "../workload/labels";
import { dataProtection } from "../workload/protection";
import { CERT_MANAGER_NAMESPACE } from "./cert-manager";
import { customResource } from "./custom-resource";

/** Who signs a certificate. */
export interface IssuerRef {
    readonly kind: "ClusterIssuer";
    readonly name: string;
}

export interface InternalCaArgs {
    readonly production: boolean;
}

/**
 * The authority behind every connection inside the cluster: a self-signed root whose key never leaves cert-manager's
 * namespace, and an issuer that signs with it in all others.
 */
export class InternalCa extends Component {
    readonly issuer: IssuerRef = { kind: "ClusterIssuer", name: "internal-ca" };

    constructor(name: string, args: InternalCaArgs, opts?: ComponentResourceOptions) {
        super("kato:certificates:InternalCa", name, opts);
        const inNamespace = (object: string) => ({
            name: object,
            namespace: CERT_MANAGER_NAMESPACE,
            labels: platformLabels(),
        });
        const bootstrap = customResource(
            `${name}-bootstrap`,
            {
                apiVersion: "cert-manager.io/v1",
                kind: "Issuer",
                metadata: inNamespace("internal-ca-bootstrap"),
                spec: { selfSigned: {} },
            } satisfies IIssuer,
            this.child(),
        );
        const root = customResource(
            `${name}-root`,
            {
                apiVersion: "cert-manager.io/v1",
                kind: "Certificate",
                metadata: inNamespace("internal-ca-root"),
                spec: {
                    isCA: true,
                    commonName: `${PART_OF} internal CA`,
                    secretName: "internal-ca-root",
                    duration: "87600h",
                    renewBefore: "8760h",
                    // A renewed root keeps its key: what was signed before still verifies against it.
                    privateKey: { algorithm: "ECDSA", size: 256, rotationPolicy: "Never" },
                    issuerRef: { group: "cert-manager.io", kind: "Issuer", name: "internal-ca-bootstrap" },
                },
            } satisfies ICertificate,
            this.child({ dependsOn: bootstrap, ...dataProtection(args.production) }),
        );
        customResource(
            `${name}-issuer`,
            {
                apiVersion: "cert-manager.io/v1",
                kind: "ClusterIssuer",
                metadata: { name: this.issuer.name, labels: platformLabels() },
                spec: { ca: { secretName: "internal-ca-root" } },
            } satisfies IClusterIssuer,
            this.child({ dependsOn: root }),
        );
        this.registerOutputs({ issuer: this.issuer });
    }
}
