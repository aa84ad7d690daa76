import { cis, podSecurity } from "../../references";
import type { PolicyObject } from "../../resource";
import { type Finding, judged, type Rule, unlessOneOf } from "../../rule";

const ENFORCE = "pod-security.kubernetes.io/enforce";
/** The oldest Kubernetes this project supports; an earlier version of the standard has fewer controls. */
const OLDEST_MINOR = 29;

export const namespaceRestrictedLabel: Rule = {
    id: "namespace-restricted-label",
    title: "Namespaces enforce Pod Security “restricted”",
    description: "The API server then refuses an insecure pod whoever makes it, which no check before deployment can.",
    level: "mandatory",
    severity: "high",
    references: [
        podSecurity("Restricted", "enforced by namespace label"),
        cis("5.2.1", "Ensure that the cluster has at least one active policy control mechanism in place"),
    ],
    remediation: `Label the namespace \`${ENFORCE}: restricted\`; leave the version out or set it to \`latest\`.`,
    kinds: ["Namespace"],
    check: (object) => judged(() => judgeLabels(object)),
};

function judgeLabels({ props, isPatch }: PolicyObject): Finding[] {
    const labels = props.at("metadata", "labels");
    const findings: Finding[] = [];
    // A patch that does not mention the label leaves it as it is.
    const level = unlessOneOf(
        labels.at(ENFORCE),
        isPatch ? ["restricted", undefined] : ["restricted"],
        `${ENFORCE}: restricted`,
    );
    if (level !== undefined) {
        findings.push(level);
    }
    const version = labels.at(`${ENFORCE}-version`);
    if (!isCurrent(version.value)) {
        const expected = `latest, or v1.${OLDEST_MINOR} and later`;
        findings.push({ at: version, expected, write: `${ENFORCE}-version: latest` });
    }
    return findings;
}

function isCurrent(version: unknown): boolean {
    const minor = /^v1\.(\d+)$/.exec(String(version))?.[1];
    return version === undefined || version === "latest" || Number(minor ?? 0) >= OLDEST_MINOR;
}
