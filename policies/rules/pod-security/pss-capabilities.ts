import { cis, podSecurity } from "../references";
import { type Finding, podRule, type Rule, unlessOneOf } from "../../engine/rule";

export const pssCapabilities: Rule = {
    id: "pss-capabilities",
    title: "Containers drop all capabilities and add at most NET_BIND_SERVICE",
    description: "The runtime's default set lets a process forge packets, change owners and override file permissions.",
    level: "mandatory",
    severity: "high",
    references: [
        podSecurity("Restricted", "Capabilities"),
        cis("5.2.8", "Minimize the admission of containers with the NET_RAW capability"),
        cis("5.2.9", "Minimize the admission of containers with added capabilities"),
        cis("5.2.10", "Minimize the admission of containers with capabilities assigned"),
    ],
    remediation: 'Set `capabilities: { drop: ["ALL"] }` on every container and serve on ports above 1023.',
    ...podRule({
        container({ field }, pod) {
            const capabilities = field.at("securityContext", "capabilities");
            if (pod.isWindows) {
                return undefined;
            }
            const findings: Finding[] = [];
            const drop = capabilities.at("drop");
            if (!drop.items().some((item) => item.value === "ALL")) {
                findings.push({ at: drop, expected: 'a list with "ALL"', write: 'capabilities: { drop: ["ALL"] }' });
            }
            for (const added of capabilities.at("add").items()) {
                const finding = unlessOneOf(added, ["NET_BIND_SERVICE"], "no `add`");
                findings.push(...(finding === undefined ? [] : [finding]));
            }
            return findings;
        },
    }),
};
