import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { types } from "@pulumi/kubernetes";
import type { Input } from "@pulumi/pulumi";
import type { CertificateKey } from "../../certificates/server-certificate";
import type { ServiceSecret } from "../../secrets/service-secret";
import type { Workload } from "../../workload/identity";
import { keeper, keeperFiles, keeperState } from "../../workload/keeper";
import { type ContainerArgs, podTemplate, scratchVolume } from "../../workload/pod";
import type { Resources } from "../../workload/resources";
import { type Folders, GRPC_PORT, plainSettings, quotaFile, REST_PORT } from "./settings";

/** Version of the server; data moves by one minor version at a time. */
export const VERSION = "1.19.1";

/** Role in the architecture, the label `app.kubernetes.io/component`. */
export const COMPONENT = "vector-database";

const IMAGE = `docker.io/qdrant/qdrant:v${VERSION}-unprivileged`;
/**
 * Nobody in the image, whose programs everybody may run. One user for both containers: the keeper signals the server, and has
 * no secret that the server could read in it.
 */
const UID = 10030;
/** Where the image has the server, and from where the server reads `config/config.yaml` and `config/local.yaml`. */
const HOME = "/qdrant";
const FOLDERS: Folders = { data: `${HOME}/data`, tls: "/etc/qdrant/tls" };
const SCRIPTS_FOLDER = "/etc/qdrant/scripts";
const CERTIFICATE = `${FOLDERS.tls}/tls.crt`;
const STATE_FOLDER = "/run/qdrant";
const LOADED = `${STATE_FOLDER}/loaded`;

const OWN_SCRIPTS = ["start.sh", "apply.sh"];

/** The configuration without the keys, and the scripts of both containers, by file name. */
export function configuration(): Record<string, string> {
    const script = (name: string) => [name, readFileSync(join(__dirname, name), "utf8")] as const;
    return {
        ...keeperFiles(),
        ...Object.fromEntries(OWN_SCRIPTS.map(script)),
        "config.yaml": plainSettings(FOLDERS),
    };
}

export interface ServerPodArgs {
    readonly workload: Workload;
    readonly resources: Resources;
    /** Name of the ConfigMap with `configuration`. */
    readonly configMap: Input<string>;
    readonly claim: Input<string>;
    readonly certificate: ServiceSecret<CertificateKey>;
    /** The file with the keys. */
    readonly keys: ServiceSecret<"local.yaml">;
}

/** The server and its keeper. */
export function serverPod(args: ServerPodArgs): ReturnType<typeof podTemplate> {
    return podTemplate({
        workload: args.workload,
        component: COMPONENT,
        version: VERSION,
        uid: UID,
        ownsVolumes: true,
        // The keeper ends the server when its certificate has been renewed.
        sharedProcesses: true,
        // Half a minute for requests that have begun, then what is in memory is written out.
        terminationGracePeriodSeconds: 120,
        containers: [server(args.resources), certificateKeeper()],
        volumes: [
            { name: "data", persistentVolumeClaim: { claimName: args.claim } },
            settings(args),
            { name: "scripts", configMap: { name: args.configMap, defaultMode: 0o444 } },
            args.certificate.files("tls", ["tls.crt", "tls.key", "ca.crt"]),
            scratchVolume("state", "1Mi"),
            scratchVolume("tmp", "16Mi"),
            keeperState(),
        ],
    });
}

const SHARED: types.input.core.v1.VolumeMount[] = [
    { name: "scripts", mountPath: SCRIPTS_FOLDER, readOnly: true },
    { name: "tls", mountPath: FOLDERS.tls, readOnly: true },
];

/** Both files of settings in the one folder where the server looks; the image's own are not seen. */
function settings({ configMap, keys }: ServerPodArgs): types.input.core.v1.Volume {
    const file = (name: string) => [{ key: name, path: name }];
    return {
        name: "config",
        projected: {
            defaultMode: 0o440,
            sources: [
                { configMap: { name: configMap, items: file("config.yaml") } },
                { secret: { name: keys.name, items: file("local.yaml") } },
            ],
        },
    };
}

function server(resources: Resources): ContainerArgs {
    // Asked for no key. `/readyz` says the same for a server that is alone.
    const restAnswers = { httpGet: { path: "/livez", port: "rest", scheme: "HTTPS" } };
    return {
        name: "qdrant",
        image: IMAGE,
        workingDir: HOME,
        command: ["/bin/sh", `${SCRIPTS_FOLDER}/start.sh`, CERTIFICATE, LOADED, quotaFile(FOLDERS)],
        env: [
            // Names a third file of settings. `local.yaml` is read in any case, and a file that is not there is a warning.
            { name: "RUN_MODE", value: "local" },
            // Otherwise in the working folder, which is read-only.
            { name: "QDRANT_INIT_FILE_PATH", value: "/tmp/.qdrant-initialized" },
        ],
        ports: [
            { name: "rest", containerPort: REST_PORT, protocol: "TCP" },
            { name: "grpc", containerPort: GRPC_PORT, protocol: "TCP" },
        ],
        resources,
        volumeMounts: [
            ...SHARED,
            { name: "config", mountPath: `${HOME}/config`, readOnly: true },
            { name: "data", mountPath: FOLDERS.data },
            { name: "state", mountPath: STATE_FOLDER },
            { name: "tmp", mountPath: "/tmp" },
        ],
        // The server listens once every collection is loaded and its log replayed: half an hour is for big ones.
        startupProbe: { ...restAnswers, periodSeconds: 5, timeoutSeconds: 5, failureThreshold: 360 },
        livenessProbe: { ...restAnswers, periodSeconds: 30, timeoutSeconds: 10, failureThreshold: 4 },
        // Where gRPC cannot be served, the server logs that and goes on with REST alone. The kubelet's own gRPC probe speaks
        // no TLS.
        readinessProbe: { tcpSocket: { port: "grpc" }, periodSeconds: 10, timeoutSeconds: 5 },
    };
}

function certificateKeeper(): ContainerArgs {
    return keeper({
        image: IMAGE,
        scriptsFolder: SCRIPTS_FOLDER,
        apply: "apply.sh",
        watch: [FOLDERS.tls],
        mounts: [...SHARED, { name: "state", mountPath: STATE_FOLDER, readOnly: true }],
        env: { CERTIFICATE, LOADED },
        resources: { cpu: { request: "10m", limit: "250m" }, memory: "32Mi" },
    });
}
