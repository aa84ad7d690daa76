import { becomes, both, named, removed, rows, text, withoutLine } from "../row";

/** Storage, and what the stores' configuration files say. */
export const dataFields = [
    ...rows("StorageClass.storage.k8s.io", [
        ["parameters.encrypted", "storage-encryption", both(removed, becomes("false"))],
        ["provisioner", "storage-encryption", becomes("rancher.io/local-path")],
    ]),
    ...rows("PersistentVolumeClaim", [
        ["spec.storageClassName", "storage-encryption", both(removed, becomes("gp2", "standard"))],
        ["(protect)", "data-protection", becomes(false)],
    ]),
    ...rows("ConfigMap", [
        ['data["pg_hba.conf"]', "store-authentication", text(/scram-sha-256/, "trust", "password")],
        ['data["pg_hba.conf"]', "store-authentication", text(/\breject$/m, "trust")],
        ['data["pg_hba.conf"]', "store-tls", text(/hostssl /, "host    ")],
        ['data["postgresql.conf"]', "store-tls", both(text(/ssl = on/, "ssl = off"), withoutLine(/ssl = /))],
        ['data["postgresql.conf"]', "store-tls", text(/'TLSv1\.3'/, "'TLSv1'")],
        ['data["postgresql.conf"]', "store-authentication", text(/= scram-sha-256/, "= md5")],
        ['data["mongod.yaml"]', "store-authentication", text(/authorization: enabled/, "authorization: disabled")],
        ['data["mongod.yaml"]', "store-tls", text(/mode: requireTLS/, "mode: preferTLS", "mode: disabled")],
        ['data["mongod.yaml"]', "store-tls", withoutLine(/mode: requireTLS/)],
        ['data["mongod.yaml"]', "store-tls", withoutLine(/disabledProtocols: /)],
        ['data["mongod.yaml"]', "mongodb-encryption", text(/enableEncryption: true/, "enableEncryption: false")],
        ['data["mongod.yaml"]', "mongodb-encryption", withoutLine(/enableEncryption: /)],
        ['data["mongod.yaml"]', "mongodb-audit", withoutLine(/destination: /)],
        ['data["redis.conf"]', "store-authentication", withoutLine(/aclfile /)],
        ['data["redis.conf"]', "store-authentication", text(/protected-mode yes/, "protected-mode no")],
        ['data["redis.conf"]', "store-tls", both(text(/^port 0/m, "port 6379"), withoutLine(/port 0/))],
        ['data["redis.conf"]', "store-tls", withoutLine(/tls-port /)],
        ['data["redis.conf"]', "store-tls", text(/tls-protocols TLSv1\.3/, "tls-protocols TLSv1.1")],
        ['data["config.yaml"]', "store-tls", text(/enable_tls: true/, "enable_tls: false")],
        ['data["config.yaml"]', "store-tls", withoutLine(/enable_tls: /)],
        ['data["config.yaml"]', "qdrant-settings", text(/url_recovery: false/, "url_recovery: true")],
        ['data["config.yaml"]', "qdrant-settings", withoutLine(/enable_snapshot_url_recovery: /)],
        ['data["config.yaml"]', "qdrant-settings", text(/quotas:\n +enabled: true/, "quotas:\n    enabled: false")],
        ['data["config.yaml"]', "qdrant-settings", withoutLine(/max_disk_usage_percent: /)],
    ]),
];

/** Kratos' and KATO's settings. */
export const applicationFields = rows("ConfigMap", [
    ['data["kratos.yml"]', "cors-origin", text(/https:\/\/admin\.ks-backend\.cloud/, '"*"', "https://*", '"null"')],
    ["data.CORS_ORIGINS", "cors-origin", becomes("*", "https://app.yourdomain.com,*")],
    ['data["kratos.yml"]', "kratos-settings", text(/leak_sensitive_values: false/, "leak_sensitive_values: true")],
    ['data["kratos.yml"]', "kratos-settings", text(/level: info/, "level: debug", "level: trace")],
    ['data["kratos.yml"]', "kratos-settings", text(/base_url: https:\/\/auth/, "base_url: http://auth")],
    ['data["kratos.yml"]', "kratos-settings", text(/ {4}tls:\n( {6}.*\n)+/, "")],
    ['data["kratos.yml"]', "kratos-settings", text(/same_site: Strict/, "same_site: None")],
    ['data["kratos.yml"]', "kratos-settings", text(/level: info/, "level: error")],
    ['data["kratos.yml"]', "kratos-settings", both(text(/format: json/, "format: text"), withoutLine(/format: json/))],
    [
        'data["kratos.yml"]',
        "kratos-cookies",
        both(text(/same_site: Strict/, "same_site: Lax"), withoutLine(/same_site/)),
    ],
    ['data["kratos.yml"]', "session-lifespan", text(/lifespan: 24h/, "lifespan: 87600h", "lifespan: 720h1s")],
    ["data.JWT_EXPIRE_MINUTES", "token-lifetime", becomes("31", "525600", "", "-1")],
    ["data.CORS_ENABLED", "cors-enabled", becomes("false", "no", "")],
    ['data["kratos.yml"]', "kratos-settings", text(/xchacha20-poly1305/, "noop")],
    ['data["kratos.yml"]', "kratos-settings", withoutLine(/algorithm: xchacha/)],
    ['data["kratos.yml"]', "kratos-settings", text(/memory: 7MB/, "memory: 1MB")],
    ['data["kratos.yml"]', "kratos-settings", text(/iterations: 5/, "iterations: 4")],
    ['data["kratos.yml"]', "kratos-settings", text(/min_password_length: 12/, "min_password_length: 1")],
    ['data["kratos.yml"]', "kratos-settings", text(/check_enabled: true/, "check_enabled: false")],
    ['data["kratos.yml"]', "kratos-settings", text(/mitigate: true/, "mitigate: false")],
    ['data["kratos.yml"]', "kratos-settings", withoutLine(/mitigate: /)],
    ['data["kratos.yml"]', "kratos-settings", text(/ip_ranges: true/, "ip_ranges: false")],
    ['data["kratos.yml"]', "kratos-settings", text(/recipients: false/, "recipients: true")],
    ['data["kratos.yml"]', "secret-literal", text(/leak_sensitive_values: false/, "password: Zebra-crossing-17")],
    ["data.KRATOS_PUBLIC_URL", "secret-literal", becomes("https://kratos:Zebra17@kratos.kratos.svc:4433/")],
]);

export const protectedFields = [
    ...rows("aws:kms/key:Key", [["(protect)", "data-protection", becomes(false)]]),
    ...rows("aws:secretsmanager/secret:Secret", [["(protect)", "data-protection", becomes(false)]]),
    ...rows("random:index/randomPassword:RandomPassword", [["(protect)", "data-protection", becomes(false)]]),
    ...rows("random:index/randomBytes:RandomBytes", [
        ["(protect)", "data-protection", becomes(false), named("mongo-kb-encryption-key")],
    ]),
];
