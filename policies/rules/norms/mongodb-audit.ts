import { seed } from "../references";
import { mongodbNorm } from "./mongod";

export const mongodbAudit = mongodbNorm(
    {
        id: "mongodb-audit",
        title: "MongoDB logs who logs in and what is refused",
        description: "Without the audit log nobody can tell afterwards who was in the database, or who tried.",
        severity: "medium",
        references: [
            seed("KATO security guide", "MongoDB Audit Log: --auditDestination file"),
            seed("KATO security guide", "Security Checklist: Audit logging enabled"),
        ],
        remediation: "`mongodb.edition: percona`, which is free, and `mongodb.audit: true`.",
    },
    "auditDestination",
    {
        path: ["auditLog", "destination"],
        isMet: (value) => value !== undefined,
        expected: "where it is written",
        write: "auditLog: { destination: file, … }",
    },
);
