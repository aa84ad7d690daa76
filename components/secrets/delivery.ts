import * as core from "@pulumi/kubernetes/core/v1";
import * as pulumi from "@pulumi/pulumi";
import { labels } from "../workload/labels";
import type { Workload } from "../workload/identity";
import { ServiceSecret } from "./service-secret";

type Values<K extends string> = Readonly<Record<K, pulumi.Input<string>>>;

/**
 * A Secret that an application reads. It is immutable and auto-named: another value is another object, which makes the
 * application roll over to it while the old pods keep what they started with.
 */
export function applicationSecret<K extends string>(
    name: string,
    of: Workload,
    component: string,
    values: Values<K>,
    opts: pulumi.CustomResourceOptions,
): ServiceSecret<K> {
    const secret = new core.Secret(
        name,
        {
            metadata: { namespace: of.namespace, labels: labels(of, component) },
            immutable: true,
            type: "Opaque",
            data: encoded(values),
        },
        opts,
    );
    return new ServiceSecret(secret.metadata.name);
}

/**
 * A Secret that a store reads. It has a fixed name and changes in place: the store's keeper applies a new value, because a
 * store must not restart to learn a password. Optional keys may come and go with the generations.
 */
export function storeSecret<K extends string>(
    name: string,
    of: Workload,
    component: string,
    values: Partial<Values<K>>,
    opts: pulumi.CustomResourceOptions,
): ServiceSecret<K> {
    const secret = new core.Secret(
        name,
        {
            metadata: { name, namespace: of.namespace, labels: labels(of, component) },
            type: "Opaque",
            data: encoded(values as Values<K>),
        },
        opts,
    );
    return new ServiceSecret(secret.metadata.name);
}

/** An account at a registry of container images. */
export interface RegistryLogin {
    /** Host, with its port if it has one, e.g. `ghcr.io`. */
    readonly server: string;
    readonly user: string;
    /** Password or token. */
    readonly password: pulumi.Input<string>;
}

/** The Secret that a private image is pulled with: for the kubelet alone, immutable and auto-named. Returns its name. */
export function registrySecret(
    name: string,
    of: Workload,
    component: string,
    { server, user, password }: RegistryLogin,
    opts: pulumi.CustomResourceOptions,
): pulumi.Output<string> {
    const login = pulumi.secret(password).apply((known) => {
        const auth = Buffer.from(`${user}:${known}`, "utf8").toString("base64");
        return JSON.stringify({ auths: { [server]: { username: user, password: known, auth } } });
    });
    const secret = new core.Secret(
        name,
        {
            metadata: { namespace: of.namespace, labels: labels(of, component) },
            immutable: true,
            type: "kubernetes.io/dockerconfigjson",
            data: encoded({ ".dockerconfigjson": login }),
        },
        opts,
    );
    return secret.metadata.name;
}

/** Plain configuration files of a workload: immutable and auto-named, so that a change restarts what reads them. */
export function configFiles(
    name: string,
    of: Workload,
    component: string,
    files: Readonly<Record<string, string>>,
    opts: pulumi.CustomResourceOptions,
): core.ConfigMap {
    return new core.ConfigMap(
        name,
        {
            metadata: { namespace: of.namespace, labels: labels(of, component) },
            immutable: true,
            data: files,
        },
        opts,
    );
}

/** `data` rather than `stringData`: the API server rewrites the latter, which would show as drift. */
export function encoded(values: Readonly<Record<string, pulumi.Input<string>>>): Record<string, pulumi.Output<string>> {
    return Object.fromEntries(
        Object.entries(values).map(([key, value]) => [
            key,
            pulumi.secret(value).apply((text) => Buffer.from(text, "utf8").toString("base64")),
        ]),
    );
}
