import type { Input } from "@pulumi/pulumi";

/** One service's credentials as they are kept for people and other tools. */
export interface StoredCredentials {
    /** Service they belong to, e.g. `kratos`; the store's path is `<service>/<name>/credentials`. */
    readonly service: string;
    /** Values by the names that the seeds give the variables. */
    readonly values: Readonly<Record<string, Input<string>>>;
}

/** Where generated credentials are kept outside the cluster. */
export interface SecretStore {
    put(credentials: StoredCredentials): void;
}

/** Keeps nothing beyond Pulumi's own encrypted state: for a laptop. */
export const noStore: SecretStore = {
    put: () => undefined,
};
