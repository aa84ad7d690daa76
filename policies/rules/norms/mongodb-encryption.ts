import { seed } from "../references";
import { mongodbNorm } from "./mongod";

export const mongodbEncryption = mongodbNorm(
    {
        id: "mongodb-encryption",
        title: "MongoDB encrypts its files",
        description:
            "A volume that is encrypted protects a disk that is stolen. Files that are encrypted also protect what whoever may read the volume, a snapshot or a copy gets to see.",
        severity: "high",
        references: [
            seed("KATO security guide", "MongoDB Encryption at Rest: --enableEncryption"),
            seed("KATO security guide", "Security Checklist: Encryption at rest enabled"),
        ],
        remediation:
            "`mongodb.edition: percona`, which is free, and `mongodb.encryption: true`. It is decided with the first start, on an empty volume.",
    },
    "enableEncryption",
    {
        path: ["security", "enableEncryption"],
        isMet: (value) => value === true,
        expected: "true",
        write: "enableEncryption: true",
    },
);
