import type { types } from "@pulumi/kubernetes";
import type { CustomResourceOptions } from "@pulumi/pulumi";
import type { ServerAuthority } from "../data/store";
import { configFiles } from "../secrets/delivery";
import type { ServiceSecret } from "../secrets/service-secret";
import type { Workload } from "../workload/identity";
import { type ContainerArgs, scratchVolume } from "../workload/pod";

type Volume = types.input.core.v1.Volume;
type VolumeMount = types.input.core.v1.VolumeMount;

const FOLDER = "/etc/kato/ca";

/** The file with every authority that a server KATO talks to may be vouched for by. */
export const CA_BUNDLE = `${FOLDER}/bundle.pem`;

/** A small image that has a shell and the public authorities (package `ca-certificates-bundle`). */
const IMAGE = "docker.io/library/alpine:3.24.2";
const PUBLIC = "/etc/ssl/certs/ca-certificates.crt";
const INTERNAL = "/etc/authorities/internal";
const EXTERNAL = "/etc/authorities/external";

/** Everything that a pod needs to have the bundle. */
export interface CaBundle {
    /** Writes it, before the application starts. */
    readonly initContainer: ContainerArgs;
    readonly volumes: readonly Volume[];
    /** For the application's container. */
    readonly mount: VolumeMount;
}

export interface CaBundleArgs {
    readonly workload: Workload;
    readonly component: string;
    /** Has our own authority as `ca.crt`. */
    readonly certificate: ServiceSecret<"ca.crt">;
    /** How each server is verified, by its name. */
    readonly servers: Readonly<Record<string, ServerAuthority>>;
}

/**
 * One file with the public authorities, our own and those of other teams' servers: libraries that read their authorities
 * from one file would otherwise trust either the platform or the internet. It is put together when a pod starts, so an
 * authority that changes reaches the pods at their next start.
 */
export function caBundle(name: string, args: CaBundleArgs, opts: CustomResourceOptions): CaBundle {
    const given = pems(args.servers);
    const external: Volume[] =
        Object.keys(given).length === 0
            ? []
            : [{ name: "external-ca", configMap: { name: externalPems(name, args, given, opts) } }];
    const mount = { name: "ca", mountPath: FOLDER };
    return {
        initContainer: {
            name: "ca-bundle",
            image: IMAGE,
            // An empty line after each: not every file ends with a line break.
            command: ["/bin/sh", "-euc", 'for file in "$@"; do cat "$file"; echo; done >"$0"'],
            args: [CA_BUNDLE, PUBLIC, `${INTERNAL}/ca.crt`, ...Object.keys(given).map((file) => `${EXTERNAL}/${file}`)],
            resources: { cpu: { request: "10m", limit: "250m" }, memory: "32Mi" },
            volumeMounts: [
                mount,
                { name: "internal-ca", mountPath: INTERNAL, readOnly: true },
                ...external.map((volume) => ({ name: volume.name, mountPath: EXTERNAL, readOnly: true })),
            ],
        },
        volumes: [scratchVolume("ca", "4Mi"), args.certificate.files("internal-ca", ["ca.crt"]), ...external],
        mount: { ...mount, readOnly: true },
    };
}

function externalPems(
    name: string,
    { workload, component }: CaBundleArgs,
    files: Readonly<Record<string, string>>,
    opts: CustomResourceOptions,
) {
    return configFiles(name, workload, component, files, opts).metadata.name;
}

/** The authorities that were given as text, by file name. */
function pems(servers: CaBundleArgs["servers"]): Record<string, string> {
    return Object.fromEntries(
        Object.entries(servers).flatMap(([server, authority]) =>
            authority.kind === "pem" ? [[`${server}.crt`, authority.pem] as const] : [],
        ),
    );
}
