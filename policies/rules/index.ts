import type { Rule } from "../rule";
import { namespaceDefaultDeny } from "./namespaces/namespace-default-deny";
import { namespaceRestrictedLabel } from "./namespaces/namespace-restricted-label";
import { pssApparmor } from "./pod-security/pss-apparmor";
import { pssCapabilities } from "./pod-security/pss-capabilities";
import { pssHostNamespaces } from "./pod-security/pss-host-namespaces";
import { pssHostPorts } from "./pod-security/pss-host-ports";
import { pssPrivilegeEscalation } from "./pod-security/pss-privilege-escalation";
import { pssPrivileged } from "./pod-security/pss-privileged";
import { pssProbeHosts } from "./pod-security/pss-probe-hosts";
import { pssProcMount } from "./pod-security/pss-proc-mount";
import { pssRunAsNonRoot } from "./pod-security/pss-run-as-non-root";
import { pssRunAsUser } from "./pod-security/pss-run-as-user";
import { pssSeccomp } from "./pod-security/pss-seccomp";
import { pssSelinux } from "./pod-security/pss-selinux";
import { pssSysctls } from "./pod-security/pss-sysctls";
import { pssVolumeTypes } from "./pod-security/pss-volume-types";
import { pssWindowsHostProcess } from "./pod-security/pss-windows-host-process";
import { imageTag } from "./pods/image-tag";
import { readOnlyRootFilesystem } from "./pods/read-only-root-filesystem";
import { resourcesRequired } from "./pods/resources-required";
import { serviceAccountToken } from "./pods/service-account-token";
import { generatedSecretType } from "./secrets/generated-secret-type";
import { secretLiteral } from "./secrets/secret-literal";

/** All rules, in the order in which violations of one resource are listed. */
export const rules: readonly Rule[] = [
    pssPrivileged,
    pssHostNamespaces,
    pssHostPorts,
    pssVolumeTypes,
    pssPrivilegeEscalation,
    pssRunAsNonRoot,
    pssRunAsUser,
    pssCapabilities,
    pssSeccomp,
    pssProcMount,
    pssSysctls,
    pssSelinux,
    pssApparmor,
    pssWindowsHostProcess,
    pssProbeHosts,
    readOnlyRootFilesystem,
    resourcesRequired,
    serviceAccountToken,
    imageTag,
    namespaceRestrictedLabel,
    namespaceDefaultDeny,
    secretLiteral,
    generatedSecretType,
];
