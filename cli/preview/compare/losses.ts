/** What losing a resource means, for types whose loss loses what cannot be made again. */
export interface Loss {
    /** Why it is dangerous to remove one, and what to do instead. */
    readonly removed: string;
    /** The same for one that is made anew. */
    readonly replaced: string;
    /** The page that says how. @default that of the store it belongs to */
    readonly runbook?: string;
}

const NAMESPACE = "Everything in it is deleted, volumes included. Dump the stores in it first, and remove one by one.";
const GENERATED =
    "The value cannot be made again, and what only it opens stays closed. See that nothing uses it any more.";

export const LOSSES: Readonly<Record<string, Loss>> = {
    "kubernetes:core/v1:PersistentVolumeClaim": {
        removed: "Its data is deleted or, where the claim is retained, left without an owner. Dump it first.",
        replaced:
            "The new claim is empty; the data is deleted or, where the claim is retained, stays behind. Dump it first and restore it.",
    },
    "kubernetes:apps/v1:StatefulSet": {
        removed: "A store stops for all who use it. Move its data and its clients first.",
        replaced: "A store is deleted before it is made anew, and is away in between. Choose the time.",
    },
    "kubernetes:core/v1:Namespace": { removed: NAMESPACE, replaced: NAMESPACE },
    "random:index/randomPassword:RandomPassword": {
        removed: GENERATED,
        replaced: GENERATED,
        runbook: "docs/runbooks/rotate-secrets.md",
    },
    "random:index/randomBytes:RandomBytes": { removed: GENERATED, replaced: GENERATED },
    "aws:kms/key:Key": {
        removed: "What it encrypts cannot be read once it is deleted. Encrypt all of it with another key first.",
        replaced:
            "What the old key encrypts cannot be read once it is deleted. Encrypt all of it with the new one first.",
    },
};
