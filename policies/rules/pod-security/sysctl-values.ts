import { podRule, type Rule } from "../../engine/rule";

/** What CRI-O once passed on to the program that sets them, which took `+` for the next one. */
const BREAKS_OUT = /[\p{Cc}+]/u;

export const sysctlValues: Rule = {
    id: "sysctl-values",
    title: "Values of kernel parameters set one parameter",
    description:
        "A container runtime that hands values on unchecked sets a second parameter, one of the whole node, with what follows a `+` or a line break: CVE-2022-0811 made a pod root of its node so.",
    level: "mandatory",
    severity: "critical",
    references: [
        {
            title: "CVE-2022-0811: escape from CRI-O by a sysctl",
            url: "https://nvd.nist.gov/vuln/detail/CVE-2022-0811",
        },
    ],
    remediation: "Write the value alone: numbers, spaces, letters.",
    ...podRule({
        pod: ({ spec }) =>
            spec
                .at("securityContext", "sysctls")
                .items()
                .map((sysctl) => sysctl.at("value"))
                .filter(({ value }) => typeof value === "string" && BREAKS_OUT.test(value))
                .map((at) => ({ at, expected: "a value without + and control characters", write: 'value: "1"' })),
    }),
};
