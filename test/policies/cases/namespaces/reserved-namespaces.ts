import type { PolicyResource } from "../../../../kubernetes/resource";
import type { Case, RuleCases } from "../case";

function object(type: string, namespace: string | undefined, name = "app"): PolicyResource {
    const metadata = { name, namespace };
    return { type: `kubernetes:${type}`, name, props: { metadata } };
}

function release(namespace: string | undefined, version = "v3:Release"): PolicyResource {
    const props = { chart: "app", namespace };
    return { type: `kubernetes:helm.sh/${version}`, name: "app", props };
}

function refused(what: string, resource: PolicyResource, at = "metadata.namespace"): Case {
    return { what, resources: [resource], at };
}

export const reservedNamespaces: RuleCases = {
    rule: "reserved-namespaces",
    fails: [
        refused("in default", object("core/v1:ConfigMap", "default")),
        refused("no namespace, which is the caller's default", object("apps/v1:Deployment", undefined)),
        refused("an empty one, which is the same", object("core/v1:ConfigMap", "")),
        refused("in kube-system", object("rbac.authorization.k8s.io/v1:RoleBinding", "kube-system")),
        refused("in kube-public", object("core/v1:ConfigMap", "kube-public")),
        refused("in kube-node-lease", object("coordination.k8s.io/v1:Lease", "kube-node-lease")),
        refused("a patch of what is there", object("apps/v1:DaemonSetPatch", "kube-system")),
        refused("a custom resource of a known controller", object("cert-manager.io/v1:Issuer", undefined)),
        refused("a custom resource of an unknown one", object("example.com/v1:Database", "default")),
        refused(
            "a custom resource called like a kind that belongs to none",
            object("example.com/v1:Node", "kube-system"),
        ),
        refused("kube-system itself", object("core/v1:Namespace", undefined, "kube-system"), "metadata.name"),
        refused("default itself", object("core/v1:Namespace", undefined, "default"), "metadata.name"),
        refused("a Helm release in default", release("default"), "namespace"),
        refused("a Helm release in none", release(undefined), "namespace"),
        refused("a Helm chart in kube-system", release("kube-system", "v4:Chart"), "namespace"),
        {
            what: "in a list",
            resources: [
                {
                    type: "kubernetes:core/v1:List",
                    name: "all",
                    props: { items: [{ apiVersion: "v1", kind: "Secret", metadata: { name: "a" } }] },
                },
            ],
            at: "metadata.namespace",
        },
    ],
    passes: [{ what: "a namespace of its own", resources: [object("core/v1:ConfigMap", "shop")] }],
    nearMisses: [
        { what: "a kind that belongs to none", resources: [object("storage.k8s.io/v1:StorageClass", undefined)] },
        {
            what: "such a kind with a namespace, which is ignored",
            resources: [object("rbac.authorization.k8s.io/v1:ClusterRole", "kube-system")],
        },
        {
            what: "a custom resource that may belong to none",
            resources: [object("kyverno.io/v1:ClusterPolicy", undefined)],
        },
        { what: "a namespace with a name of its own", resources: [object("core/v1:Namespace", undefined, "shop")] },
        {
            what: "a namespace that the API server names",
            resources: [
                { type: "kubernetes:core/v1:Namespace", name: "a", props: { metadata: { generateName: "default-" } } },
            ],
        },
        {
            what: "a stricter label on default",
            resources: [object("core/v1:NamespacePatch", undefined, "default")],
        },
        { what: "a name that only begins like one", resources: [object("core/v1:ConfigMap", "default-apps")] },
        { what: "a Helm release in its own", resources: [release("cert-manager")] },
        {
            what: "something outside Kubernetes",
            resources: [{ type: "aws:kms/key:Key", name: "key", props: { description: "default" } }],
        },
    ],
};
