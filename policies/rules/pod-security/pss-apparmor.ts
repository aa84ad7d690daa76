import type { Field } from "../../../kubernetes/field";
import { podSecurity } from "../references";
import { type Finding, podRule, type Rule, unlessOneOf } from "../../engine/rule";

const ANNOTATION = "container.apparmor.security.beta.kubernetes.io/";

export const pssApparmor: Rule = {
    id: "pss-apparmor",
    title: "AppArmor is not switched off",
    description: "Where nodes have AppArmor the runtime's profile applies by default; `Unconfined` takes it away.",
    level: "mandatory",
    severity: "high",
    references: [podSecurity("Baseline", "AppArmor")],
    remediation: "Remove `appArmorProfile` and the AppArmor annotations, or use RuntimeDefault or Localhost.",
    ...podRule({
        pod: ({ spec, metadata }) => [
            ...judgeProfile(spec.at("securityContext")),
            ...metadata
                .at("annotations")
                .entries()
                .filter(([key, value]) => key.startsWith(ANNOTATION) && !allowed(value.value))
                .map(([key, at]) => ({
                    at,
                    expected: "runtime/default or localhost/…",
                    write: `${key}: runtime/default`,
                })),
        ],
        container: ({ field }) => judgeProfile(field.at("securityContext")),
    }),
};

function judgeProfile(securityContext: Field): Finding[] {
    const finding = unlessOneOf(
        securityContext.at("appArmorProfile", "type"),
        ["RuntimeDefault", "Localhost", undefined],
        "appArmorProfile: { type: RuntimeDefault }",
    );
    return finding === undefined ? [] : [finding];
}

function allowed(profile: unknown): boolean {
    return profile === "" || profile === "runtime/default" || String(profile).startsWith("localhost/");
}
