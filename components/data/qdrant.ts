import * as apps from "@pulumi/kubernetes/apps/v1";
import type * as core from "@pulumi/kubernetes/core/v1";
import * as pulumi from "@pulumi/pulumi";
import { ServerCertificate } from "../certificates/server-certificate";
import { type Credential, generate } from "../secrets/credential";
import { applicationSecret, configFiles } from "../secrets/delivery";
import { alphanumericLength } from "../secrets/strength";
import { Component, transformed, type Transform } from "../workload/component";
import { type Endpoint, serviceHost, workload, type Workload } from "../workload/identity";
import { service, serviceAccount } from "../workload/service";
import { statefulSetArgs } from "../workload/stateful-set";
import { COMPONENT, configuration, serverPod } from "./qdrant-server/server";
import { GRPC_PORT, REST_PORT, secretSettings } from "./qdrant-server/settings";
import {
    dataClaim,
    externalAuthority,
    externalEndpoint,
    type ExternalStore,
    type ServerAuthority,
    type StandaloneStore,
} from "./store";

/** Qdrant in this cluster. */
export interface StandaloneQdrant extends StandaloneStore {
    /** Raise by one at a time. The API key before stays valid; the read-only key has no such overlap. */
    readonly generations: { readonly apiKey: number; readonly readOnlyKey: number };
}

/** Qdrant that is run by somebody else: Qdrant Cloud. Its `password` is the API key, its `port` the one of REST. */
export interface ExternalQdrant extends ExternalStore {
    readonly grpcPort: number;
}

export interface QdrantArgs {
    readonly server: StandaloneQdrant | ExternalQdrant;
    readonly transform?: {
        readonly claim?: Transform<core.PersistentVolumeClaimArgs>;
        readonly statefulSet?: Transform<apps.StatefulSetArgs>;
    };
}

/**
 * The vector database of KATO. `standalone` is one server that speaks TLS only, on both ports, and asks for an API key.
 *
 * The server reads keys and the certificate of gRPC when it starts, and never again. So another key or a renewed
 * certificate (every two months) restarts it: requests are refused for some seconds, longer with big collections,
 * because the server listens once all are loaded.
 *
 * @see security guide, "Qdrant Security"
 */
export class Qdrant extends Component {
    /** Where clients connect by REST. */
    readonly endpoint: Endpoint;
    /** Where clients connect by gRPC. */
    readonly grpcEndpoint: Endpoint;
    /** May do everything. Known only once the server accepts it, so that nobody gets it too early. */
    readonly apiKey: pulumi.Output<string>;
    /** May read, metrics included. @default none, where the server is run by somebody else */
    readonly readOnlyKey?: pulumi.Output<string>;
    readonly authority: ServerAuthority;

    constructor(name: string, args: QdrantArgs, opts?: pulumi.ComponentResourceOptions) {
        super("kato:data:Qdrant", name, opts);
        const { server } = args;
        if (server.mode === "external") {
            this.endpoint = externalEndpoint(name, server);
            this.grpcEndpoint = { ...this.endpoint, port: server.grpcPort };
            this.apiKey = server.password;
            this.authority = externalAuthority(server);
        } else {
            const of = workload(server.namespace, name);
            const { apiKey: generation, readOnlyKey: readOnlyGeneration } = server.generations;
            const apiKey = this.#key(`${name}-api-key`, generation, server);
            const readOnlyKey = this.#key(`${name}-read-only-key`, readOnlyGeneration, server);
            const running = this.#run(name, of, server, secretSettings(apiKey, readOnlyKey), args.transform ?? {});
            this.endpoint = { workload: of, host: serviceHost(of), port: REST_PORT };
            this.grpcEndpoint = { ...this.endpoint, port: GRPC_PORT };
            this.apiKey = after(running, apiKey.current);
            this.readOnlyKey = after(running, readOnlyKey.current);
            this.authority = { kind: "internal" };
        }
        this.registerOutputs({
            host: this.endpoint.host,
            port: this.endpoint.port,
            grpcPort: this.grpcEndpoint.port,
        });
    }

    #key(name: string, generation: number, { production }: StandaloneQdrant): Credential {
        return generate(name, { length: alphanumericLength(32), generation, production }, this.child());
    }

    #run(
        name: string,
        of: Workload,
        server: StandaloneQdrant,
        keys: pulumi.Output<string>,
        transform: NonNullable<QdrantArgs["transform"]>,
    ): apps.StatefulSet {
        const account = serviceAccount(name, of, COMPONENT, this.child());
        const claim = dataClaim(of, COMPONENT, server, transform.claim, this.child());
        const certificate = new ServerCertificate(
            name,
            { workload: of, component: COMPONENT, issuer: server.issuer },
            this.child(),
        );
        // Not a `storeSecret`: only a restart makes the server read another key, and another name makes a restart.
        const keyFile = applicationSecret(`${name}-keys`, of, COMPONENT, { "local.yaml": keys }, this.child());
        const config = configFiles(name, of, COMPONENT, configuration(), this.child());
        const ports = [
            { name: "rest", port: REST_PORT },
            { name: "grpc", port: GRPC_PORT },
        ];
        service(name, { workload: of, component: COMPONENT, ports }, this.child());
        const template = serverPod({
            workload: of,
            resources: server.resources,
            configMap: config.metadata.name,
            claim: claim.metadata.name,
            certificate: certificate.secret,
            keys: keyFile,
        });
        return new apps.StatefulSet(
            name,
            transformed(statefulSetArgs({ workload: of, component: COMPONENT, template }), transform.statefulSet),
            this.child({ dependsOn: [account, certificate] }),
        );
    }
}

/** The value, known once the resource is there: whatever is made of it waits for that. */
function after(resource: pulumi.CustomResource, value: pulumi.Output<string>): pulumi.Output<string> {
    return pulumi.all([value, resource.id]).apply(([text]) => text);
}
