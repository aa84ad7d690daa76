import type { types } from "@pulumi/kubernetes";
import type { Input } from "@pulumi/pulumi";
import type { CertificateKey } from "../certificates/server-certificate";
import type { ServiceSecret } from "../secrets/service-secret";
import { type ContainerArgs, scratchVolume } from "../workload/pod";
import type { Resources } from "../workload/resources";
import { KATO_PORT, KATO_TLS_PORT } from "./kato-workloads";

type Volume = types.input.core.v1.Volume;

/** Has the stream module built in. */
const IMAGE = "docker.io/library/nginx:1.30.6-alpine-slim";

const CONFIG_FOLDER = "/etc/kato-tls-proxy";
export const CONFIG_FILE = "nginx.conf";
const CERTIFICATE_FOLDER = "/etc/kato-tls";

/** Two connections for each client: its own, and the one to KATO. A thousand clients were measured to need 70 MiB. */
const CONNECTIONS = 2048;

export const TLS_PROXY_RESOURCES: Resources = { cpu: { request: "25m", limit: "500m" }, memory: "128Mi" };

/** How long clients may take to fetch what they were sent, once KATO has ended. */
export const TLS_PROXY_STOP_SECONDS = 5;

/** What ends TLS in front of KATO. */
export interface TlsProxy {
    readonly container: ContainerArgs;
    readonly volumes: readonly Volume[];
}

export interface TlsProxyArgs {
    /** Name of the ConfigMap with `tlsProxyConfig`. */
    readonly config: Input<string>;
    readonly certificate: ServiceSecret<CertificateKey>;
}

/**
 * A container among the init containers that runs on: it starts before KATO, and is told to stop once KATO has ended, so that what
 * KATO drains still gets out (Kubernetes 1.29 and later). It has no readiness of its own: KATO is asked through it.
 */
export function tlsProxy({ config, certificate }: TlsProxyArgs): TlsProxy {
    const files = certificate.files("tls", ["tls.crt", "tls.key"]);
    return {
        container: {
            name: "tls-proxy",
            image: IMAGE,
            // Past the image's entry point, which writes into its root.
            command: ["nginx", "-e", "stderr", "-c", `${CONFIG_FOLDER}/${CONFIG_FILE}`],
            restartPolicy: "Always",
            ports: [{ name: "https", containerPort: KATO_TLS_PORT, protocol: "TCP" }],
            livenessProbe: {
                tcpSocket: { port: KATO_TLS_PORT },
                timeoutSeconds: 3,
                periodSeconds: 10,
                failureThreshold: 6,
            },
            resources: TLS_PROXY_RESOURCES,
            volumeMounts: [
                { name: "tls-proxy-config", mountPath: CONFIG_FOLDER, readOnly: true },
                { name: "tls", mountPath: CERTIFICATE_FOLDER, readOnly: true },
                { name: "tls-proxy-tmp", mountPath: "/tmp" },
            ],
        },
        volumes: [
            { name: "tls-proxy-config", configMap: { name: config } },
            files,
            scratchVolume("tls-proxy-tmp", "1Mi"),
        ],
    };
}

/**
 * It passes bytes on and reads no request: paths, headers, bodies and protocols are between the edge and KATO as they were. There is no
 * access log; what it writes when something fails names addresses and files.
 */
export function tlsProxyConfig(): string {
    return `\
daemon off;
worker_processes 1;
worker_rlimit_nofile ${2 * CONNECTIONS};
worker_shutdown_timeout ${TLS_PROXY_STOP_SECONDS}s;
error_log stderr warn;
pid /tmp/nginx.pid;
events {
    worker_connections ${CONNECTIONS};
}
stream {
    # A name with a variable is opened at each handshake: a renewed certificate is served without a reload.
    map "" $certificate_folder {
        default ${CERTIFICATE_FOLDER};
    }
    server {
        listen ${KATO_TLS_PORT} ssl so_keepalive=on;
        listen [::]:${KATO_TLS_PORT} ssl so_keepalive=on;
        ssl_protocols TLSv1.3;
        ssl_certificate $certificate_folder/tls.crt;
        ssl_certificate_key $certificate_folder/tls.key;
        ssl_session_tickets off;
        proxy_pass 127.0.0.1:${KATO_PORT};
        proxy_connect_timeout 5s;
        # Longer than the edge may be told to wait for an answer.
        proxy_timeout 2h;
    }
}
`;
}
