import { CustomResource } from "@pulumi/kubernetes/apiextensions/customResource";
import type { ComponentResourceOptions, CustomResourceOptions } from "@pulumi/pulumi";
import { Component } from "../../workload/component";
import { platformLabels } from "../../workload/labels";
import type { RoutesArgs } from "../dialect";
import { limitsOf } from "../route";
import { CLIENT_NETWORK } from "./client-address";
import { type Enforcement, type NginxObject, rateLimitPolicy, virtualServer, virtualServerRoute } from "./objects";

/** Routes as objects of the F5 NGINX Ingress Controller. */
export class NginxRoutes extends Component {
    constructor(name: string, args: RoutesArgs, opts?: ComponentResourceOptions) {
        super("kato:edge:NginxRoutes", name, opts);
        const { routes, settings, podsOfAClient, isOwn } = args;
        // Only a snippet of ours defines the network; without it the variable would be the client's to choose.
        const enforcement: Enforcement = { key: isOwn ? CLIENT_NETWORK : "binary_remote_addr", pods: podsOfAClient };
        const policies = limitsOf(routes).map((limit) =>
            nginxResource(limit.name, rateLimitPolicy(limit, enforcement, settings, args), this.child()),
        );
        for (const route of routes) {
            // Without its limits a path answers nothing but 500. Alone, this is not valid: the host below must name it.
            const described = nginxResource(
                `${route.name}-paths`,
                virtualServerRoute(route, settings, args),
                this.child({ dependsOn: policies }),
            );
            nginxResource(route.name, virtualServer(route, args), this.child({ dependsOn: described }));
        }
        this.registerOutputs({});
    }
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
