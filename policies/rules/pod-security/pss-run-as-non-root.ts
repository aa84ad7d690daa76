import { cis, nsa, podSecurity } from "../references";
import { podRule, type Rule, unlessOneOf } from "../../engine/rule";

const WRITE = "runAsNonRoot: true";

/**
 * Since 1.35 the standard waives this for pods with `hostUsers: false`. It is not waived here: a node without user
 * namespaces ignores that field, and the oldest supported cluster has such nodes.
 */
export const pssRunAsNonRoot: Rule = {
    id: "pss-run-as-non-root",
    title: "Containers must run as another user than root",
    description: "The kubelet then refuses to start an image whose user is root, whatever the image says.",
    level: "mandatory",
    severity: "high",
    references: [
        podSecurity("Restricted", "Running as Non-root"),
        cis("5.2.7", "Minimize the admission of root containers"),
        nsa("“Non-root” containers"),
    ],
    remediation: "Set `runAsNonRoot: true` on the pod, and nothing else on its containers.",
    ...podRule({
        pod: ({ spec }) => unlessOneOf(spec.at("securityContext", "runAsNonRoot"), [true, undefined], WRITE),
        container({ field }, { spec }) {
            // A wrong value on the pod is reported there, once.
            const inherited = spec.at("securityContext", "runAsNonRoot").isSet;
            const own = field.at("securityContext", "runAsNonRoot");
            return unlessOneOf(own, inherited ? [true, undefined] : [true], WRITE);
        },
    }),
};
