import type * as apps from "@pulumi/kubernetes/apps/v1";
import * as pulumi from "@pulumi/pulumi";
import { applicationSecret } from "../../secrets/delivery";
import type { Endpoint, Workload } from "../../workload/identity";
import { COMPONENT, configuration, serverPod } from "./server";
import { GRPC_PORT, REST_PORT, secretSettings } from "./settings";
import { Store, type StoreTransform } from "../standalone-server";
import {
    type ExternalStore,
    type ServerAuthority,
    type StandaloneStore,
    storeEndpoint,
    type StoreLocation,
} from "../store";

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
    readonly transform?: StoreTransform;
}

/** Where clients connect by REST, known without making anything. */
export function qdrantEndpoint(name: string, server: StoreLocation): Endpoint {
    return storeEndpoint(name, REST_PORT, server);
}

/** Where clients connect by gRPC. */
export function qdrantGrpcEndpoint(name: string, server: StoreLocation & { readonly grpcPort?: number }): Endpoint {
    return { ...qdrantEndpoint(name, server), port: server.grpcPort ?? GRPC_PORT };
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
export class Qdrant extends Store {
    /** Where clients connect by REST. */
    readonly endpoint: Endpoint;
    /** Where clients connect by gRPC. */
    readonly grpcEndpoint: Endpoint;
    /** May do everything. Known only once the server accepts it, so that nobody gets it too early. */
    readonly apiKey: pulumi.Output<string>;
    /** May read, metrics included, and download whole snapshots. @default none, where the server is run by somebody else */
    readonly readOnlyKey?: pulumi.Output<string> | undefined;
    readonly authority: ServerAuthority;

    constructor(name: string, args: QdrantArgs, opts?: pulumi.ComponentResourceOptions) {
        super("kato:data:Qdrant", name, opts);
        const { server } = args;
        this.endpoint = qdrantEndpoint(name, server);
        this.grpcEndpoint = qdrantGrpcEndpoint(name, server);
        const access = this.choose<StandaloneQdrant, ExternalQdrant, Pick<Qdrant, "apiKey" | "readOnlyKey">>(
            name,
            server,
            {
                standalone: (server, of) => {
                    const { generations } = server;
                    const apiKey = this.credential(`${name}-api-key`, generations.apiKey, server);
                    const readOnlyKey = this.credential(`${name}-read-only-key`, generations.readOnlyKey, server);
                    const running = this.#run(name, of, server, secretSettings(apiKey, readOnlyKey), args.transform);
                    return { apiKey: after(running, apiKey.current), readOnlyKey: after(running, readOnlyKey.current) };
                },
                external: ({ password }) => ({ apiKey: password }),
            },
        );
        this.apiKey = access.apiKey;
        this.readOnlyKey = access.readOnlyKey;
        this.authority = access.authority;
        this.registerOutputs({
            host: this.endpoint.host,
            port: this.endpoint.port,
            grpcPort: this.grpcEndpoint.port,
        });
    }

    #run(
        name: string,
        of: Workload,
        server: StandaloneQdrant,
        settings: pulumi.Output<string>,
        transform: QdrantArgs["transform"],
    ): apps.StatefulSet {
        // Not a `storeSecret`: only a restart makes the server read another key, and another name makes a restart.
        const keys = applicationSecret(`${name}-keys`, of, COMPONENT, { "local.yaml": settings }, this.child());
        const { resources } = server;
        return this.runServer(name, {
            workload: of,
            component: COMPONENT,
            server,
            files: configuration(),
            ports: [
                { name: "rest", port: REST_PORT },
                { name: "grpc", port: GRPC_PORT },
            ],
            template: (parts) => serverPod({ ...parts, workload: of, resources, keys }),
            transform,
        });
    }
}

/** The value, known once the resource is there: whatever is made of it waits for that. */
function after(resource: pulumi.CustomResource, value: pulumi.Output<string>): pulumi.Output<string> {
    return pulumi.all([value, resource.id]).apply(([text]) => text);
}
