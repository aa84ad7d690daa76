import type { ReleaseArgs } from "@pulumi/kubernetes/helm/v3/release";
import type { ComponentResourceOptions, Output, Resource } from "@pulumi/pulumi";
import type { ChartPlace } from "../../images";
import type { ClientCertificate } from "../certificates/client-certificate";
import type { Transform } from "../workload/component";
import type { Workload } from "../workload/identity";
import type { Resources } from "../workload/resources";
import type { Route } from "./route";
import type { EdgeSettings } from "./settings";

/** How an ingress controller is told what the edge serves. Each has a folder of its own beside this file. */
export interface Dialect {
    /** Where its pods listen: for clients, and for whoever asks whether they are ready. */
    readonly ports: { readonly http: number; readonly https: number; readonly ready: number };
    /** A controller of our own. @default this kind is used only where the cluster has it */
    readonly own?: OwnController;
    /** Makes the objects of the routes. */
    readonly routes: (name: string, args: RoutesArgs, opts: ComponentResourceOptions) => void;
    /** What the owner of the cluster's own controller, in `namespace`, must tell its chart. */
    readonly ownersValues: (told: ControllerSettings, namespace: string) => Readonly<Record<string, unknown>>;
    /** What the owner must know about them, as comments of YAML. */
    readonly aboutOwnersValues: string;
}

/** A controller that the platform installs. */
export interface OwnController {
    readonly workload: Workload;
    readonly ingressClass: string;
    /** Name of the Service that clients reach it by. */
    readonly service: string;
    readonly install: (name: string, args: InstallArgs, opts: ComponentResourceOptions) => InstalledController;
}

/** It runs once this resource is there. */
export interface InstalledController extends Resource {
    /** Where clients reach it, a name or an IP address; undefined where it has none of its own. */
    readonly address: Output<string | undefined>;
}

/** What a controller is told, whoever installs it. */
export interface ControllerSettings {
    /** How many pods a client's requests are spread over. */
    readonly podsOfAClient: number;
    readonly ingressClass: string;
    readonly settings: EdgeSettings;
    readonly routes: readonly Route[];
    /** Whether it lets cert-manager's challenges through to their solvers. */
    readonly answersChallenges: boolean;
    /** Whose `ca.crt` verifies the backends; in the controller's namespace. */
    readonly certificate: ClientCertificate;
}

export interface RoutesArgs extends ControllerSettings {
    /** Namespace of the controller: it reads Secrets in no other. */
    readonly namespace: string;
    /** Whether the controller is ours, and so certain to be set up as we say. */
    readonly isOwn: boolean;
}

export interface InstallArgs extends ControllerSettings {
    /** More at most than at least makes an autoscaler. */
    readonly replicas: { readonly min: number; readonly max: number };
    readonly resources: Resources;
    /** Where its chart comes from. @default upstream's registry */
    readonly chart?: ChartPlace;
    readonly transform?: { readonly release?: Transform<ReleaseArgs> };
}
