import * as apps from "@pulumi/kubernetes/apps/v1";
import type * as core from "@pulumi/kubernetes/core/v1";
import type { NetworkPolicy } from "@pulumi/kubernetes/networking/v1";
import type { CustomResourceOptions, Input } from "@pulumi/pulumi";
import { ServerCertificate } from "../certificates/server-certificate";
import { isolation, networkPolicy } from "../network/policies";
import { type Credential, generate } from "../secrets/credential";
import { configFiles } from "../secrets/delivery";
import { alphanumericLength } from "../secrets/strength";
import { Component, transformed, type Transform } from "../workload/component";
import { type Workload, workload } from "../workload/identity";
import { podsService, service, serviceAccount, type ServicePort } from "../workload/service";
import { type StatefulSetSpecArgs, statefulSetArgs } from "../workload/stateful-set";
import { dataClaim, type ExternalStore, type ServerAuthority, type StandaloneStore } from "./store";

const PUBLIC = { kind: "public" } as const;

/** What of a store's objects may be changed just before they are made. */
export interface StoreTransform {
    readonly claim?: Transform<core.PersistentVolumeClaimArgs>;
    readonly statefulSet?: Transform<apps.StatefulSetArgs>;
}

/** What a store's pod mounts of the objects beside it. */
export interface StoreParts {
    /** Name of the ConfigMap with the server's configuration. */
    readonly configMap: Input<string>;
    /** Name of the volume's claim. */
    readonly claim: Input<string>;
    readonly certificate: ServerCertificate["secret"];
}

export interface StandaloneServerArgs {
    readonly workload: Workload;
    readonly component: string;
    readonly server: StandaloneStore;
    /** Configuration and scripts, by file name. */
    readonly files: Readonly<Record<string, string>>;
    readonly ports: readonly ServicePort[];
    /** Whether the server reads key and certificate from one file. @default false */
    readonly combinedPem?: boolean;
    readonly template: (parts: StoreParts) => StatefulSetSpecArgs["template"];
    readonly transform: StoreTransform | undefined;
}

/** What a store does in each mode. Both say how clients get in. */
export interface Modes<S, E, A> {
    readonly standalone: (server: S, of: Workload) => A;
    readonly external: (server: E) => A;
}

/** The base of every store: one server in this cluster is the same set of objects around another pod. */
export abstract class Store extends Component {
    /** Makes what the mode asks for: a workload of the store's name, or nothing. */
    protected choose<S extends StandaloneStore, E extends ExternalStore, A>(
        name: string,
        server: S | E,
        { standalone, external }: Modes<S, E, A>,
    ): A & { readonly authority: ServerAuthority } {
        if (server.mode === "standalone") {
            return { ...standalone(server, workload(server.namespace, name)), authority: { kind: "internal" } };
        }
        const authority = server.ca === undefined ? PUBLIC : ({ kind: "pem", pem: server.ca } as const);
        return { ...external(server), authority };
    }

    /** A generated password or key of 32 random bytes. */
    protected credential(name: string, generation: number, { production }: StandaloneStore): Credential {
        return generate(name, { length: alphanumericLength(32), generation, production }, this.child());
    }

    /** Account, volume, certificate, configuration and Services, the NetworkPolicy, and the StatefulSet with one pod. */
    protected runServer(name: string, args: StandaloneServerArgs): apps.StatefulSet {
        const { workload, component, server, files, ports, combinedPem, template, transform } = args;
        const account = serviceAccount(name, workload, component, this.child());
        const claim = dataClaim(workload, component, server, transform?.claim, this.child());
        const certificate = new ServerCertificate(
            name,
            { workload, component, issuer: server.issuer, combinedPem },
            this.child(),
        );
        const config = configFiles(name, workload, component, files, this.child());
        service(name, { workload, component, ports }, this.child());
        const serviceName = podsService(workload);
        service(serviceName, { workload, component, serviceName, ports, headless: true }, this.child());
        const isolated = isolate(name, args, this.child());
        const parts = {
            configMap: config.metadata.name,
            claim: claim.metadata.name,
            certificate: certificate.secret,
        };
        return new apps.StatefulSet(
            name,
            transformed(statefulSetArgs({ workload, component, template: template(parts) }), transform?.statefulSet),
            this.child({ dependsOn: [account, certificate, ...isolated] }),
        );
    }
}

/** The store's own NetworkPolicy, unless a connection table has what it would say. */
function isolate(
    name: string,
    { workload, ports, server: { clients } }: StandaloneServerArgs,
    opts: CustomResourceOptions,
): NetworkPolicy[] {
    if (clients === "connection-table") {
        return [];
    }
    const numbers = ports.map(({ port }) => port);
    return [networkPolicy(name, isolation(workload, numbers, clients), workload.namespace, opts)];
}
