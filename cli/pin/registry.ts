import { createHash } from "node:crypto";
import { parseReference } from "./reference";

/** Of several platforms first: one digest is then right on every node. */
const MANIFESTS = [
    "application/vnd.oci.image.index.v1+json",
    "application/vnd.docker.distribution.manifest.list.v2+json",
    "application/vnd.oci.image.manifest.v1+json",
    "application/vnd.docker.distribution.manifest.v2+json",
].join(", ");
const TIMEOUT_MS = 20_000;

/**
 * The digest that an image's tag stands for now, as its registry says without a login.
 *
 * @throws Error that names the image: it does not exist, is private, or the registry cannot be reached
 * @see https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pulling-manifests
 */
export async function digestOf(image: string): Promise<string> {
    const { registry, repository, tag } = parseReference(image);
    const url = `${scheme(registry)}://${registry}/v2/${repository}/manifests/${tag}`;
    const anonymous = await get(url, { accept: MANIFESTS });
    const challenge = anonymous.status === 401 ? anonymous.headers.get("www-authenticate") : null;
    const response =
        challenge === null
            ? anonymous
            : await get(url, { accept: MANIFESTS, authorization: `Bearer ${await token(challenge)}` });
    if (!response.ok) {
        throw new Error(
            `${registry} answers ${response.status}: it does not exist, or is private. For a private one, write the digest behind its tag where the image is named; \`docker buildx imagetools inspect ${image}\` prints it.`,
        );
    }
    // Of the content itself: a digest that a header claims would have to be checked against it anyway.
    const content = Buffer.from(await response.arrayBuffer());
    return `sha256:${createHash("sha256").update(content).digest("hex")}`;
}

/** A token for whoever asks, from where the registry says. */
async function token(challenge: string): Promise<string> {
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
    const response = await get(realm.href, {});
    const answer = (response.ok ? await response.json() : {}) as { token?: string; access_token?: string };
    return answer.token ?? answer.access_token ?? "";
}

async function get(url: string, headers: Record<string, string>): Promise<Response> {
    try {
        return await fetch(url, { headers, signal: AbortSignal.timeout(TIMEOUT_MS) });
    } catch (error) {
        const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
        throw new Error(`${new URL(url).host} cannot be reached: ${String(cause)}`, { cause: error });
    }
}

/** As container engines have it: only a registry on this machine may do without TLS. */
function scheme(host: string): "http" | "https" {
    return /^(localhost|127\.0\.0\.1)(:\d+)?$/.test(host) ? "http" : "https";
}
