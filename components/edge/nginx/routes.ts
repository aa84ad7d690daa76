import { CustomResource } from "@pulumi/kubernetes/apiextensions/customResource";
import type { ComponentResourceOptions, CustomResourceOptions } from "@pulumi/pulumi";
import { Component } from "../../workload/component";
import { platformLabels } from "../../workload/labels";
import type { Limit, Route } from "../route";
import type { EdgeSettings } from "../settings";
import {
    type Enforcement,
    type NginxObject,
    type Placement,
    rateLimitPolicy,
    virtualServer,
    virtualServerRoute,
} from "./objects";

export interface NginxRoutesArgs {
    readonly routes: readonly Route[];
    readonly settings: EdgeSettings;
    readonly placement: Placement;
    readonly enforcement: Enforcement;
}

/** Routes as objects of the F5 NGINX Ingress Controller. */
export class NginxRoutes extends Component {
    constructor(name: string, args: NginxRoutesArgs, opts?: ComponentResourceOptions) {
        super("kato:edge:NginxRoutes", name, opts);
        const { routes, settings, placement, enforcement } = args;
        const policies = limitsOf(routes).map((limit) =>
            nginxResource(limit.name, rateLimitPolicy(limit, enforcement, settings, placement), this.child()),
        );
        for (const route of routes) {
            // Without its limits a path answers nothing but 500. Alone, this is not valid: the host below must name it.
            const described = nginxResource(
                `${route.name}-paths`,
                virtualServerRoute(route, settings, placement),
                this.child({ dependsOn: policies }),
            );
            nginxResource(route.name, virtualServer(route, placement), this.child({ dependsOn: described }));
        }
        this.registerOutputs({});
    }
}

/** Each limit once: routes share it by its name. */
function limitsOf(routes: readonly Route[]): Limit[] {
    const limits = routes.flatMap(({ paths }) => paths).flatMap(({ limit }) => (limit === undefined ? [] : [limit]));
    return [...new Map(limits.map((limit) => [limit.name, limit])).values()];
}

/**
 * The deployment waits until the controller finds the object valid: what it rejects it reports there and nowhere else,
 * and goes on without it. There is no condition `Ready`. A VirtualServer is valid once its TLS Secret exists and its
 * VirtualServerRoute is valid, which cannot be before it.
 */
function nginxResource(
    name: string,
    { metadata, ...object }: NginxObject,
    opts: CustomResourceOptions,
): CustomResource {
    const wait =
        object.kind === "VirtualServerRoute"
            ? {}
            : { annotations: { "pulumi.com/waitFor": "jsonpath={.status.state}=Valid" } };
    return new CustomResource(name, { ...object, metadata: { ...metadata, labels: platformLabels(), ...wait } }, opts);
}
