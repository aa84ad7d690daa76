import type { ComponentResourceOptions, Output, Resource } from "@pulumi/pulumi";
import { ClientCertificate } from "../certificates/client-certificate";
import type { IssuerRef } from "../certificates/internal-ca";
import { Component } from "../workload/component";
import type { Workload } from "../workload/identity";
import type { Resources } from "../workload/resources";
import { IngressController, type IngressControllerArgs, sharedValues } from "./controller";
import { clusterController, INGRESS_CLASS, ingressController } from "./controller-pods";
import { CLIENT_NETWORK } from "./nginx/client-address";
import type { Enforcement, Placement } from "./nginx/objects";
import { NginxRoutes } from "./nginx/routes";
import type { Route } from "./route";
import type { EdgeSettings } from "./settings";

/** One of our own. */
export interface InstalledController {
    readonly mode: "install";
    readonly replicas: { readonly min: number; readonly max: number };
    readonly resources: Resources;
    /** Where its chart comes from. @default upstream's registry */
    readonly chart?: IngressControllerArgs["chart"];
}

/** The cluster's own, of the same kind; docs/edge.md says how it must be set up. */
export interface ExistingController {
    readonly mode: "existing";
    /** Where it runs and reads Secrets. */
    readonly namespace: string;
    readonly ingressClass: string;
}

export interface EdgeArgs extends EdgeSettings {
    readonly controller: InstalledController | ExistingController;
    readonly routes: readonly Route[];
    /** What the routes lead to: no host is opened before it runs. */
    readonly backends: readonly Resource[];
    /** Who signed the certificates of TLS backends. */
    readonly issuer: IssuerRef;
    /** Whether cert-manager's challenges for certificates (HTTP-01) come in by it. */
    readonly answersChallenges: boolean;
    readonly transform?: IngressControllerArgs["transform"];
}

/** How many pods the cluster's own controller has, for all we know. */
const ASSUMED_PODS = 2;

/** Everything that faces the internet. */
export class Edge extends Component {
    /** Where clients reach an installed controller, a name or an IP address; undefined where it has none of its own. */
    readonly address: Output<string | undefined> | undefined;
    /** What the owner of the cluster's own controller must tell its chart; undefined for an installed one. */
    readonly ownersValues: Readonly<Record<string, unknown>> | undefined;

    constructor(name: string, args: EdgeArgs, opts?: ComponentResourceOptions) {
        super("kato:edge:Edge", name, opts);
        const { controller, routes } = args;
        const route = (placement: Placement, enforcement: Enforcement, controllers: IngressController[]): void => {
            const routesArgs = { routes, settings: args, placement, enforcement };
            const dependsOn = [...controllers, ...args.backends];
            new NginxRoutes(`${name}-routes`, routesArgs, this.child({ dependsOn }));
        };
        if (controller.mode === "existing") {
            const { namespace, ingressClass } = controller;
            // Only a snippet of ours defines the network; without it the variable would be the client's to choose.
            const enforcement = { key: "binary_remote_addr", pods: ASSUMED_PODS } as const;
            route({ namespace, ingressClass }, enforcement, []);
            const certificate = this.#certificate(name, args, clusterController(namespace));
            const told = { ...args, settings: args, ingressClass, podsOfAClient: ASSUMED_PODS, certificate };
            this.ownersValues = sharedValues(told, namespace);
        } else {
            const pods = podsOfAClient(args, controller);
            const placement = { namespace: ingressController.namespace, ingressClass: INGRESS_CLASS };
            const installed = this.#install(name, args, controller, pods);
            this.address = installed.address;
            route(placement, { key: CLIENT_NETWORK, pods }, [installed]);
        }
        this.registerOutputs({ hosts: routes.map(({ host }) => host) });
    }

    /** It only brings the authority to the controller's pods. */
    #certificate(name: string, { issuer }: EdgeArgs, of: Workload): ClientCertificate {
        return new ClientCertificate(`${name}-client-tls`, { workload: of, component: "edge", issuer }, this.child());
    }

    #install(
        name: string,
        args: EdgeArgs,
        { replicas, resources, chart }: InstalledController,
        podsOfAClient: number,
    ): IngressController {
        const { routes, answersChallenges, transform } = args;
        const certificate = this.#certificate(name, args, ingressController);
        return new IngressController(
            `${name}-controller`,
            {
                replicas,
                resources,
                podsOfAClient,
                ingressClass: INGRESS_CLASS,
                settings: args,
                routes,
                answersChallenges,
                certificate,
                ...(chart === undefined ? {} : { chart }),
                ...(transform === undefined ? {} : { transform }),
            },
            this.child(),
        );
    }
}

/**
 * How many pods a client's requests are spread over: one where the load balancer goes by the client's address, and behind a
 * proxy, whose addresses it sees instead, as many as run when nothing is unusual.
 */
function podsOfAClient({ proxy }: EdgeSettings, { replicas }: InstalledController): number {
    return proxy === undefined ? 1 : replicas.min;
}
