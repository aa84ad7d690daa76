import * as pulumi from "@pulumi/pulumi";
import { stringify } from "yaml";
import type { Credential } from "../../secrets/credential";

/** REST (security guide, "Kubernetes Network Policies"). */
export const REST_PORT = 6333;
/** gRPC, which the official clients can be told to prefer. */
export const GRPC_PORT = 6334;

export interface Folders {
    /** The volume: collections and snapshots. */
    readonly data: string;
    /** Certificate, key and authority. */
    readonly tls: string;
}

/**
 * `config.yaml`: what differs from the defaults that are built into the server, or is promised. The server ignores keys that
 * it does not know, so the tests know them all.
 *
 * @see https://github.com/qdrant/qdrant/blob/v1.19.1/config/config.yaml and src/settings.rs beside it
 */
export function plainSettings({ data, tls }: Folders): string {
    return stringify({
        storage: {
            storage_path: `${data}/storage`,
            // Half-made snapshots and uploads are kept under this path too: whole ones appear by a rename.
            snapshots_path: `${data}/snapshots`,
        },
        service: {
            host: "0.0.0.0",
            http_port: REST_PORT,
            grpc_port: GRPC_PORT,
            // Both of them. The server's TLS library speaks 1.2 as well as 1.3, and there is no setting for it.
            enable_tls: true,
            verify_https_client_certificate: false,
            enable_cors: false,
            // The web interface.
            enable_static_content: false,
        },
        tls: {
            cert: `${tls}/tls.crt`,
            key: `${tls}/tls.key`,
            // Without one, the server as a client (it can fetch snapshots) would accept any certificate.
            ca_cert: `${tls}/ca.crt`,
        },
        cluster: { enabled: false },
        telemetry_disabled: true,
    });
}

/** `local.yaml`, which the server merges over `config.yaml`: the keys. JSON, which is YAML too. */
export function secretSettings(apiKey: Credential, readOnlyKey: Credential): pulumi.Output<string> {
    return pulumi.jsonStringify({
        service: {
            api_key: apiKey.current,
            ...(apiKey.previous === undefined ? {} : { alt_api_key: apiKey.previous }),
            read_only_api_key: readOnlyKey.current,
        },
    });
}
