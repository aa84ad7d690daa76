import type { Case, RuleCases } from "../case";

function sysctl(what: string, value: string): Case {
    const sysctls = [{ name: "net.ipv4.tcp_syncookies", value }];
    return { what, pod: { securityContext: { sysctls } }, at: "securityContext.sysctls[0].value" };
}

/** Where pods run, and before whom. */
export const schedulingCases: readonly RuleCases[] = [
    {
        rule: "node-name",
        fails: [{ what: "a node", pod: { nodeName: "control-plane-1" }, at: "nodeName" }],
        passes: [{ what: "nodes with a label", pod: { nodeSelector: { "example.com/pool": "apps" } } }],
        nearMisses: [
            { what: "an empty name", pod: { nodeName: "" } },
            {
                what: "an affinity",
                pod: { affinity: { nodeAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [] } } },
            },
        ],
    },
    {
        rule: "tolerations",
        fails: [
            { what: "every taint", pod: { tolerations: [{ operator: "Exists" }] }, at: "tolerations[0]" },
            {
                what: "every taint of an effect, after one that is named",
                pod: {
                    tolerations: [
                        { key: "pool", operator: "Exists" },
                        { key: "", operator: "Exists", effect: "NoExecute" },
                    ],
                },
                at: "tolerations[1]",
            },
        ],
        passes: [{ what: "a taint", pod: { tolerations: [{ key: "pool", value: "apps", effect: "NoSchedule" }] } }],
        nearMisses: [
            { what: "any value of a taint", pod: { tolerations: [{ key: "pool", operator: "Exists" }] } },
            { what: "none", pod: { tolerations: [] } },
        ],
    },
    {
        rule: "system-priority",
        fails: [
            { what: "of nodes", pod: { priorityClassName: "system-node-critical" }, at: "priorityClassName" },
            { what: "of clusters", pod: { priorityClassName: "system-cluster-critical" }, at: "priorityClassName" },
        ],
        passes: [{ what: "a class of one's own", pod: { priorityClassName: "kato-critical" } }],
        nearMisses: [
            { what: "none", pod: {} },
            { what: "a name that only has the word", pod: { priorityClassName: "my-system-critical" } },
        ],
    },
    {
        rule: "root-group",
        fails: [
            { what: "of the pod", pod: { securityContext: { runAsGroup: 0 } }, at: "securityContext.runAsGroup" },
            {
                what: "of a container",
                container: { securityContext: { runAsGroup: 0 } },
                at: "securityContext.runAsGroup",
            },
            { what: "of its volumes", pod: { securityContext: { fsGroup: 0 } }, at: "securityContext.fsGroup" },
            {
                what: "among others",
                pod: { securityContext: { supplementalGroups: [1000, 0] } },
                at: "securityContext.supplementalGroups[1]",
            },
        ],
        passes: [{ what: "another", pod: { securityContext: { runAsGroup: 65532, fsGroup: 65532 } } }],
        nearMisses: [
            { what: "none", pod: {} },
            { what: "no others", pod: { securityContext: { supplementalGroups: [] } } },
        ],
    },
    {
        rule: "sysctl-values",
        fails: [
            sysctl("a second parameter behind a plus", "1+kernel.core_pattern=|/tmp/run"),
            sysctl("one on a second line", "1\nkernel.core_pattern=x"),
            sysctl("a zero", "1\u0000"),
            sysctl("a tab", "1\t2"),
        ],
        passes: [
            {
                what: "a number",
                pod: { securityContext: { sysctls: [{ name: "net.ipv4.tcp_syncookies", value: "1" }] } },
            },
        ],
        nearMisses: [
            {
                what: "several numbers",
                pod: { securityContext: { sysctls: [{ name: "net.ipv4.tcp_rmem", value: "4096 87380 6291456" }] } },
            },
            {
                what: "a range",
                pod: { securityContext: { sysctls: [{ name: "net.ipv4.ip_local_port_range", value: "1024-65535" }] } },
            },
        ],
    },
];
