import { CustomResource } from "@pulumi/kubernetes/apiextensions/customResource";
import { Service } from "@pulumi/kubernetes/core/v1";
import type { ComponentResourceOptions, CustomResourceOptions } from "@pulumi/pulumi";
import { Component } from "../../workload/component";
import { platformLabels } from "../../workload/labels";
import type { RoutesArgs } from "../dialect";
import { limitsOf, type RouteBackend } from "../route";
import {
    aliasOf,
    bodySizeMiddleware,
    ingressRoute,
    limitMiddleware,
    redirectRoute,
    serversTransport,
    sharedMiddlewares,
    tlsOption,
    type TraefikObject,
} from "./objects";

/** Routes as objects of Traefik. */
export class TraefikRoutes extends Component {
    constructor(name: string, args: RoutesArgs, opts?: ComponentResourceOptions) {
        super("kato:edge:TraefikRoutes", name, opts);
        const { routes, settings, podsOfAClient, certificate } = args;
        const objects = [
            tlsOption(settings, args),
            ...sharedMiddlewares(settings, args),
            ...limitsOf(routes).map((limit) => limitMiddleware(limit, podsOfAClient, settings, args)),
            ...routes.flatMap((route) => [
                serversTransport(route, certificate.secret.name, args),
                bodySizeMiddleware(route, args),
            ]),
        ];
        const backends = new Map(routes.map(({ backend }) => [aliasOf(backend), backend]));
        const needed = [
            certificate,
            ...objects.map((object) => traefikResource(object, this.child())),
            ...[...backends].map(([alias, backend]) => this.#alias(`${name}-${alias}`, alias, backend, args.namespace)),
        ];
        // A route that names what is not there yet does not answer, or worse, answers without it.
        for (const route of routes) {
            traefikResource(ingressRoute(route, args), this.child({ dependsOn: needed }));
            traefikResource(redirectRoute(route, args), this.child({ dependsOn: needed }));
        }
        this.registerOutputs({});
    }

    /** The backend's Service by a name in the controller's namespace: Traefik then watches and reads no namespace but its own. */
    #alias(name: string, alias: string, { service, namespace, port }: RouteBackend, home: string): Service {
        return new Service(
            name,
            {
                metadata: { name: alias, namespace: home, labels: platformLabels() },
                spec: { type: "ExternalName", externalName: `${service}.${namespace}.svc`, ports: [{ port }] },
            },
            this.child(),
        );
    }
}

function traefikResource({ metadata, ...object }: TraefikObject, opts: CustomResourceOptions): CustomResource {
    return new CustomResource(
        `${metadata.name}-${object.kind.toLowerCase()}`,
        { ...object, metadata: { ...metadata, labels: platformLabels() } },
        opts,
    );
}
