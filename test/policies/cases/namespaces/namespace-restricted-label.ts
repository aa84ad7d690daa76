import type { RuleCases } from "../case";
import { ENFORCE, namespace, NAMESPACE } from "./objects";

const AUDIT = "pod-security.kubernetes.io/audit";
const WARN = "pod-security.kubernetes.io/warn";

export const namespaceRestrictedLabel: RuleCases = {
    rule: "namespace-restricted-label",
    fails: [
        {
            what: "no label",
            resources: [namespace({})],
            at: 'metadata.labels["pod-security.kubernetes.io/enforce"]',
        },
        {
            what: "a weaker profile",
            resources: [namespace({ [ENFORCE]: "baseline" })],
            at: 'metadata.labels["pod-security.kubernetes.io/enforce"]',
        },
        {
            what: "only a warning",
            resources: [namespace({ [WARN]: "restricted" })],
            at: 'metadata.labels["pod-security.kubernetes.io/enforce"]',
        },
        {
            what: "an old version of the profile",
            resources: [namespace({ [ENFORCE]: "restricted", [`${ENFORCE}-version`]: "v1.18" })],
            at: 'metadata.labels["pod-security.kubernetes.io/enforce-version"]',
        },
        {
            what: "a warning about less than is refused",
            resources: [namespace({ [ENFORCE]: "restricted", [WARN]: "baseline" })],
            at: 'metadata.labels["pod-security.kubernetes.io/warn"]',
        },
        {
            what: "a record of less than is refused",
            resources: [namespace({ [ENFORCE]: "restricted", [AUDIT]: "privileged" })],
            at: 'metadata.labels["pod-security.kubernetes.io/audit"]',
        },
        {
            what: "an old version to record by",
            resources: [namespace({ [ENFORCE]: "restricted", [`${AUDIT}-version`]: "v1.28" })],
            at: 'metadata.labels["pod-security.kubernetes.io/audit-version"]',
        },
        {
            what: "a patch that weakens it",
            resources: [namespace({ [ENFORCE]: "privileged" }, "NamespacePatch")],
            at: 'metadata.labels["pod-security.kubernetes.io/enforce"]',
        },
    ],
    passes: [{ what: "enforced", resources: [NAMESPACE] }],
    nearMisses: [
        {
            what: "the latest version",
            resources: [namespace({ [ENFORCE]: "restricted", [`${ENFORCE}-version`]: "latest" })],
        },
        {
            what: "a current version",
            resources: [namespace({ [ENFORCE]: "restricted", [`${ENFORCE}-version`]: "v1.29" })],
        },
        {
            what: "recorded and warned about alike",
            resources: [namespace({ [ENFORCE]: "restricted", [AUDIT]: "restricted", [WARN]: "restricted" })],
        },
        { what: "a patch of something else", resources: [namespace({ team: "a" }, "NamespacePatch")] },
        {
            what: "a custom resource of that name",
            resources: [{ type: "kubernetes:example.com/v1:Namespace", name: "a", props: {} }],
        },
    ],
};
