import type { RuleCases } from "./case";

/** What “Restricted” allows and forbids: https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted */
export const restrictedCases: readonly RuleCases[] = [
    {
        rule: "pss-volume-types",
        fails: [
            {
                what: "a folder of the node",
                pod: { volumes: [{ name: "logs", hostPath: { path: "/var/log" } }] },
                at: "volumes[0]",
            },
            {
                what: "a network file system",
                pod: {
                    volumes: [
                        { name: "tmp", emptyDir: {} },
                        { name: "data", nfs: { server: "nfs.example", path: "/" } },
                    ],
                },
                at: "volumes[1]",
            },
            ...["awsElasticBlockStore", "cephfs", "fc", "flexVolume", "gitRepo", "iscsi", "rbd"].map((type) => ({
                what: type,
                pod: { volumes: [{ name: "data", [type]: {} }] },
                at: "volumes[0]",
            })),
            {
                what: "an allowed type beside a forbidden one",
                pod: { volumes: [{ name: "data", emptyDir: {}, hostPath: { path: "/" } }] },
                at: "volumes[0]",
            },
        ],
        passes: [{ what: "scratch space", pod: { volumes: [{ name: "tmp", emptyDir: { sizeLimit: "64Mi" } }] } }],
        nearMisses: [
            ...[
                "configMap",
                "csi",
                "downwardAPI",
                "ephemeral",
                "image",
                "persistentVolumeClaim",
                "projected",
                "secret",
            ].map((type) => ({ what: type, pod: { volumes: [{ name: "data", [type]: {} }] } })),
            { what: "no volumes", pod: { volumes: null } },
            { what: "a name alone, which is made scratch space", pod: { volumes: [{ name: "data" }] } },
            { what: "a type that is removed", pod: { volumes: [{ name: "data", hostPath: null }] } },
        ],
    },
    {
        rule: "pss-privilege-escalation",
        fails: [
            {
                what: "allowed",
                container: { securityContext: { allowPrivilegeEscalation: true } },
                at: "securityContext.allowPrivilegeEscalation",
            },
            {
                what: "not set, which allows it",
                container: { securityContext: { allowPrivilegeEscalation: undefined } },
                at: "securityContext.allowPrivilegeEscalation",
            },
            {
                what: "no security context",
                container: { securityContext: undefined },
                at: "securityContext.allowPrivilegeEscalation",
            },
        ],
        passes: [{ what: "refused", container: { securityContext: { allowPrivilegeEscalation: false } } }],
        nearMisses: [
            { what: "a Windows pod", pod: { os: { name: "windows" } }, container: { securityContext: undefined } },
        ],
    },
    {
        rule: "pss-run-as-non-root",
        fails: [
            {
                what: "root allowed by the container",
                container: { securityContext: { runAsNonRoot: false } },
                at: "securityContext.runAsNonRoot",
            },
            {
                what: "root allowed by the pod",
                pod: { securityContext: { runAsNonRoot: false } },
                at: "securityContext.runAsNonRoot",
            },
            {
                what: "set nowhere",
                pod: { securityContext: { runAsNonRoot: undefined } },
                container: {},
                at: "securityContext.runAsNonRoot",
            },
            {
                what: "a pod in a user namespace",
                pod: { hostUsers: false },
                container: { securityContext: { runAsNonRoot: false } },
                at: "securityContext.runAsNonRoot",
            },
        ],
        passes: [{ what: "required by the pod", pod: { securityContext: { runAsNonRoot: true } } }],
        nearMisses: [
            { what: "required by both", container: { securityContext: { runAsNonRoot: true } } },
            {
                what: "required by the container alone",
                pod: { securityContext: { runAsNonRoot: undefined } },
                container: { securityContext: { runAsNonRoot: true } },
            },
        ],
    },
    {
        rule: "pss-run-as-user",
        fails: [
            {
                what: "user 0 for the pod",
                pod: { securityContext: { runAsUser: 0 } },
                at: "securityContext.runAsUser",
            },
            {
                what: "user 0 for the container",
                container: { securityContext: { runAsUser: 0 } },
                at: "securityContext.runAsUser",
            },
            {
                what: "user 0 for the container of a pod in a user namespace",
                pod: { hostUsers: false },
                container: { securityContext: { runAsUser: 0 } },
                at: "securityContext.runAsUser",
            },
            {
                what: "not a number",
                container: { securityContext: { runAsUser: "0" } },
                at: "securityContext.runAsUser",
            },
        ],
        passes: [{ what: "another user", pod: { securityContext: { runAsUser: 65532 } } }],
        nearMisses: [
            { what: "group 0", container: { securityContext: { runAsGroup: 0 } } },
            { what: "volumes of group 0", pod: { securityContext: { fsGroup: 0, supplementalGroups: [0] } } },
            { what: "the image's user", pod: { securityContext: { runAsUser: undefined } } },
        ],
    },
    {
        rule: "pss-capabilities",
        fails: [
            {
                what: "another capability added",
                container: { securityContext: { capabilities: { add: ["NET_ADMIN"] } } },
                at: "securityContext.capabilities.add[0]",
            },
            {
                what: "one more beside the allowed one",
                container: { securityContext: { capabilities: { add: ["NET_BIND_SERVICE", "NET_RAW"] } } },
                at: "securityContext.capabilities.add[1]",
            },
            {
                what: "all added",
                container: { securityContext: { capabilities: { add: ["ALL"] } } },
                at: "securityContext.capabilities.add[0]",
            },
            {
                what: "`all`, which is none",
                container: { securityContext: { capabilities: { drop: ["all"] } } },
                at: "securityContext.capabilities.drop",
            },
            {
                what: "not all dropped",
                container: { securityContext: { capabilities: { drop: ["NET_RAW"] } } },
                at: "securityContext.capabilities.drop",
            },
            {
                what: "nothing dropped",
                container: { securityContext: { capabilities: undefined } },
                at: "securityContext.capabilities.drop",
            },
        ],
        passes: [{ what: "all dropped", container: { securityContext: { capabilities: { drop: ["ALL"] } } } }],
        nearMisses: [
            {
                what: "one by name as well",
                container: { securityContext: { capabilities: { drop: ["NET_RAW", "ALL"] } } },
            },
            {
                what: "low ports",
                container: { securityContext: { capabilities: { add: ["NET_BIND_SERVICE"] } } },
            },
            { what: "a Windows pod", pod: { os: { name: "windows" } }, container: { securityContext: undefined } },
        ],
    },
    {
        rule: "pss-seccomp",
        fails: [
            {
                what: "unconfined",
                container: { securityContext: { seccompProfile: { type: "Unconfined" } } },
                at: "securityContext.seccompProfile.type",
            },
            {
                what: "the pod unconfined",
                pod: { securityContext: { seccompProfile: { type: "Unconfined" } } },
                at: "securityContext.seccompProfile.type",
            },
            {
                what: "set nowhere",
                pod: { securityContext: { seccompProfile: undefined } },
                container: {},
                at: "securityContext.seccompProfile.type",
            },
            {
                what: "a name that is none",
                container: { securityContext: { seccompProfile: { type: "runtime/default" } } },
                at: "securityContext.seccompProfile.type",
            },
        ],
        passes: [{ what: "the runtime's", pod: { securityContext: { seccompProfile: { type: "RuntimeDefault" } } } }],
        nearMisses: [
            {
                what: "set by the container alone",
                pod: { securityContext: { seccompProfile: undefined } },
                container: { securityContext: { seccompProfile: { type: "RuntimeDefault" } } },
            },
            {
                what: "one of the node's",
                container: { securityContext: { seccompProfile: { type: "Localhost", localhostProfile: "a.json" } } },
            },
            {
                what: "a Windows pod",
                pod: { os: { name: "windows" }, securityContext: { seccompProfile: undefined } },
                container: {},
            },
        ],
    },
];
