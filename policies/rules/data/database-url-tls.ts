import { type Field, isRecord } from "../../../kubernetes/field";
import { seed } from "../references";
import type { PolicyObject } from "../../../kubernetes/resource";
import type { Finding, Rule } from "../../engine/rule";
import { weakConnections } from "./connection-urls";

export const databaseUrlTls: Rule = {
    id: "database-url-tls",
    title: "Connections to stores and mail servers are encrypted, and verified in production",
    description:
        "A server may offer TLS as much as it likes: it is the client's URL that decides. `sslmode=require` encrypts to whoever answers; `verify-full` makes sure that it is the server. A redis:// or http:// URL sends the password in the open.",
    level: "mandatory",
    severity: "critical",
    references: [
        seed("Kratos production setup", "3. Database Security"),
        seed("KATO security guide", "checklist: Encryption in transit (TLS) enforced"),
        {
            title: "PostgreSQL: Protection provided in different modes",
            url: "https://www.postgresql.org/docs/current/libpq-ssl.html#LIBPQ-SSL-PROTECTION",
        },
    ],
    remediation:
        "PostgreSQL: `sslmode=verify-full`; MongoDB: `tls=true` without tlsInsecure and tlsAllowInvalid…; Redis: `rediss://`; Qdrant and Kratos: `https://`; mail: `smtps://`. Outside production the certificate need not be verified.",
    kinds: "any",
    check(object, { shared }) {
        // The schemas of a definition are documentation, with examples.
        if (object.is("apiextensions.k8s.io", "CustomResourceDefinition")) {
            return [];
        }
        const findings: Finding[] = [];
        visitTexts(object, (text, at) => {
            const weak = weakConnections(text).find(({ weakness }) => shared || weakness === "open");
            if (weak !== undefined) {
                const expected = shared ? "TLS with the server verified" : "TLS";
                findings.push({ at: at(), found: weak.found, expected, write: weak.write });
            }
        });
        return findings;
    },
};

/**
 * Visits every text of an object, decoded where it is base64. Unknown ones are passed over: a URL with a generated password is
 * known only after the first deployment, and everywhere else nobody would look for a connection. The preview, which has
 * placeholders for passwords, judges all of them.
 */
function visitTexts(object: PolicyObject, visitor: (text: string, at: () => Field) => void): void {
    const keys: (string | number)[] = [];
    const encoded = object.is("", "Secret") ? "data" : object.is("", "ConfigMap") ? "binaryData" : undefined;
    const visit = (value: unknown): void => {
        if (typeof value === "string") {
            visitor(keys[0] === encoded ? decoded(value) : value, () => object.props.at(...keys));
        } else if (Array.isArray(value)) {
            value.forEach((item: unknown, index) => {
                visitAt(index, item);
            });
        } else if (isRecord(value)) {
            for (const [key, item] of Object.entries(value)) {
                visitAt(key, named(key, item, value["name"]));
            }
        }
    };
    const visitAt = (key: string | number, value: unknown): void => {
        keys.push(key);
        visit(value);
        keys.pop();
    };
    visit(object.props.value);
}

function decoded(base64: string): string {
    return Buffer.from(base64, "base64").toString("utf8");
}

/** `PGSSLMODE` as a variable, with its name beside the value, or as a key of a ConfigMap or of a chart's values. */
function named(key: string, item: unknown, sibling: unknown): unknown {
    const name = key === "value" && typeof sibling === "string" ? sibling : key;
    return typeof item === "string" && /ssl_?mode$/i.test(name) ? `sslmode=${item}` : item;
}
