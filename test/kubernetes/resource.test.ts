import assert from "node:assert/strict";
import { judge } from "../policies/judge";
import { UNKNOWN } from "../../kubernetes/field";
import { type PolicyResource, readResource } from "../../kubernetes/resource";
import { PRODUCTION } from "../policies/situation";

const SPEC = { hostNetwork: true, automountServiceAccountToken: false };
const METADATA = { name: "api", namespace: "kato" };
const POD = { apiVersion: "v1", kind: "Pod", metadata: METADATA, spec: SPEC };
const DEPLOYMENT = {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: METADATA,
    spec: { template: { spec: SPEC } },
};
const POD_YAML = "apiVersion: v1\nkind: Pod\nmetadata: {name: api, namespace: kato}\nspec: {hostNetwork: yes}\n";

function resource(type: string, props: Record<string, unknown>, more: Partial<PolicyResource> = {}): PolicyResource {
    return { type, name: "logical", props, ...more };
}

function ids(of: PolicyResource): string[] {
    return readResource(of).map(({ id }) => id);
}

describe("readResource", () => {
    it("names what it reads as the manifests are named", () => {
        assert.deepEqual(ids(resource("kubernetes:apps/v1:Deployment", { metadata: METADATA })), [
            "kato/Deployment/api",
        ]);
        assert.deepEqual(ids(resource("kubernetes:core/v1:Pod", {})), ["default/Pod/logical"]);
        assert.deepEqual(ids(resource("kubernetes:core/v1:Namespace", { metadata: { name: "kato" } })), [
            "_cluster/Namespace/kato",
        ]);
        assert.deepEqual(ids(resource("kubernetes:rbac.authorization.k8s.io/v1:ClusterRole", {})), [
            "_cluster/ClusterRole/logical",
        ]);
        assert.deepEqual(ids(resource("random:index/randomPassword:RandomPassword", { metadata: METADATA })), [
            "_cluster/RandomPassword/logical",
        ]);
        assert.deepEqual(ids(resource("kubernetes:apps/v1:DeploymentPatch", { metadata: METADATA })), [
            "kato/Deployment/api",
        ]);
    });

    it("finds the objects in Lists, Lists in them, and ConfigFiles", () => {
        const both = ["kato/Pod/api", "kato/Deployment/api"];
        const list = { apiVersion: "v1", kind: "List", items: [POD, DEPLOYMENT] };
        assert.deepEqual(ids(resource("kubernetes:core/v1:List", { items: [POD, DEPLOYMENT] })), both);
        assert.deepEqual(ids(resource("kubernetes:core/v1:List", { items: [list] })), both);
        assert.deepEqual(ids(resource("kubernetes:yaml:ConfigFile", { yaml: `---\n${POD_YAML}---\n` })), [
            "kato/Pod/api",
        ]);
    });

    it("takes the kind of a typed list's items from the list", () => {
        const untyped = { metadata: METADATA, spec: DEPLOYMENT.spec };
        assert.deepEqual(ids(resource("kubernetes:apps/v1:DeploymentList", { items: [untyped] })), [
            "kato/Deployment/api",
        ]);
    });

    it("takes what an item of a typed list says of itself before what the list says", () => {
        assert.deepEqual(ids(resource("kubernetes:core/v1:PodList", { items: [DEPLOYMENT, { metadata: METADATA }] })), [
            "kato/Deployment/api",
            "kato/Pod/api",
        ]);
    });

    it("finds the objects in typed lists of every kind with a pod, and nothing in an empty one", () => {
        for (const [type, id] of [
            ["core/v1:PodList", "kato/Pod/api"],
            ["core/v1:PodTemplateList", "kato/PodTemplate/api"],
            ["core/v1:ReplicationControllerList", "kato/ReplicationController/api"],
            ["apps/v1:StatefulSetList", "kato/StatefulSet/api"],
            ["apps/v1:DaemonSetList", "kato/DaemonSet/api"],
            ["apps/v1:ReplicaSetList", "kato/ReplicaSet/api"],
            ["batch/v1:JobList", "kato/Job/api"],
            ["batch/v1:CronJobList", "kato/CronJob/api"],
        ] as const) {
            const items = [{ metadata: METADATA }, { metadata: METADATA }];
            assert.deepEqual(ids(resource(`kubernetes:${type}`, { items })), [id, id]);
        }
        assert.deepEqual(ids(resource("kubernetes:apps/v1:DeploymentList", { items: [] })), []);
    });

    it("finds the objects in a ConfigGroup of either version, in `objs` and `yaml`, one or many", () => {
        const list = {
            apiVersion: "v1",
            kind: "List",
            items: [POD, { apiVersion: "v1", kind: "List", items: [DEPLOYMENT] }],
        };
        const both = ["kato/Pod/api", "kato/Deployment/api"];
        for (const type of ["kubernetes:yaml:ConfigGroup", "kubernetes:yaml/v2:ConfigGroup"]) {
            assert.deepEqual(ids(resource(type, { objs: POD })), ["kato/Pod/api"]);
            assert.deepEqual(ids(resource(type, { objs: [POD, DEPLOYMENT] })), both);
            assert.deepEqual(ids(resource(type, { objs: list })), both);
            assert.deepEqual(ids(resource(type, { yaml: POD_YAML })), ["kato/Pod/api"]);
            assert.deepEqual(ids(resource(type, { yaml: JSON.stringify(list) })), both);
            assert.deepEqual(ids(resource(type, { yaml: [POD_YAML, JSON.stringify(list)] })), [
                "kato/Pod/api",
                ...both,
            ]);
            assert.deepEqual(ids(resource(type, { objs: [POD], yaml: POD_YAML })), ["kato/Pod/api", "kato/Pod/api"]);
        }
    });

    it("does not take a kind that ends in List for one", () => {
        assert.deepEqual(ids(resource("kubernetes:example.com/v1:AllowList", { metadata: METADATA })), [
            "kato/AllowList/api",
        ]);
    });

    it("keeps marks of secrets on what a resource holds", () => {
        const data = {
            type: "kubernetes:core/v1:List",
            props: { items: [{ ...POD, kind: "ConfigMap", data: { a: "b" } }] },
        };
        for (const path of ["items[0].data.a", "items[0].data", "items[0]", "items"]) {
            const [object] = readResource({ ...data, name: "all", secretPaths: [path] });
            assert.equal(object?.isSecret("data.a"), true, path);
        }
        const [other] = readResource({ ...data, name: "all", secretPaths: ["items[0].data.ab", "items[01].data"] });
        assert.equal(other?.isSecret("data.a"), false);
    });

    it("is judged inside a holder as on its own", () => {
        for (const holder of [
            resource("kubernetes:core/v1:List", { items: [POD] }),
            resource("kubernetes:yaml/v2:ConfigGroup", { objs: [DEPLOYMENT] }),
            resource("kubernetes:yaml/v2:ConfigGroup", { yaml: POD_YAML.replace("yes", "yes, x: 1") }),
        ]) {
            assert.ok(judge([holder], PRODUCTION).some(({ rule }) => rule === "pss-host-namespaces"));
        }
    });

    it("says that the files of a ConfigGroup or ConfigFile have not been seen", () => {
        for (const holder of [
            resource("kubernetes:yaml:ConfigGroup", { files: ["manifests/*.yaml"] }),
            resource("kubernetes:yaml/v2:ConfigGroup", { files: ["a.yaml"], objs: [DEPLOYMENT] }),
            resource("kubernetes:yaml:ConfigFile", { file: "a.yaml" }),
            resource("kubernetes:yaml/v2:ConfigFile", { file: UNKNOWN }),
        ]) {
            assert.ok(
                judge([holder], PRODUCTION).some(({ rule }) => rule === "unchecked-kind"),
                holder.type,
            );
        }
    });

    it("refuses to pass a text that is no YAML", () => {
        const violations = judge([resource("kubernetes:yaml:ConfigGroup", { yaml: "a: [" })], PRODUCTION);
        assert.deepEqual(
            violations.map(({ rule }) => rule),
            ["rule-error"],
        );
    });
});

