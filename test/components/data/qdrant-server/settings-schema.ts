import { z } from "zod";

// The settings that Qdrant's server knows, transcribed from its source: `Settings`, `ServiceConfig`, `ClusterConfig` and
// `TlsConfig` in src/settings.rs, `StorageConfig` in lib/storage/src/types.rs, and config/config.yaml for what they hold.
// The server ignores a key that is not among these without a word; here it is an error. What the platform does not set is
// `unset`: whoever sets it transcribes its type first.
// https://github.com/qdrant/qdrant/blob/v1.19.1/src/settings.rs

const unset = z.undefined().optional();
const port = z.number().int().min(1).max(65535);
const path = z.string().min(1);

const SERVICE = z.strictObject({
    host: z.string().min(1),
    http_port: port,
    grpc_port: port,
    metrics_port: unset,
    max_request_size_mb: unset,
    max_workers: unset,
    enable_cors: z.boolean(),
    enable_tls: z.boolean(),
    verify_https_client_certificate: z.boolean(),
    api_key: z.string().optional(),
    alt_api_key: z.string().optional(),
    read_only_api_key: z.string().optional(),
    jwt_rbac: unset,
    hide_jwt_dashboard: unset,
    static_content_dir: unset,
    enable_static_content: z.boolean(),
    slow_query_secs: unset,
    hardware_reporting: unset,
    metrics_prefix: unset,
});

const STORAGE = z.strictObject({
    storage_path: path,
    snapshots_path: path,
    snapshots_config: unset,
    temp_path: unset,
    on_disk_payload: unset,
    optimizers: unset,
    optimizers_overwrite: unset,
    wal: unset,
    performance: unset,
    hnsw_index: unset,
    mmap_advice: unset,
    node_type: unset,
    update_queue_size: unset,
    handle_collection_load_errors: unset,
    recovery_mode: unset,
    update_concurrency: unset,
    shard_transfer_method: unset,
    collection: unset,
    max_collections: unset,
});

const CLUSTER = z.strictObject({
    enabled: z.boolean(),
    peer_id: unset,
    grpc_timeout_ms: unset,
    connection_timeout_ms: unset,
    p2p: unset,
    consensus: unset,
    resharding_enabled: unset,
});

const TLS = z.strictObject({ cert: path, key: path, ca_cert: path.optional(), cert_ttl: unset });

/** The server's settings once both files are merged, with every key known. */
export const SETTINGS = z.strictObject({
    log_level: unset,
    logger: unset,
    storage: STORAGE,
    service: SERVICE,
    cluster: CLUSTER,
    telemetry_disabled: z.boolean(),
    per_collection_metrics_enabled: unset,
    tls: TLS,
    debugger: unset,
    inference: unset,
    gpu: unset,
    feature_flags: unset,
    audit: unset,
});
