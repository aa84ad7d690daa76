import { seed } from "../references";
import type { Rule } from "../../engine/rule";
import { storeRule } from "./stores/check";

export const storeTls: Rule = {
    id: "store-tls",
    title: "Stores speak TLS, and nothing else beside it",
    description:
        "Without TLS, passwords and data cross the network in the open; where it is only offered, a client that forgets it is served all the same. In production it is TLS 1.3, where the server can be told.",
    level: "mandatory",
    severity: "critical",
    references: [
        seed(
            "KATO security guide",
            "MongoDB Authentication, Redis Security; checklist: TLS 1.3 enabled, Encryption in transit (TLS) enforced",
        ),
        seed("Kratos production setup", "3. Database Security"),
        {
            title: "PostgreSQL: Secure TCP/IP Connections with SSL",
            url: "https://www.postgresql.org/docs/current/ssl-tcp.html",
        },
    ],
    remediation:
        "PostgreSQL: `ssl = on` and `hostssl` lines. MongoDB: `net.tls.mode: requireTLS`. Redis: `tls-port 6379` and `port 0`. Qdrant: `service.enable_tls: true`. And name TLS 1.3.",
    ...storeRule("tls"),
};
