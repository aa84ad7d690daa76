import { request as plain } from "node:http";
import { request as secure, type RequestOptions } from "node:https";
import type { KubeContext } from "../doctor/kube-context";
import type { KubeObject } from "./objects";

/** How long the API server has for one answer. */
const PATIENCE = 30_000;

/** An answer that is a refusal, in the API server's own words. */
export class ApiError extends Error {
    override readonly name = "ApiError";

    constructor(
        message: string,
        readonly status: number,
    ) {
        super(message);
    }
}

/** One operation of a JSON patch (RFC 6902). */
export type PatchOperation =
    | { readonly op: "test"; readonly path: string; readonly value: unknown }
    | { readonly op: "remove"; readonly path: string };

interface ResourceKind {
    readonly name: string;
    readonly kind: string;
    readonly namespaced: boolean;
}

/**
 * Speaks to an API server in JSON. The typed client of @kubernetes/client-node drops the fields that it does not know, and
 * those are what is looked for.
 */
export class KubeApi {
    readonly #context: KubeContext;
    readonly #kinds = new Map<string, Promise<readonly ResourceKind[]>>();

    constructor(context: KubeContext) {
        this.#context = context;
    }

    /** All objects of a kind in a namespace, or of the whole cluster; none where there is no such kind. */
    async list(apiVersion: string, kind: string, namespace: string | undefined): Promise<KubeObject[]> {
        const path = await this.#path(apiVersion, kind, namespace);
        if (path === undefined) {
            return [];
        }
        const { items = [] } = (await this.#ask("GET", path)) as { items?: KubeObject[] };
        // Lists leave out what their items are.
        return items.map((item) => ({ ...item, apiVersion, kind }));
    }

    async get({ apiVersion, kind, metadata }: KubeObject): Promise<KubeObject | undefined> {
        const path = await this.#path(apiVersion, kind, metadata.namespace, metadata.name);
        if (path === undefined) {
            return undefined;
        }
        try {
            return (await this.#ask("GET", path)) as KubeObject;
        } catch (error) {
            if (error instanceof ApiError && error.status === 404) {
                return undefined;
            }
            throw error;
        }
    }

    async patch(object: KubeObject, operations: readonly PatchOperation[]): Promise<void> {
        const path = await this.#pathOf(object);
        await this.#ask("PATCH", `${path}?fieldManager=kato-platform-drift`, operations, "application/json-patch+json");
    }

    /** Deletes this very object, not one that has taken its name since. */
    async delete(object: KubeObject): Promise<void> {
        const { uid } = object.metadata;
        await this.#ask("DELETE", await this.#pathOf(object), {
            propagationPolicy: "Background",
            ...(uid === undefined ? {} : { preconditions: { uid } }),
        });
    }

    async #pathOf({ apiVersion, kind, metadata }: KubeObject): Promise<string> {
        const path = await this.#path(apiVersion, kind, metadata.namespace, metadata.name);
        if (path === undefined) {
            throw new ApiError(`the API server has no ${kind} in ${apiVersion}`, 404);
        }
        return path;
    }

    /** Undefined where the cluster has no such kind. */
    async #path(apiVersion: string, kind: string, namespace?: string, name?: string): Promise<string | undefined> {
        const root = apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
        const known = this.#kinds.get(root) ?? this.#discover(root);
        this.#kinds.set(root, known);
        const found = (await known).find((each) => each.kind === kind && !each.name.includes("/"));
        const folder = found?.namespaced === true && namespace !== undefined ? `/namespaces/${namespace}` : "";
        return found && `${root}${folder}/${found.name}${name === undefined ? "" : `/${name}`}`;
    }

    async #discover(root: string): Promise<readonly ResourceKind[]> {
        try {
            return ((await this.#ask("GET", root)) as { resources?: ResourceKind[] }).resources ?? [];
        } catch (error) {
            if (error instanceof ApiError && error.status === 404) {
                return [];
            }
            throw error;
        }
    }

    async #ask(method: string, path: string, body?: unknown, type = "application/json"): Promise<unknown> {
        const url = new URL(this.#context.server.replace(/\/$/, "") + path);
        const text = body === undefined ? undefined : JSON.stringify(body);
        const options: RequestOptions = {
            method,
            headers: {
                accept: "application/json",
                // With its length: a DELETE's body without one is ignored, and with it the object that is meant.
                ...(text === undefined ? {} : { "content-type": type, "content-length": Buffer.byteLength(text) }),
            },
            signal: AbortSignal.timeout(PATIENCE),
        };
        await this.#context.kubeConfig.applyToHTTPSOptions(options);
        const answer = await this.#send(url, options, text);
        if (answer.status >= 300) {
            throw new ApiError(
                `${method} ${path}: ${statusMessage(answer.text)} (${String(answer.status)})`,
                answer.status,
            );
        }
        return JSON.parse(answer.text);
    }

    #send(url: URL, options: RequestOptions, body: string | undefined): Promise<{ status: number; text: string }> {
        const request = url.protocol === "http:" ? plain : secure;
        return new Promise((resolve, reject) => {
            const sent = request(url, options, (response) => {
                const chunks: Buffer[] = [];
                response.on("data", (chunk: Buffer) => chunks.push(chunk));
                response.once("error", reject);
                response.once("end", () =>
                    resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString() }),
                );
            });
            sent.once("error", (error) =>
                reject(
                    new Error(
                        `Cannot reach the API server of "${this.#context.name}" (${url.origin}): ${error.message}`,
                    ),
                ),
            );
            sent.end(body);
        });
    }
}

function statusMessage(text: string): string {
    try {
        const { message } = JSON.parse(text) as { message?: unknown };
        return typeof message === "string" ? message : "refused";
    } catch {
        return "refused";
    }
}
