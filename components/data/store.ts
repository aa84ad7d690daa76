import * as core from "@pulumi/kubernetes/core/v1";
import type { CustomResourceOptions, Output } from "@pulumi/pulumi";
import type { IssuerRef } from "../certificates/internal-ca";
import { type Transform, transformed } from "../workload/component";
import { type Endpoint, type Peer, serviceHost, type Workload, workload } from "../workload/identity";
import { labels } from "../workload/labels";
import { dataProtection } from "../workload/protection";
import type { Resources } from "../workload/resources";

/** What every store that runs in this cluster, as one pod on a volume of its own, has in common. */
export interface StandaloneStore {
    readonly mode: "standalone";
    readonly namespace: string;
    /** Production refuses to delete or replace the volume. */
    readonly production: boolean;
    /** Size of the volume, e.g. `20Gi`; it can grow where the storage class allows it. */
    readonly storage: string;
    /** @default the cluster's default class */
    readonly storageClass?: string;
    readonly resources: Resources;
    /** Who signs the server's certificate. */
    readonly issuer: IssuerRef;
    /**
     * Who may connect to it. The store then brings the NetworkPolicy that lets these in and denies all else, both ways.
     * `connection-table`: `NetworkPolicies` of its namespace do, as in the platform.
     */
    readonly clients: readonly Peer[] | "connection-table";
}

/** A store that is run by somebody else: a cloud's service, another team. Nothing is made. */
export interface ExternalStore {
    readonly mode: "external";
    readonly host: string;
    readonly port: number;
    /** Ranges that `host` resolves to. */
    readonly cidrs: readonly string[];
    /** Password or key, as its owner handed it out. */
    readonly password: Output<string>;
    /** PEM text of the authority that signed the server's certificate. @default the public authorities */
    readonly ca?: string;
}

/** How a client verifies a server: by our own authority, by the given PEM text, or as any browser. */
export type ServerAuthority =
    { readonly kind: "internal" } | { readonly kind: "pem"; readonly pem: string } | { readonly kind: "public" };

/** What decides where a store is reached. */
export type StoreLocation =
    Pick<ExternalStore, "mode" | "host" | "port" | "cidrs"> | Pick<StandaloneStore, "mode" | "namespace">;

/**
 * Where a store is reached.
 *
 * @param name its workload's, and of addresses what reports call them
 * @param port that it listens on in this cluster
 */
export function storeEndpoint(name: string, port: number, server: StoreLocation): Endpoint {
    if (server.mode === "external") {
        return { workload: { kind: "addresses", name, cidrs: server.cidrs }, host: server.host, port: server.port };
    }
    const of = workload(server.namespace, name);
    return { workload: of, host: serviceHost(of), port };
}

/**
 * The volume of a store, `<workload>-data`. Not a template of the StatefulSet: protecting one does not protect the claims
 * it makes.
 */
export function dataClaim(
    of: Workload,
    component: string,
    { storage, storageClass, production }: Pick<StandaloneStore, "storage" | "storageClass" | "production">,
    transform: Transform<core.PersistentVolumeClaimArgs> | undefined,
    opts: CustomResourceOptions,
): core.PersistentVolumeClaim {
    const name = `${of.name}-data`;
    return new core.PersistentVolumeClaim(
        name,
        transformed<core.PersistentVolumeClaimArgs>(
            {
                metadata: {
                    name,
                    namespace: of.namespace,
                    labels: labels(of, component),
                    // Many storage classes bind a claim only when a pod uses it, and the pod comes after it.
                    annotations: { "pulumi.com/skipAwait": "true" },
                },
                spec: {
                    accessModes: ["ReadWriteOnce"],
                    storageClassName: storageClass,
                    resources: { requests: { storage } },
                },
            },
            transform,
        ),
        { ...opts, ...dataProtection(production) },
    );
}
