import type { Rule } from "../../engine/rule";
import { pssApparmor } from "./pss-apparmor";
import { pssCapabilities } from "./pss-capabilities";
import { pssHostNamespaces } from "./pss-host-namespaces";
import { pssHostPorts } from "./pss-host-ports";
import { pssPrivilegeEscalation } from "./pss-privilege-escalation";
import { pssPrivileged } from "./pss-privileged";
import { pssProbeHosts } from "./pss-probe-hosts";
import { pssProcMount } from "./pss-proc-mount";
import { pssRunAsNonRoot } from "./pss-run-as-non-root";
import { pssRunAsUser } from "./pss-run-as-user";
import { pssSeccomp } from "./pss-seccomp";
import { pssSelinux } from "./pss-selinux";
import { pssSysctls } from "./pss-sysctls";
import { pssVolumeTypes } from "./pss-volume-types";
import { pssWindowsHostProcess } from "./pss-windows-host-process";
import { rootGroup } from "./root-group";
import { sysctlValues } from "./sysctl-values";

export const podSecurityRules: readonly Rule[] = [
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
    rootGroup,
    sysctlValues,
];
