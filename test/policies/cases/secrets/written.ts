import type { PolicyResource } from "../../../../kubernetes/resource";

/** What a person would have written; put together here, so that no scanner takes it for a secret. */
export const WRITTEN = ["not", "a", "real", "value"].join("-");
export const RANDOM = Array.from({ length: 40 }, (_, index) => "aB3dE5fG7hJ9kL1mN2pQ4rS6tU8v"[(index * 11) % 28]).join(
    "",
);
export const AWS_KEY = ["AK", "IA", "Z2".repeat(8)].join("");
export const PRIVATE_KEY = ["-----BEGIN EC", "PRIVATE KEY-----"].join(" ");
export const SIGNED = [`eyJ${"a".repeat(12)}`, `eyJ${"b".repeat(12)}`, "c".repeat(12)].join(".");
/** One of each other form that a scanner knows, put together as above. */
export const FORMS = {
    "an AWS session's key": ["AS", "IA", "Z2".repeat(8)],
    "a GitHub token": ["gh", "p_", "a".repeat(36)],
    "a fine-grained GitHub token": ["github", "_pat_", "a".repeat(22)],
    "a Slack token": ["xo", "xb-", "1".repeat(12)],
    "a SendGrid key": ["S", "G.", "a".repeat(22), ".", "b".repeat(43)],
    "a Stripe key": ["sk", "_live_", "a".repeat(24)],
    "a Google API key": ["AI", "za", "a".repeat(35)],
    "a GitLab token": ["glp", "at-", "a".repeat(20)],
    "an npm token": ["np", "m_", "a".repeat(36)],
    "a Vault token": ["hv", "s.", "a".repeat(24)],
    "an age key": ["AGE-SECRET", "-KEY-1", "A".repeat(58)],
    "a PGP key": ["-----BEGIN PGP", " PRIVATE KEY BLOCK-----"],
    "a private key in base64": [Buffer.from(PRIVATE_KEY).toString("base64")],
    "a Slack webhook": ["https://hooks.slack", ".com/services/T00000000/B00000000/", "x".repeat(24)],
    "a registry's login": [
        '{"auths":{"ghcr.io":{"au',
        'th":"',
        Buffer.from(`app:${WRITTEN}`).toString("base64"),
        '"}}}',
    ],
    "a header": ["Authorization", ": Bearer ", WRITTEN],
    "a URL's query": ["https://api.example/v1?page=1&to", `ken=${WRITTEN}`],
    "a signed URL": ["https://files.example/a?si", `g=${WRITTEN}`],
};
export const URL = `postgres://kratos:${WRITTEN}@db.example:5432/kratos`;

export function configMap(data: Record<string, string>, more: Partial<PolicyResource> = {}): readonly PolicyResource[] {
    const metadata = { name: "app", namespace: "kato" };
    return [{ type: "kubernetes:core/v1:ConfigMap", name: "app", props: { metadata, data }, ...more }];
}

export function annotated(annotations: Record<string, string>): readonly PolicyResource[] {
    const metadata = { name: "app", namespace: "kato", annotations };
    return [{ type: "kubernetes:core/v1:Service", name: "app", props: { metadata } }];
}

export function one(
    type: string,
    props: Record<string, unknown>,
    more: Partial<PolicyResource> = {},
): readonly PolicyResource[] {
    return [{ type, name: "app", props, ...more }];
}

export function release(values: Record<string, unknown>): readonly PolicyResource[] {
    return one("kubernetes:helm.sh/v3:Release", { chart: "app", version: "1.2.3", values });
}

/** Lines of a configuration file. */
export function lines(...text: readonly string[]): Record<string, string> {
    return { "app.conf": text.join("\n") };
}

/** Where they stand. */
export const IN_FILE = 'data["app.conf"]';
