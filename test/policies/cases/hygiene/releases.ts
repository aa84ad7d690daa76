import type { PolicyResource } from "../../../../kubernetes/resource";
import { type Change, changed } from "../case";

const RESOURCES = { requests: { cpu: "20m", memory: "192Mi" }, limits: { cpu: "500m", memory: "192Mi" } };

/** An image as a chart's values name it, pinned. */
export function image(repository: string, tag: string): Change {
    return { repository, tag, digest: `sha256:${"0".repeat(64)}` };
}

const PART = (name: string) => image(`quay.io/jetstack/cert-manager-${name}`, "v1.21.1");

const ACCOUNT = { serviceAccount: { automountServiceAccountToken: false } };

const CERT_MANAGER = {
    chart: "cert-manager",
    version: "v1.21.1",
    namespace: "cert-manager",
    repositoryOpts: { repo: "https://charts.jetstack.io" },
    values: {
        crds: { enabled: true, keep: true },
        global: { leaderElection: { namespace: "cert-manager" }, rbac: { aggregateClusterRoles: false } },
        extraArgs: ["--controllers=*,-ingress-shim"],
        prometheus: { enabled: false },
        dns01RecursiveNameserversOnly: true,
        image: PART("controller"),
        ...ACCOUNT,
        resources: RESOURCES,
        webhook: { image: PART("webhook"), ...ACCOUNT, securePort: 10250, resources: RESOURCES },
        cainjector: { image: PART("cainjector"), ...ACCOUNT, resources: RESOURCES },
        acmesolver: { image: PART("acmesolver") },
        startupapicheck: { image: PART("startupapicheck"), ...ACCOUNT, resources: RESOURCES },
    },
};

const RESTRICTED = {
    allowPrivilegeEscalation: false,
    privileged: false,
    readOnlyRootFilesystem: true,
    runAsNonRoot: true,
    runAsUser: 101,
    seccompProfile: { type: "RuntimeDefault" },
    capabilities: { drop: ["ALL"] },
};

/** The controller's `http` block: every line that the rule asks for. */
export const HTTP_LINES = String.raw`add_header Strict-Transport-Security "max-age=63072000; includeSubDomains; preload" always;
add_header X-Frame-Options "DENY" always;
add_header X-Content-Type-Options "nosniff" always;
add_header X-XSS-Protection "0" always;
add_header Referrer-Policy "strict-origin-when-cross-origin" always;
add_header Permissions-Policy "camera=()" always;
proxy_hide_header X-Powered-By;
ssl_conf_command Ciphersuites TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256:TLS_AES_128_GCM_SHA256;
ssl_session_tickets off;
client_header_timeout 15s;
client_body_timeout 15s;
send_timeout 15s;
large_client_header_buffers 4 8k;
map $host $edge_backend_name {
    auth.karima.com kratos.kratos.svc;
    default "";
}
proxy_ssl_verify on;
proxy_ssl_trusted_certificate /etc/internal-authority/ca.crt;
proxy_ssl_protocols TLSv1.3;
proxy_ssl_server_name on;
proxy_ssl_name $edge_backend_name;
map $binary_remote_addr $http_edge_client_network {
    "~(?s)^(?<edge_network>.{8}).{8}$" $edge_network;
    default $binary_remote_addr;
}
map $request_uri $edge_path {
    "~^(?<edge_path_part>[^?]*)" $edge_path_part;
}
map $request_uri $edge_ambiguous_path {
    "~*^[^?#]*(//|/\.\.?([/?#;]|$)|%2e|%2f|%5c|\x5c)" 1;
    default 0;
}
map "$scheme:$ssl_server_name:$host" $edge_misdirected {
    "~*^https:([^:]+):\1$" 0;
    "~^http:" 0;
    default 1;
}
`;

/** The guards of every server. */
export const SERVER_LINES = [
    "if ($http_upgrade) { return 400; }",
    "if ($edge_ambiguous_path) { return 400; }",
    "if ($edge_misdirected) { return 421; }",
];

const NGINX = {
    chart: "oci://ghcr.io/nginx/charts/nginx-ingress",
    version: "2.6.4",
    namespace: "nginx-ingress",
    values: {
        controller: {
            image: image("nginx/nginx-ingress", "5.5.4"),
            podSecurityContext: { runAsNonRoot: true, runAsUser: 101, seccompProfile: { type: "RuntimeDefault" } },
            readOnlyRootFilesystem: true,
            securityContext: { ...RESTRICTED, capabilities: { drop: ["ALL"], add: ["NET_BIND_SERVICE"] } },
            initContainerSecurityContext: RESTRICTED,
            resources: RESOURCES,
            initContainerResources: RESOURCES,
            serviceAccount: { name: "nginx-ingress-controller" },
            watchNamespace: "nginx-ingress,kato,kratos",
            watchSecretNamespace: "nginx-ingress",
            enableSnippets: false,
            nginxStatus: { enable: false },
            telemetryReporting: { enable: false },
            ingressClass: { name: "nginx", create: true, setAsDefaultIngress: false },
            reportIngressStatus: { enable: true, externalService: "nginx-ingress-controller" },
            readyStatus: { enable: true, port: 8081 },
            volumes: [{ name: "internal-authority", secret: { secretName: "nginx-ingress-client-tls" } }],
            volumeMounts: [
                { name: "cache", mountPath: "/var/cache/nginx" },
                { name: "internal-authority", mountPath: "/etc/internal-authority", readOnly: true },
            ],
            autoscaling: { enabled: true, minReplicas: 2, maxReplicas: 5 },
            service: { create: false },
            config: {
                entries: {
                    "server-tokens": "false",
                    "default-server-return": "444",
                    "ssl-protocols": "TLSv1.3",
                    "ssl-prefer-server-ciphers": "true",
                    "log-format": '{"client":"$remote_addr","path":"$edge_path"}',
                    "log-format-escaping": "json",
                    "error-log-level": "crit",
                    "http-snippets": HTTP_LINES,
                    "server-snippets": SERVER_LINES.join("\n"),
                },
            },
        },
        rbac: { create: false },
        prometheus: { create: false },
    },
};

function release(base: Change, change: Change): PolicyResource {
    return { type: "kubernetes:helm.sh/v3:Release", name: "a", props: changed(base, change) };
}

export const certManager = (change: Change = {}) => release(CERT_MANAGER, change);
export const nginx = (change: Change = {}) => release(NGINX, change);
/** With another value of the controller. */
export const controller = (change: Change) => nginx({ values: { controller: change } });
/** With another entry of the controller's ConfigMap. */
export const entry = (entries: Change) => controller({ config: { entries } });
