import { readFileSync } from "node:fs";
import { Agent, request } from "node:https";
import type { KubeContext } from "../../../cli/doctor/kube-context";
import { describeObject, type KubernetesObject } from "./objects";

/** Who the server is told has applied an object; it records which fields that was. */
export const FIELD_MANAGER = "kato-platform";

export interface Answer<T = unknown> {
    readonly status: number;
    readonly body: T;
    /** What the server warned about in `Warning` headers; kubectl prints these. */
    readonly warnings: readonly string[];
}

/** A refusal, in the server's words. */
export class RefusedError extends Error {
    override readonly name = "RefusedError";
}

export interface ApiClientArgs {
    readonly port: number;
    readonly token: string;
    /** File of the server's certificate; it is read at the first request. */
    readonly authority: string;
}

/** Speaks to the API server the way kubectl does, without its conveniences. */
export class ApiClient {
    readonly #args: ApiClientArgs;
    readonly #agent: Agent;
    readonly #kinds = new Map<string, ResourceKind[]>();
    #ca: Buffer | undefined;

    constructor(args: ApiClientArgs, agent = new Agent({ keepAlive: true, maxSockets: 16 })) {
        this.#args = args;
        this.#agent = agent;
    }

    /** A kube-context of the same server, for programs that want one. */
    async kubeContext(): Promise<KubeContext> {
        const { KubeConfig } = await import("@kubernetes/client-node");
        const kubeConfig = new KubeConfig();
        const { port, token, authority } = this.#args;
        const server = `https://127.0.0.1:${port}`;
        kubeConfig.loadFromClusterAndUser(
            { name: "test", server, caFile: authority, skipTLSVerify: false },
            { name: "test", token },
        );
        return { name: "test", server, kubeConfig };
    }

    /** The same server for somebody else, over the same connections. */
    as(token: string): ApiClient {
        return new ApiClient({ ...this.#args, token }, this.#agent);
    }

    close(): void {
        this.#agent.destroy();
    }

    request<T = unknown>(method: string, path: string, body?: unknown, type = "application/json"): Promise<Answer<T>> {
        this.#ca ??= readFileSync(this.#args.authority);
        const headers = {
            authorization: `Bearer ${this.#args.token}`,
            accept: "application/json",
            "content-type": type,
        };
        const options = { host: "127.0.0.1", port: this.#args.port, path, method, headers, ca: this.#ca };
        return new Promise((resolve, reject) => {
            const sent = request({ ...options, agent: this.#agent }, (response) => {
                const chunks: Buffer[] = [];
                response.on("data", (chunk: Buffer) => chunks.push(chunk));
                response.once("error", reject);
                response.once("end", () => {
                    const text = Buffer.concat(chunks).toString();
                    const isJson = response.headers["content-type"]?.startsWith("application/json") === true;
                    resolve({
                        status: response.statusCode ?? 0,
                        body: (isJson ? JSON.parse(text) : text) as T,
                        warnings: warningsIn(response.headersDistinct["warning"] ?? []),
                    });
                });
            });
            sent.once("error", reject);
            sent.end(body === undefined ? undefined : JSON.stringify(body));
        });
    }

    /** Like `request`, for what must succeed. */
    async ask<T = KubernetesObject>(method: string, path: string, body?: unknown, type?: string): Promise<T> {
        const answer = await this.request<T & { message?: string }>(method, path, body, type);
        if (answer.status >= 300) {
            throw new RefusedError(answer.body.message ?? `${method} ${path}: ${answer.status}`);
        }
        return answer.body;
    }

    /** Server-side apply. Unknown fields are errors, and so is a field that somebody else owns. */
    async apply(object: KubernetesObject, { dryRun = false } = {}): Promise<Answer<KubernetesObject>> {
        const query = `fieldManager=${FIELD_MANAGER}&fieldValidation=Strict${dryRun ? "&dryRun=All" : ""}`;
        return this.#write("PATCH", await this.path(object), query, object, "application/apply-patch+yaml");
    }

    /** Creates an object as a controller would. */
    async create(object: KubernetesObject, { dryRun = false } = {}): Promise<Answer<KubernetesObject>> {
        const path = (await this.path(object)).replace(/\/[^/]*$/, "");
        return this.#write("POST", path, dryRun ? "dryRun=All" : "", object);
    }

    async #write(method: string, path: string, query: string, object: KubernetesObject, type?: string) {
        const answer = await this.request<KubernetesObject & { message?: string }>(
            method,
            `${path}?${query}`,
            object,
            type,
        );
        if (answer.status >= 300) {
            throw new RefusedError(answer.body.message ?? `${method} ${path}: ${answer.status}`);
        }
        return answer;
    }

    /** @throws RefusedError when it is not there */
    async get(object: KubernetesObject): Promise<KubernetesObject> {
        return this.ask("GET", await this.path(object));
    }

    /** Changes a part of an object's status, which nobody but its controller does. */
    async setStatus(object: KubernetesObject, status: unknown): Promise<void> {
        await this.ask("PATCH", `${await this.path(object)}/status`, { status }, "application/merge-patch+json");
    }

    async delete(object: KubernetesObject): Promise<void> {
        await this.ask("DELETE", `${await this.path(object)}?gracePeriodSeconds=0`);
    }

    /** All objects of a kind, in all namespaces. */
    async list(apiVersion: string, kind: string): Promise<KubernetesObject[]> {
        const { plural } = await this.#kind(apiVersion, kind);
        const { items } = await this.ask<{ items: KubernetesObject[] }>("GET", `${root(apiVersion)}/${plural}`);
        return items.map((item) => ({ ...item, apiVersion, kind }));
    }

    async path(object: KubernetesObject): Promise<string> {
        const { apiVersion, kind, metadata } = object;
        const { plural, namespaced } = await this.#kind(apiVersion, kind);
        if (namespaced !== (metadata.namespace !== undefined)) {
            throw new RefusedError(`${describeObject(object)} must${namespaced ? "" : " not"} name a namespace`);
        }
        const folder = metadata.namespace === undefined ? "" : `/namespaces/${metadata.namespace}`;
        return `${root(apiVersion)}${folder}/${plural}/${metadata.name}`;
    }

    async #kind(apiVersion: string, kind: string): Promise<ResourceKind> {
        const known = this.#kinds.get(apiVersion)?.find((each) => each.kind === kind);
        if (known !== undefined) {
            return known;
        }
        // Asked again for a kind that is new: definitions are added while the server runs.
        const { body } = await this.request<{ resources?: { name: string; kind: string; namespaced: boolean }[] }>(
            "GET",
            root(apiVersion),
        );
        const kinds = (body.resources ?? [])
            .filter(({ name }) => !name.includes("/"))
            .map(({ name, kind, namespaced }) => ({ plural: name, kind, namespaced }));
        this.#kinds.set(apiVersion, kinds);
        const found = kinds.find((each) => each.kind === kind);
        if (found === undefined) {
            throw new RefusedError(`the server has no kind ${kind} in ${apiVersion}: is its definition (CRD) missing?`);
        }
        return found;
    }
}

interface ResourceKind {
    readonly plural: string;
    readonly kind: string;
    readonly namespaced: boolean;
}

function root(apiVersion: string): string {
    return apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
}

/** The texts of `299 - "text"`, with what is escaped in them. */
function warningsIn(headers: readonly string[]): string[] {
    return headers.flatMap((header) =>
        [...header.matchAll(/\d{3} \S+ "((?:[^"\\]|\\.)*)"/g)].map(([, text = ""]) => text.replace(/\\(.)/g, "$1")),
    );
}
