import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";

/**
 * Schemas that upstream projects publish for the versions that the platform deploys. They are not part of the project: each
 * is read from where a variable says, or else downloaded from the project's release.
 */

/** The configuration schema of Kratos, as in its release. */
export async function kratosSchema(): Promise<object> {
    const text = await published({
        what: "the configuration schema of Kratos v26.2.0",
        instead: "set KRATOS_CONFIG_SCHEMA to the file",
        path: process.env["KRATOS_CONFIG_SCHEMA"],
        url: "https://raw.githubusercontent.com/ory/kratos/v26.2.0/embedx/config.schema.json",
    });
    return JSON.parse(text) as object;
}

interface CustomResourceDefinition {
    readonly spec: { readonly versions: readonly { name: string; schema: { openAPIV3Schema: object } }[] };
}

/** The schema of a cert-manager resource, version v1; `plural` is e.g. `certificates`. */
export async function certManagerSchema(plural: string): Promise<object> {
    const url = `https://raw.githubusercontent.com/cert-manager/cert-manager/v1.21.1/deploy/crds/cert-manager.io_${plural}.yaml`;
    return await definition(`cert-manager-v1.21.1-${plural}.yaml`, url);
}

/** The schema of a resource of the F5 NGINX Ingress Controller, version v1; `plural` is e.g. `virtualservers`. */
export async function nginxIngressSchema(plural: string): Promise<object> {
    const url = `https://raw.githubusercontent.com/nginx/kubernetes-ingress/v5.5.4/config/crd/bases/k8s.nginx.org_${plural}.yaml`;
    return await definition(`nginx-ingress-v5.5.4-${plural}.yaml`, url);
}

async function definition(file: string, url: string): Promise<object> {
    const folder = process.env["CRD_FOLDER"];
    const text = await published({
        what: `the definition ${file}`,
        instead: "set CRD_FOLDER to the folder that has it",
        path: folder === undefined ? undefined : join(folder, file),
        url,
    });
    const { spec } = parse(text) as CustomResourceDefinition;
    const version = spec.versions.find(({ name }) => name === "v1");
    if (version === undefined) {
        throw new Error(`${file} has no version v1`);
    }
    return closed(version.schema.openAPIV3Schema);
}

interface Published {
    readonly what: string;
    /** How somebody without internet access provides it. */
    readonly instead: string;
    readonly path: string | undefined;
    readonly url: string;
}

async function published({ what, instead, path, url }: Published): Promise<string> {
    if (path !== undefined) {
        return readFileSync(path, "utf8");
    }
    const otherwise = `Without internet access, download it elsewhere and ${instead}.`;
    const response = await fetch(url).catch((error: unknown) => {
        throw new Error(`Cannot download ${what} from ${url}. ${otherwise}`, { cause: error });
    });
    if (!response.ok) {
        throw new Error(`Cannot download ${what} from ${url}: ${response.status}. ${otherwise}`);
    }
    return await response.text();
}

/** The API server drops fields that a definition does not name, without a word; here they are errors. */
function closed<T>(schema: T): T {
    if (Array.isArray(schema)) {
        return schema.map(closed) as T;
    }
    if (schema === null || typeof schema !== "object") {
        return schema;
    }
    const copy = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, closed(value)]));
    const open = "additionalProperties" in copy || "x-kubernetes-preserve-unknown-fields" in copy;
    return (copy["type"] === "object" && "properties" in copy && !open
        ? { ...copy, additionalProperties: false }
        : copy) as unknown as T;
}
