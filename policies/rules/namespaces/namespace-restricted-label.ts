import { cis, podSecurity } from "../references";
import type { PolicyObject } from "../../../kubernetes/resource";
import { type Finding, judged, type Rule, unlessOneOf } from "../../engine/rule";

const MODES = ["enforce", "audit", "warn"] as const;
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
    remediation: `Label the namespace \`${label("enforce")}: restricted\`; leave the version out or set it to \`latest\`.`,
    kinds: ["Namespace"],
    check: (object) => MODES.flatMap((mode) => judged(() => judgeMode(object, mode))),
};

function judgeMode({ props, isPatch }: PolicyObject, mode: (typeof MODES)[number]): Finding[] {
    const labels = props.at("metadata", "labels");
    // What is refused need not be warned about, and a patch that does not mention the label leaves it as it is.
    const optional = isPatch || mode !== "enforce";
    const level = unlessOneOf(
        labels.at(label(mode)),
        optional ? ["restricted", undefined] : ["restricted"],
        `${label(mode)}: restricted`,
    );
    const version = labels.at(`${label(mode)}-version`);
    return [
        ...(level === undefined ? [] : [level]),
        ...(isCurrent(version.value)
            ? []
            : [
                  {
                      at: version,
                      expected: `latest, or v1.${OLDEST_MINOR} and later`,
                      write: `${label(mode)}-version: latest`,
                  },
              ]),
    ];
}

function label(mode: string): string {
    return `pod-security.kubernetes.io/${mode}`;
}

function isCurrent(version: unknown): boolean {
    const minor = /^v1\.(\d+)$/.exec(String(version))?.[1];
    return version === undefined || version === "latest" || Number(minor ?? 0) >= OLDEST_MINOR;
}
