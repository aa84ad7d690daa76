import assert from "node:assert/strict";
import { judge } from "./judge";
import { UNKNOWN } from "../../kubernetes/field";
import { PRODUCTION } from "./situation";

type Props = Record<string, unknown>;

/** Which fields, each of them unknown, cannot be decided by which rules: `rule at field`. */
function undecided(type: string, props: Props): string[] {
    return judge([{ type, name: "a", props, opts: { protect: true } }], PRODUCTION)
        .filter(({ rule }) => rule === "unknown-value")
        .map(({ message }) => message.replace(/^(\S+): not known.*, so (\S+) cannot.*$/s, "$2 at $1"))
        .sort();
}

const metadata = { name: "a", namespace: "kato" };

describe("rules about data and AWS, where a value is not known yet", () => {
    for (const [type, props, expected] of [
        [
            "aws:kms/key:Key",
            { policy: UNKNOWN, description: "Encrypts", enableKeyRotation: true },
            ["aws-public-policy at policy"],
        ],
        [
            "aws:kms/key:Key",
            {
                description: UNKNOWN,
                enableKeyRotation: UNKNOWN,
                rotationPeriodInDays: UNKNOWN,
                isEnabled: UNKNOWN,
                deletionWindowInDays: UNKNOWN,
                bypassPolicyLockoutSafetyCheck: UNKNOWN,
            },
            [
                "aws-description at description",
                "aws-policy-lockout at bypassPolicyLockoutSafetyCheck",
                "aws-recovery-window at deletionWindowInDays",
                "kms-key-rotation at enableKeyRotation",
                "kms-key-rotation at isEnabled",
                "kms-key-rotation at rotationPeriodInDays",
            ],
        ],
        [
            "aws:secretsmanager/secretPolicy:SecretPolicy",
            { secretArn: UNKNOWN, policy: UNKNOWN, blockPublicPolicy: UNKNOWN },
            ["aws-public-policy at blockPublicPolicy", "aws-public-policy at policy"],
        ],
        [
            "kubernetes:core/v1:PersistentVolumeClaim",
            { metadata, spec: { storageClassName: UNKNOWN } },
            ["storage-encryption at spec.storageClassName"],
        ],
        [
            "kubernetes:storage.k8s.io/v1:StorageClass",
            { metadata, provisioner: "ebs.csi.aws.com", parameters: { encrypted: UNKNOWN }, reclaimPolicy: UNKNOWN },
            [
                "aws-customer-key at parameters.encrypted",
                "data-protection at reclaimPolicy",
                "storage-encryption at parameters.encrypted",
            ],
        ],
        [
            "pulumi:providers:kubernetes",
            { context: UNKNOWN, deleteUnreachable: UNKNOWN },
            ["provider-settings at deleteUnreachable"],
        ],
    ] as const) {
        it(`say so: ${Object.keys(props).join(", ")} of ${type}`, () => {
            const mine = /^(?:aws|kms|storage|store|data|provider)-/;
            assert.deepEqual(
                undecided(type, props as Props).filter((one) => mine.test(one)),
                expected,
            );
        });
    }

    it("say so of what the API server asks, of the way out for names, and of where pods run", () => {
        const of = (mine: RegExp, type: string, props: Props) => undecided(type, props).filter((one) => mine.test(one));
        const hooks = [
            { name: "a", failurePolicy: UNKNOWN, clientConfig: { service: {}, caBundle: UNKNOWN } },
            { name: "b", clientConfig: { url: UNKNOWN } },
        ];
        assert.deepEqual(
            of(/^webhook-/, "kubernetes:admissionregistration.k8s.io/v1:ValidatingWebhookConfiguration", {
                metadata: { name: "a" },
                webhooks: hooks,
            }),
            [
                "webhook-authority at webhooks[0].clientConfig.caBundle",
                "webhook-failure at webhooks[0].failurePolicy",
                "webhook-target at webhooks[1].clientConfig.url",
            ],
        );
        assert.deepEqual(
            of(/^api-/, "kubernetes:apiregistration.k8s.io/v1:APIService", {
                metadata: { name: "a" },
                spec: { insecureSkipTLSVerify: UNKNOWN },
            }),
            ["api-service-tls at spec.insecureSkipTLSVerify"],
        );
        assert.deepEqual(
            of(/^dns-/, "kubernetes:networking.k8s.io/v1:NetworkPolicy", {
                metadata,
                spec: { egress: [{ to: [{ ipBlock: { cidr: UNKNOWN } }], ports: [{ port: 53 }] }] },
            }),
            ["dns-egress at spec.egress[0].to[0].ipBlock.cidr"],
        );
        assert.deepEqual(
            of(/^rbac-workloads/, "kubernetes:rbac.authorization.k8s.io/v1:Role", {
                metadata,
                rules: [{ apiGroups: [""], resources: ["pods"], verbs: UNKNOWN }],
            }),
            ["rbac-workloads at rules[0].verbs"],
        );
        const securityContext = {
            runAsGroup: UNKNOWN,
            sysctls: [{ name: "net.ipv4.tcp_syncookies", value: UNKNOWN }],
        };
        const spec = { nodeName: UNKNOWN, priorityClassName: UNKNOWN, tolerations: UNKNOWN, securityContext };
        assert.deepEqual(
            of(/^(?:node-name|tolerations|system-|root-|sysctl-)/, "kubernetes:core/v1:Pod", { metadata, spec }),
            [
                "node-name at spec.nodeName",
                "root-group at spec.securityContext.runAsGroup",
                "sysctl-values at spec.securityContext.sysctls[0].value",
                "system-priority at spec.priorityClassName",
                "tolerations at spec.tolerations",
            ],
        );
    });

    it("say so of a store's arguments and of its file", () => {
        const spec = { containers: [{ name: "a", image: "docker.io/library/redis:8.10.2", args: [UNKNOWN] }] };
        const ofStores = (type: string, props: Props): string[] =>
            undecided(type, props).filter((one) => one.startsWith("store-"));
        assert.deepEqual(ofStores("kubernetes:apps/v1:StatefulSet", { metadata, spec: { template: { spec } } }), [
            "store-authentication at spec.template.spec.containers[0].args[0]",
            "store-tls at spec.template.spec.containers[0].args[0]",
        ]);
        assert.deepEqual(ofStores("kubernetes:core/v1:ConfigMap", { metadata, data: { "redis.conf": UNKNOWN } }), [
            'store-authentication at data["redis.conf"]',
            'store-tls at data["redis.conf"]',
        ]);
    });

    it("pass what only a deployment can know and nobody could have written", () => {
        const image = "docker.io/library/redis:8.10.2";
        const args = ["--requirepass", "a", "--port", "0", "--tls-port", "6379", "--tls-protocols", "TLSv1.3"];
        const env = [{ name: "HOST_IP", value: UNKNOWN }];
        const spec = { containers: [{ name: "a", image, args, env }] };
        for (const [type, props] of [
            ["aws:secretsmanager/secret:Secret", { description: "Credentials", kmsKeyId: UNKNOWN, name: "a" }],
            ["kubernetes:core/v1:Secret", { metadata, data: { "users.acl": UNKNOWN, url: UNKNOWN } }],
            ["kubernetes:core/v1:Secret", { metadata, data: UNKNOWN }],
            ["kubernetes:apps/v1:StatefulSet", { metadata, spec: { template: { spec } } }],
        ] as const) {
            const rules = /^(?:aws|kms|storage|store|data|database|provider)-/;
            assert.deepEqual(
                undecided(type, props).filter((one) => rules.test(one)),
                [],
                type,
            );
        }
    });
});
