import { ServiceAccount } from "@pulumi/kubernetes/core/v1";
import * as rbac from "@pulumi/kubernetes/rbac/v1";
import type { types } from "@pulumi/kubernetes";
import type { ComponentResourceOptions } from "@pulumi/pulumi";
import { Component } from "../../workload/component";
import { platformLabels } from "../../workload/labels";
import { CONTROLLER_ACCOUNT, CONTROLLER_NAME, ingressController } from "./controller-pods";

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

/**
 * What it needs where it runs: its configuration, the certificates, and the Lease that decides which pod reports. The chart
 * makes that Lease, so that none has to be created. The controller would also write its version into the labels of its pods,
 * for which it would need to change any pod there: it logs that it may not, and goes on.
 */
const HOME: readonly Rule[] = [
    { apiGroups: [""], resources: ["configmaps", "secrets"], verbs: read },
    {
        apiGroups: ["coordination.k8s.io"],
        resources: ["leases"],
        resourceNames: [`${CONTROLLER_NAME}-leader-election`],
        verbs: ["get", "update"],
    },
];

export interface ControllerAccessArgs {
    /** Whose routes and backends it watches. */
    readonly namespaces: readonly string[];
    readonly ingressClass: string;
    readonly readsCertificates: boolean;
}

/**
 * The controller's account and all that it may do. The chart's own are switched off: its ClusterRole reads every Secret in the cluster, and
 * without that its ClusterRoleBinding stays, so that whoever makes a role of the name would give it to the controller.
 *
 * @see https://github.com/nginx/kubernetes-ingress/tree/v5.5.4/charts/nginx-ingress/templates
 */
export class ControllerAccess extends Component {
    constructor(name: string, args: ControllerAccessArgs, opts?: ComponentResourceOptions) {
        super("kato:edge:ControllerAccess", name, opts);
        const { namespace } = ingressController;
        const account = { name: CONTROLLER_ACCOUNT, namespace };
        new ServiceAccount(
            `${name}-account`,
            // The chart's pods ask for the token themselves.
            { metadata: { ...account, labels: platformLabels() }, automountServiceAccountToken: false },
            this.child(),
        );
        const watch = `${CONTROLLER_NAME}-watch`;
        const watched = [...WATCHED, ...(args.readsCertificates ? [CERTIFICATES] : [])];
        for (const each of args.namespaces) {
            this.#inNamespace(`${name}-${each}`, { name: watch, namespace: each }, watched);
        }
        this.#inNamespace(`${name}-home`, account, HOME);
        this.#inCluster(`${name}-classes`, `${CONTROLLER_NAME}-classes`, args.ingressClass);
        this.registerOutputs({});
    }

    #inNamespace(
        logicalName: string,
        object: { readonly name: string; readonly namespace: string },
        rules: readonly Rule[],
    ): void {
        const metadata = { ...object, labels: platformLabels() };
        const role = new rbac.Role(logicalName, { metadata, rules: [...rules] }, this.child());
        new rbac.RoleBinding(
            logicalName,
            { metadata, roleRef: roleRef("Role", object.name), subjects: SUBJECTS },
            this.child({ dependsOn: role }),
        );
    }

    /** The one thing it asks of the cluster as a whole: whether its class is there and meant for it. */
    #inCluster(logicalName: string, object: string, ingressClass: string): void {
        const metadata = { name: object, labels: platformLabels() };
        const rules: Rule[] = [
            {
                apiGroups: ["networking.k8s.io"],
                resources: ["ingressclasses"],
                resourceNames: [ingressClass],
                verbs: ["get"],
            },
        ];
        const role = new rbac.ClusterRole(logicalName, { metadata, rules }, this.child());
        new rbac.ClusterRoleBinding(
            logicalName,
            { metadata, roleRef: roleRef("ClusterRole", object), subjects: SUBJECTS },
            this.child({ dependsOn: role }),
        );
    }
}

const SUBJECTS = [{ kind: "ServiceAccount", name: CONTROLLER_ACCOUNT, namespace: ingressController.namespace }];

function roleRef(kind: "Role" | "ClusterRole", name: string): types.input.rbac.v1.RoleRef {
    return { apiGroup: "rbac.authorization.k8s.io", kind, name };
}
