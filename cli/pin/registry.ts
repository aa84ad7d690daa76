import { createHash } from "node:crypto";
import { type Dispatcher, EnvHttpProxyAgent, fetch, type Response } from "undici";
import { parseReference } from "./reference";

/** Of several platforms first: one digest is then right on every node. */
const MANIFESTS = [
    "application/vnd.oci.image.index.v1+json",
    "application/vnd.docker.distribution.manifest.list.v2+json",
    "application/vnd.oci.image.manifest.v1+json",
    "application/vnd.docker.distribution.manifest.v2+json",
];
const TIMEOUT_MS = 20_000;

/**
 * The digest that an image's tag stands for now, as its registry says without a login. Goes through the proxy that HTTPS_PROXY
 * names, unless NO_PROXY names the registry.
 *
 * @throws Error that names the registry, and says whether the image is not there, too much was asked, what answered is no registry,
 * or nothing did
 * @see https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pulling-manifests
 */
export async function digestOf(image: string): Promise<string> {
    const { registry, repository, tag } = parseReference(image);
    const url = `${scheme(registry)}://${registry}/v2/${repository}/manifests/${tag}`;
    // Without TLS is only what is on this machine.
    const through = new EnvHttpProxyAgent({ httpProxy: "" });
    const accept = MANIFESTS.join(", ");
    const anonymous = await get(url, { accept }, through);
    const challenge = anonymous.status === 401 ? anonymous.headers.get("www-authenticate") : null;
    const response =
        challenge === null
            ? anonymous
            : await get(url, { accept, authorization: `Bearer ${await token(challenge, through)}` }, through);
    if (!response.ok) {
        throw new Error(refusal(response, registry, image));
    }
    const content = Buffer.from(await response.arrayBuffer());
    const type = response.headers.get("content-type")?.split(";", 1).join("").trim() ?? "no type";
    if (!MANIFESTS.includes(type) || !isJson(content)) {
        throw new Error(
            `what ${registry} answers (${type}) is no manifest of an image. Is something in between, such as a proxy or a page to log in to the network?`,
        );
    }
    // Of the content itself: a digest that a header claims would have to be checked against it anyway.
    return `sha256:${createHash("sha256").update(content).digest("hex")}`;
}

function refusal({ status, headers }: Response, host: string, image: string): string {
    if (status === 429) {
        const after = headers.get("retry-after");
        const when = after === null ? "later" : `after ${/^\d+$/.test(after) ? `${after} seconds` : after}`;
        return `${host} answers 429: too much was asked of it from this address. Try again ${when}.`;
    }
    if ([401, 403, 404].includes(status)) {
        return `${host} answers ${status}: it does not exist, or is private. For a private one, write the digest behind its tag where the image is named; \`docker buildx imagetools inspect ${image}\` prints it.`;
    }
    return `${host} answers ${status}, which says nothing about the image. Try again later.`;
}

function isJson(content: Buffer): boolean {
    try {
        return typeof JSON.parse(content.toString("utf8")) === "object";
    } catch {
        return false;
    }
}

/** A token for whoever asks, from where the registry says. */
async function token(challenge: string, through: Dispatcher): Promise<string> {
    const fields = Object.fromEntries(
        [...challenge.matchAll(/(\w+)="([^"]*)"/g)].map(([, key = "", value = ""]) => [key, value]),
    );
    const realm = new URL(fields["realm"] ?? "");
    if (realm.protocol !== `${scheme(realm.host)}:`) {
        throw new Error(`its registry wants the token fetched over ${realm.protocol}//`);
    }
    for (const key of ["service", "scope"]) {
        realm.searchParams.set(key, fields[key] ?? "");
    }
    const response = await get(realm.href, {}, through);
    if (response.status === 429 || response.status >= 500) {
        throw new Error(refusal(response, realm.host, ""));
    }
    const answer = (response.ok ? await response.json() : {}) as { token?: string; access_token?: string };
    return answer.token ?? answer.access_token ?? "";
}

async function get(url: string, headers: Record<string, string>, dispatcher: Dispatcher): Promise<Response> {
    try {
        return await fetch(url, { headers, dispatcher, signal: AbortSignal.timeout(TIMEOUT_MS) });
    } catch (error) {
        const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
        throw new Error(`${new URL(url).host} cannot be reached: ${String(cause)}`, { cause: error });
    }
}

/** As container engines have it: only a registry on this machine may do without TLS. */
function scheme(host: string): "http" | "https" {
    return /^(localhost|127\.0\.0\.1)(:\d+)?$/.test(host) ? "http" : "https";
}
