import type { ComponentResourceOptions, Output, Resource } from "@pulumi/pulumi";
import { ClientCertificate } from "../certificates/client-certificate";
import type { IssuerRef } from "../certificates/internal-ca";
import { Component } from "../workload/component";
import type { ControllerSettings, InstallArgs, InstalledController } from "./dialect";
import { clusterController, type ControllerKind, DIALECTS, ownDialect } from "./dialects";
import type { Route } from "./route";
import type { EdgeSettings } from "./settings";

/** One of our own. */
export interface InstallSettings extends Pick<InstallArgs, "replicas" | "resources" | "chart"> {
    readonly mode: "install";
}

/** The cluster's own; docs/edge.md says how it must be set up. */
export interface ExistingController {
    readonly mode: "existing";
    readonly kind: ControllerKind;
    /** Where it runs and reads Secrets. */
    readonly namespace: string;
    readonly ingressClass: string;
}

export interface EdgeArgs extends EdgeSettings {
    readonly controller: InstallSettings | ExistingController;
    readonly routes: readonly Route[];
    /** What the routes lead to: no host is opened before it runs. */
    readonly backends: readonly Resource[];
    /** Who signed the certificates of TLS backends. */
    readonly issuer: IssuerRef;
    /** Whether cert-manager's challenges for certificates (HTTP-01) come in by it. */
    readonly answersChallenges: boolean;
    readonly transform?: InstallArgs["transform"];
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
        const { controller, routes, answersChallenges, issuer } = args;
        const isOwn = controller.mode === "install";
        const dialect = isOwn ? ownDialect : DIALECTS[controller.kind];
        const pods = isOwn ? ownDialect.own.workload : clusterController(controller.namespace);
        const { namespace } = pods;
        // It only brings the authority to the controller's pods.
        const certificate = new ClientCertificate(
            `${name}-client-tls`,
            { workload: pods, component: "edge", issuer },
            this.child(),
        );
        const told: ControllerSettings = {
            settings: args,
            routes,
            answersChallenges,
            certificate,
            ingressClass: isOwn ? ownDialect.own.ingressClass : controller.ingressClass,
            podsOfAClient: podsOfAClient(args),
        };
        const installed = isOwn ? this.#install(name, told, args, controller) : undefined;
        this.address = installed?.address;
        this.ownersValues = isOwn ? undefined : dialect.ownersValues(told, namespace);
        const dependsOn = [...(installed === undefined ? [] : [installed]), ...args.backends];
        dialect.routes(`${name}-routes`, { ...told, namespace, isOwn }, this.child({ dependsOn }));
        this.registerOutputs({ hosts: routes.map(({ host }) => host) });
    }

    #install(
        name: string,
        told: ControllerSettings,
        { transform }: EdgeArgs,
        { replicas, resources, chart }: InstallSettings,
    ): InstalledController {
        return ownDialect.own.install(
            `${name}-controller`,
            {
                ...told,
                replicas,
                resources,
                chart,
                transform,
            },
            this.child(),
        );
    }
}

/**
 * How many pods a client's requests are spread over: one where the load balancer goes by the client's address, and behind a
 * proxy, whose addresses it sees instead, as many as run when nothing is unusual.
 */
function podsOfAClient({ controller, proxy }: EdgeArgs): number {
    if (controller.mode === "existing") {
        return ASSUMED_PODS;
    }
    return proxy === undefined ? 1 : controller.replicas.min;
}
