import * as rbac from "@pulumi/kubernetes/rbac/v1";
import type { types } from "@pulumi/kubernetes";
import type { ComponentResourceOptions } from "@pulumi/pulumi";
import { Component } from "../workload/component";
import { platformLabels } from "../workload/labels";
import { CONTROLLER_NAME, ingressController } from "./controller-pods";

type Rule = types.input.rbac.v1.PolicyRule;

const read = ["get", "list", "watch"];
const nginxKinds = ["virtualservers", "virtualserverroutes", "transportservers", "policies"];

/** What the controller watches in a namespace, and where it reports. Secrets are not among it. */
const WATCHED: readonly Rule[] = [
    { apiGroups: [""], resources: ["namespaces"], verbs: ["get"] },
    { apiGroups: [""], resources: ["services", "pods"], verbs: read },
    { apiGroups: [""], resources: ["events"], verbs: ["create", "patch", "list"] },
    { apiGroups: ["discovery.k8s.io"], resources: ["endpointslices"], verbs: read },
    { apiGroups: ["networking.k8s.io"], resources: ["ingresses"], verbs: read },
    { apiGroups: ["networking.k8s.io"], resources: ["ingresses/status"], verbs: ["update"] },
    { apiGroups: ["k8s.nginx.org"], resources: nginxKinds, verbs: read },
    { apiGroups: ["k8s.nginx.org"], resources: nginxKinds.map((kind) => `${kind}/status`), verbs: ["update"] },
];

/** What it watches besides where challenges for certificates come in by it. */
const CERTIFICATES: Rule = { apiGroups: ["cert-manager.io"], resources: ["certificates"], verbs: read };

/** The one thing it asks of the cluster as a whole. */
const CLUSTER: readonly Rule[] = [
    { apiGroups: ["networking.k8s.io"], resources: ["ingressclasses"], verbs: ["get", "list"] },
];

export interface ControllerAccessArgs {
    readonly namespaces: readonly string[];
    readonly readsCertificates: boolean;
}

/**
 * The controller's rights, instead of the chart's ClusterRole, which reads every Secret in the cluster. The chart's own
 * Role, for Secrets and leases in the controller's namespace, stays.
 */
export class ControllerAccess extends Component {
    constructor(name: string, args: ControllerAccessArgs, opts?: ComponentResourceOptions) {
        super("kato:edge:ControllerAccess", name, opts);
        const { namespace } = ingressController;
        const subjects = [{ kind: "ServiceAccount", name: CONTROLLER_NAME, namespace }];
        const object = `${CONTROLLER_NAME}-watch`;
        const rules = [...WATCHED, ...(args.readsCertificates ? [CERTIFICATES] : [])];
        for (const watched of args.namespaces) {
            const metadata = { name: object, namespace: watched, labels: platformLabels() };
            const role = new rbac.Role(`${name}-${watched}`, { metadata, rules }, this.child());
            new rbac.RoleBinding(
                `${name}-${watched}`,
                { metadata, roleRef: roleRef("Role", object), subjects },
                this.child({ dependsOn: role }),
            );
        }
        const metadata = { name: `${CONTROLLER_NAME}-classes`, labels: platformLabels() };
        const role = new rbac.ClusterRole(`${name}-classes`, { metadata, rules: [...CLUSTER] }, this.child());
        new rbac.ClusterRoleBinding(
            `${name}-classes`,
            { metadata, roleRef: roleRef("ClusterRole", metadata.name), subjects },
            this.child({ dependsOn: role }),
        );
        this.registerOutputs({});
    }
}

function roleRef(kind: "Role" | "ClusterRole", name: string): types.input.rbac.v1.RoleRef {
    return { apiGroup: "rbac.authorization.k8s.io", kind, name };
}
