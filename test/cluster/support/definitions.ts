import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { parseAllDocuments } from "yaml";
import { cacheFolder, MissingToolError } from "../../../tools/build";
import type { ApiClient } from "./api";
import type { KubernetesObject } from "./objects";
import type { Release } from "./stack";

/** Where each chart's project publishes the definitions of that version. */
const PUBLISHED: Readonly<Record<string, (version: string) => string>> = {
    "cert-manager": (version) =>
        `https://github.com/cert-manager/cert-manager/releases/download/${version}/cert-manager.crds.yaml`,
    // The chart's version 2.6.4 is the controller's 5.5.4.
    "oci://ghcr.io/nginx/charts/nginx-ingress": (version) =>
        `https://raw.githubusercontent.com/nginx/kubernetes-ingress/helm-chart-${version}/deploy/crds.yaml`,
};

let loaded: readonly KubernetesObject[] | undefined;

/**
 * The custom resource definitions of the controllers that our releases bring: from the folder that `CRD_FOLDER` names, or
 * else from the projects' releases, kept in the cache folder of the tools.
 *
 * @throws {MissingToolError} when they cannot be had here
 */
export async function definitions(
    releases: readonly Pick<Release, "chart" | "version">[],
): Promise<KubernetesObject[]> {
    const folder = process.env["CRD_FOLDER"];
    const objects = folder ? fromFolder(folder) : await fromReleases(releases);
    return objects.filter(({ kind }) => kind === "CustomResourceDefinition");
}

/** Gets them once, for `installDefinitions`. */
export async function loadDefinitions(releases: readonly Pick<Release, "chart" | "version">[]): Promise<void> {
    loaded = await definitions(releases);
}

/** Installs the definitions of the groups of all these API versions, and waits until the server serves them. */
export async function installDefinitions(api: ApiClient, apiVersions: readonly string[]): Promise<void> {
    if (loaded === undefined) {
        throw new Error("loadDefinitions comes first");
    }
    const groups = new Set(apiVersions.map((apiVersion) => apiVersion.split("/")[0]));
    const needed = loaded.filter(({ spec }) => groups.has((spec as { group: string }).group));
    await Promise.all(needed.map((definition) => api.create(definition)));
    for (const definition of needed) {
        while (!isEstablished(await api.get(definition))) {
            await delay(50);
        }
    }
}

function isEstablished({ status }: KubernetesObject): boolean {
    const { conditions } = status as { conditions?: { type: string; status: string }[] };
    return conditions?.some(({ type, status }) => type === "Established" && status === "True") ?? false;
}

function fromFolder(folder: string): KubernetesObject[] {
    if (!existsSync(folder)) {
        throw new MissingToolError(`CRD_FOLDER names ${folder}, which does not exist.`);
    }
    const files = readdirSync(folder).filter((file) => /\.ya?ml$/.test(file));
    if (files.length === 0) {
        throw new MissingToolError(`CRD_FOLDER names ${folder}, which has no YAML file.`);
    }
    return files.sort().flatMap((file) => documents(readFileSync(join(folder, file), "utf8")));
}

async function fromReleases(releases: readonly Pick<Release, "chart" | "version">[]): Promise<KubernetesObject[]> {
    const objects = new Map<string, KubernetesObject[]>();
    for (const { chart, version } of releases) {
        const published = PUBLISHED[chart];
        // A controller without kinds of its own has no entry. One that lacks it shows when its first object is refused.
        if (published !== undefined && !objects.has(`${chart}-${version}`)) {
            objects.set(
                `${chart}-${version}`,
                documents(await download(published(version), `${chart}-${version}.yaml`)),
            );
        }
    }
    return [...objects.values()].flat();
}

async function download(url: string, name: string): Promise<string> {
    const file = join(cacheFolder(), "crds", name);
    if (!existsSync(file)) {
        const text = await textAt(url);
        mkdirSync(join(file, ".."), { recursive: true });
        writeFileSync(`${file}.${process.pid}`, text);
        renameSync(`${file}.${process.pid}`, file);
    }
    return readFileSync(file, "utf8");
}

async function textAt(url: string): Promise<string> {
    try {
        const response = await fetch(url, { signal: AbortSignal.timeout(60_000) });
        if (!response.ok) {
            throw new Error(`${response.status} ${response.statusText}`);
        }
        return await response.text();
    } catch (error) {
        throw new MissingToolError(
            `The custom resource definitions could not be downloaded from ${url} (${describe(error)}). ` +
                "Without a network, set CRD_FOLDER to a folder that has them as YAML files.",
        );
    }
}

/** fetch says "fetch failed" and hides the reason below. */
function describe(error: unknown): string {
    const { message, cause } = error as Error;
    return cause instanceof Error ? cause.message : message;
}

function documents(text: string): KubernetesObject[] {
    return parseAllDocuments(text)
        .map((document) => document.toJS() as KubernetesObject | null)
        .filter((object) => object !== null);
}
