import * as pulumi from "@pulumi/pulumi";
import { stringify } from "yaml";
import type { Credential } from "../../secrets/credential";

/** REST (security guide, "Kubernetes Network Policies"). */
export const REST_PORT = 6333;
/** gRPC, which the official clients can be told to prefer. */
export const GRPC_PORT = 6334;

export interface Folders {
    /** The volume: collections, snapshots and the audit log. */
    readonly data: string;
    /** Certificate, key and authority. */
    readonly tls: string;
}

/**
 * Share of the volume from which on writes that need room are refused, in percent. What is left is for what frees a volume: a
 * delete is written down before anything goes, and the optimizer copies what it makes smaller. On a volume that is full to
 * the last byte nothing can be deleted any more.
 */
const MOST_DISK_PERCENT = 85;

/** Where the server keeps its quotas from its first start on, under the volume. */
export function quotaFile({ data }: Pick<Folders, "data">): string {
    return `${data}/storage/quota.json`;
}

/**
 * `config.yaml`: what differs from the defaults that are built into the server, or is promised. The server ignores keys that
 * it does not know, so the tests know them all.
 *
 * @see https://github.com/qdrant/qdrant/blob/v1.19.0/config/config.yaml and src/settings.rs beside it
 */
export function plainSettings({ data, tls }: Folders): string {
    return stringify({
        storage: {
            storage_path: `${data}/storage`,
            // Half-made snapshots and uploads are kept under this path too: whole ones appear by a rename.
            snapshots_path: `${data}/snapshots`,
            quotas: { enabled: true, max_disk_usage_percent: MOST_DISK_PERCENT },
        },
        service: {
            // IPv6, and IPv4 with it. start.sh says otherwise where the node has no IPv6.
            host: "::",
            http_port: REST_PORT,
            grpc_port: GRPC_PORT,
            // Both of them. The server's TLS library speaks 1.2 as well as 1.3, and there is no setting for it.
            enable_tls: true,
            verify_https_client_certificate: false,
            enable_cors: false,
            // The web interface.
            enable_static_content: false,
            // Whoever has the key could make the server fetch any address.
            enable_snapshot_url_recovery: false,
        },
        tls: {
            cert: `${tls}/tls.crt`,
            key: `${tls}/tls.key`,
            // Without one, the server as a client (it can fetch snapshots) would accept any certificate.
            ca_cert: `${tls}/ca.crt`,
        },
        cluster: { enabled: false },
        telemetry_disabled: true,
        // Who called what, and what was refused: three days, an hour in a file, on the volume because the server writes files
        // alone and its own default lies on the read-only root.
        audit: { enabled: true, dir: `${data}/audit`, rotation: "hourly", max_log_files: 72 },
    });
}

/** `local.yaml`, which the server merges over `config.yaml`: the keys. JSON, which is YAML too. */
export function secretSettings(apiKey: Credential, readOnlyKey: Credential): pulumi.Output<string> {
    return pulumi.jsonStringify({
        service: {
            api_key: apiKey.current,
            alt_api_key: apiKey.previous,
            read_only_api_key: readOnlyKey.current,
        },
    });
}