describe("kinds", () => {
    for (const [group, kind] of [
        ["admissionregistration.k8s.io", "ValidatingWebhookConfiguration"],
        ["admissionregistration.k8s.io", "MutatingWebhookConfiguration"],
        ["apiextensions.k8s.io", "CustomResourceDefinition"],
        ["cert-manager.io", "ClusterIssuer"],
        ["core", "Namespace"],
        ["core", "PersistentVolume"],
        ["external-secrets.io", "ClusterSecretStore"],
        ["gateway.networking.k8s.io", "GatewayClass"],
        ["networking.k8s.io", "IngressClass"],
        ["rbac.authorization.k8s.io", "ClusterRoleBinding"],
        ["scheduling.k8s.io", "PriorityClass"],
        ["snapshot.storage.k8s.io", "VolumeSnapshotClass"],
        ["storage.k8s.io", "StorageClass"],
    ] as const) {
        it(`has ${kind} in no namespace`, () => {
            assert.deepEqual(ids(resource(`kubernetes:${group}/v1:${kind}`, {})), [`_cluster/${kind}/logical`]);
        });
    }

    it("are those of their API groups", () => {
        const template = { spec: { template: { spec: SPEC } } };
        const judged = (type: string) =>
            judge([resource(type, template)], PRODUCTION).some(({ rule }) => rule.startsWith("pss-"));
        assert.equal(judged("kubernetes:extensions/v1beta1:Deployment"), true);
        assert.equal(judged("kubernetes:apps/v1beta2:ReplicaSet"), true);
        assert.equal(judged("kubernetes:batch/v1beta1:Job"), true);
        assert.equal(judged("kubernetes:apps/v1:DeploymentPatch"), true);
        assert.equal(judged("kubernetes:example.com/v1:Deployment"), false);
        assert.equal(judged("kubernetes:helm.sh/v3:Release"), false);
        assert.equal(readResource(resource("kubernetes:helm.sh/v3:Release", {}))[0]?.isKubernetes, false);
        assert.equal(
            readResource(resource("kubernetes:helm.toolkit.fluxcd.io/v2:HelmRelease", {}))[0]?.isKubernetes,
            true,
        );
        assert.equal(judged("aws:index:Deployment"), false);
    });

    it("leaves a pod alone that a patch does not mention, and judges what it does", () => {
        const rulesOf = (template: unknown) =>
            judge([resource("kubernetes:apps/v1:DeploymentPatch", { spec: { replicas: 3, template } })], PRODUCTION)
                .map(({ rule }) => rule)
                .filter((rule) => rule.startsWith("pss-") || rule === "service-account-token");
        const annotations = { "container.apparmor.security.beta.kubernetes.io/app": "unconfined" };
        assert.deepEqual(rulesOf(undefined), []);
        assert.deepEqual(rulesOf({ metadata: { labels: { app: "api" } } }), []);
        assert.ok(rulesOf({ metadata: { annotations } }).includes("pss-apparmor"));
        assert.deepEqual(rulesOf({ spec: { hostPID: true, automountServiceAccountToken: false } }), [
            "pss-host-namespaces",
        ]);
    });
});
