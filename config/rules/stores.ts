import { type Finding, remove, say, set } from "../finding";
import { defaultEdition, hasEncryption } from "../mongodb-edition";
import type { Rule } from "./rule";

/** MongoDB's own free build can neither encrypt its files nor keep an audit log; mongod would refuse to start. */
export const editionHasFeatures: Rule = ({ environment, mongodb }) => {
    if (mongodb?.mode !== "standalone") return [];
    const edition = mongodb.edition ?? (environment === undefined ? undefined : defaultEdition(environment));
    if (edition === undefined || hasEncryption(edition)) return [];
    const features = [
        { key: "encryption", on: mongodb.encryption, what: "encrypt its files" },
        { key: "audit", on: mongodb.audit, what: "keep an audit log" },
    ];
    return features
        .filter(({ on }) => on === true)
        .map(({ key, what }) => ({
            path: ["mongodb", key],
            expected: `false with the community edition, which cannot ${what}; percona can, and is free`,
            fixes: [set(["mongodb", "edition"], "percona"), say("or"), set(["mongodb", key], "false")],
        }));
};

/** DNS names the members of such a cluster, and a driver that is told several hosts has to know that they belong together. */
export const membersAreOfOneSet: Rule = ({ mongodb }) => {
    if (mongodb?.mode !== "external" || (mongodb.otherHosts ?? []).length === 0) return [];
    const setPath = ["mongodb", "replicaSet"];
    const ofSet = mongodb.replicaSet === undefined ? [set(setPath, "rs0")] : [];
    if (mongodb.srv === true) {
        const path = ["mongodb", "otherHosts"];
        const expected = "no other hosts with `mongodb.srv`: DNS lists them";
        const listed = [set(["mongodb", "srv"], "false"), ...ofSet];
        return [{ path, expected, fixes: [remove(path), say("or"), ...listed] }];
    }
    if (mongodb.replicaSet !== undefined) return [];
    return [{ path: setPath, expected: "the name of the set that the hosts are members of", fixes: ofSet }];
};

/**
 * In development, the only environment without a store of secrets: a key for the volumes is made in that store's region, no
 * other is known.
 */
export const volumeKeyHasRegion: Rule = ({ storage, secrets }) => {
    if (storage?.mode !== "aws-ebs" || storage.kmsKeyArn !== undefined || secrets?.store !== "none") return [];
    const path = ["storage", "kmsKeyArn"];
    return [
        {
            path,
            expected: "the ARN of a KMS key: without `secrets.aws.region` it is not known where to make one",
            fixes: [
                set(path, "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"),
                say("or"),
                set(["secrets", "store"], "aws-secrets-manager"),
                set(["secrets", "aws", "region"], "us-east-1"),
            ],
        },
    ];
};

/** Production: what a store of our own writes is encrypted. Security guide, checklist "Data Protection". */
export const volumesAreEncrypted: Rule = ({ storage, postgres, mongodb, redis, qdrant }): Finding[] => {
    if (![postgres, mongodb, redis, qdrant].some((store) => store?.mode === "standalone")) return [];
    const declare = set(["storage", "encrypted"], "true");
    if (storage?.mode === "existing" && storage.encrypted === false) {
        const expected = "true, once its volumes are encrypted: in production every store of the platform's own is";
        return [{ path: ["storage", "encrypted"], expected, fixes: [declare] }];
    }
    if (storage?.mode !== "cluster-default") return [];
    const path = ["storage", "mode"];
    return [
        {
            path,
            expected:
                "aws-ebs, or existing with a class that encrypts: nobody knows whether the cluster's default class does",
            fixes: [
                set(path, "aws-ebs"),
                say("or"),
                set(path, "existing"),
                set(["storage", "class"], "gp3-encrypted"),
                declare,
            ],
        },
    ];
};
