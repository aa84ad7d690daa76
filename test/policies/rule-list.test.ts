import assert from "node:assert/strict";
import { rules } from "../../policies/rules";

describe("the list of rules", () => {
    it("is exactly this", () => {
        assert.deepEqual(
            rules.map((rule) => `${rule.id} ${rule.level}`),
            [
                "pss-privileged mandatory",
                "pss-host-namespaces mandatory",
                "pss-host-ports mandatory",
                "pss-volume-types mandatory",
                "pss-privilege-escalation mandatory",
                "pss-run-as-non-root mandatory",
                "pss-run-as-user mandatory",
                "pss-capabilities mandatory",
                "pss-seccomp mandatory",
                "pss-proc-mount mandatory",
                "pss-sysctls mandatory",
                "pss-selinux mandatory",
                "pss-apparmor mandatory",
                "pss-windows-host-process mandatory",
                "pss-probe-hosts mandatory",
                "read-only-root-filesystem mandatory",
                "resources-required mandatory",
                "service-account-token mandatory",
                "image-tag mandatory",
                "namespace-restricted-label mandatory",
                "namespace-default-deny mandatory",
                "secret-literal mandatory",
                "generated-secret-type mandatory",
            ],
        );
    });
});
