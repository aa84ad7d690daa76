import * as apps from "@pulumi/kubernetes/apps/v1";
import type * as core from "@pulumi/kubernetes/core/v1";
import type { Input } from "@pulumi/pulumi";
import { ServerCertificate } from "../certificates/server-certificate";
import { type Credential, generate } from "../secrets/credential";
import { configFiles } from "../secrets/delivery";
import { alphanumericLength } from "../secrets/strength";
import { Component, transformed, type Transform } from "../workload/component";
import type { Workload } from "../workload/identity";
import { podsService, service, serviceAccount, type ServicePort } from "../workload/service";
import { type StatefulSetSpecArgs, statefulSetArgs } from "../workload/stateful-set";
import { dataClaim, type StandaloneStore } from "./store";

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

/** The base of every store: one server in this cluster is the same set of objects around another pod. */
export abstract class Store extends Component {
    /** A generated password or key of 32 random bytes. */
    protected credential(name: string, generation: number, { production }: StandaloneStore): Credential {
        return generate(name, { length: alphanumericLength(32), generation, production }, this.child());
    }

    /** Account, volume, certificate, configuration and Service, and the StatefulSet with one pod. */
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
        const parts = {
            configMap: config.metadata.name,
            claim: claim.metadata.name,
            certificate: certificate.secret,
        };
        return new apps.StatefulSet(
            name,
            transformed(statefulSetArgs({ workload, component, template: template(parts) }), transform?.statefulSet),
            this.child({ dependsOn: [account, certificate] }),
        );
    }
}
