import { cis, podSecurity } from "../references";
import { podRule, type Rule, unlessOneOf } from "../../engine/rule";

const ALLOWED = ["RuntimeDefault", "Localhost"];
const WRITE = "seccompProfile: { type: RuntimeDefault }";

export const pssSeccomp: Rule = {
    id: "pss-seccomp",
    title: "Containers run under a seccomp profile",
    description: "Without one, which is the default, a process may make every system call of the kernel.",
    level: "mandatory",
    severity: "medium",
    references: [
        podSecurity("Restricted", "Seccomp"),
        cis("5.7.2", "Ensure that the seccomp profile is set to docker/default in your pod definitions"),
    ],
    remediation: "Set `seccompProfile: { type: RuntimeDefault }` on the pod.",
    ...podRule({
        pod: ({ spec, isWindows }) =>
            isWindows
                ? undefined
                : unlessOneOf(spec.at("securityContext", "seccompProfile", "type"), [...ALLOWED, undefined], WRITE),
        container({ field }, { spec, isWindows }) {
            if (isWindows) {
                return undefined;
            }
            // A wrong value on the pod is reported there, once.
            const inherited = spec.at("securityContext", "seccompProfile", "type").isSet;
            const own = field.at("securityContext", "seccompProfile", "type");
            return unlessOneOf(own, inherited ? [...ALLOWED, undefined] : ALLOWED, WRITE);
        },
    }),
};
