import { seed } from "../references";
import type { Rule } from "../../engine/rule";
import { storeRule } from "./stores/check";

export const storeAuthentication: Rule = {
    id: "store-authentication",
    title: "Stores know who is there",
    description:
        "Redis, MongoDB and Qdrant let everybody do everything unless they are told not to, and PostgreSQL has settings that do the same. A NetworkPolicy is no substitute: one pod that is taken over would be enough.",
    level: "mandatory",
    severity: "critical",
    references: [
        seed(
            "KATO security guide",
            "MongoDB Authentication, Redis Security; checklist: Database authentication enabled",
        ),
        seed("Kratos production setup", "3. Database Security"),
        { title: "Redis: Security", url: "https://redis.io/docs/latest/operate/oss_and_stack/management/security/" },
    ],
    remediation:
        "PostgreSQL: scram-sha-256 in pg_hba.conf, never trust or md5. MongoDB: `security.authorization: enabled`. Redis: an ACL file with `user default off`, or `requirepass`. Qdrant: `service.api_key` from a Secret.",
    ...storeRule("authentication"),
};
