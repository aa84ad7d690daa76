import { Release, type ReleaseArgs } from "@pulumi/kubernetes/helm/v3/release";
import type { ComponentResourceOptions } from "@pulumi/pulumi";
import { type ChartPlace, CHARTS } from "../../images";
import { Component, transformed, type Transform } from "../workload/component";
import { type Endpoint, serviceHost, type Workload, workload } from "../workload/identity";
import { type ChartImage, chartImage, chartSource } from "../workload/image";
import { PART_OF } from "../workload/labels";
import { spread } from "../workload/pod";
import { type Resources, resourceRequirements } from "../workload/resources";

/** The namespace that cert-manager runs in, and where it looks for the Secrets of cluster-wide issuers. */
export const CERT_MANAGER_NAMESPACE = "cert-manager";

/** Of the chart and of its images. */
const VERSION = "v1.21.1";

/** The pods that the chart brings. A Release is opaque to policies and to the preview, so they are declared here. */
export const certManagerPods: Readonly<Record<"controller" | "cainjector" | "webhook" | "startupCheck", Workload>> = {
    controller: workload(CERT_MANAGER_NAMESPACE, "cert-manager"),
    cainjector: workload(CERT_MANAGER_NAMESPACE, "cainjector"),
    webhook: workload(CERT_MANAGER_NAMESPACE, "webhook"),
    startupCheck: workload(CERT_MANAGER_NAMESPACE, "startupapicheck"),
};

/** Where the API server asks whether a certificate's definition is valid; the chart's own port. */
export const certManagerWebhook: Endpoint = {
    workload: certManagerPods.webhook,
    host: serviceHost(certManagerPods.webhook, "cert-manager-webhook"),
    port: 10250,
};

export interface CertManagerArgs {
    /** Two of each controller, so that a lost node does not stop renewals or block the API server's webhook calls. */
    readonly highlyAvailable: boolean;
    /** Where its chart comes from. @default upstream's repository */
    readonly chart?: ChartPlace;
    readonly transform?: { readonly release?: Transform<ReleaseArgs> };
}

/** cert-manager from its upstream chart; the Release waits until its webhook answers. */
export class CertManager extends Component {
    constructor(name: string, args: CertManagerArgs, opts?: ComponentResourceOptions) {
        super("kato:certificates:CertManager", name, opts);
        new Release(
            name,
            transformed<ReleaseArgs>(
                {
                    name: "cert-manager",
                    namespace: CERT_MANAGER_NAMESPACE,
                    ...chartSource(args.chart ?? CHARTS.certManager),
                    version: VERSION,
                    values: chartValues(args.highlyAvailable),
                    // A failed first install is removed again, so that the next run starts clean.
                    atomic: true,
                    timeout: 600,
                },
                args.transform?.release,
            ),
            this.child(),
        );
        this.registerOutputs({});
    }
}

const CONTROLLER: Resources = { cpu: { request: "20m", limit: "500m" }, memory: "192Mi" };
const HELPER: Resources = { cpu: { request: "10m", limit: "250m" }, memory: "96Mi" };

function chartValues(highlyAvailable: boolean): Record<string, unknown> {
    const part = (image: string, of: Workload, resources: Resources) => ({
        image: imageOf(image),
        ...podValues(of, highlyAvailable, resources),
    });
    return {
        // The definitions outlive the Release: deleting them would delete every certificate in the cluster.
        crds: { enabled: true, keep: true },
        global: {
            commonLabels: { "app.kubernetes.io/part-of": PART_OF },
            // The default, kube-system, would need rights and traffic outside our namespace.
            leaderElection: { namespace: CERT_MANAGER_NAMESPACE },
            // By default whoever may edit a namespace may ask for certificates there, the internal authority's too, and so pass as a
            // store or as the edge.
            rbac: { aggregateClusterRoles: false },
        },
        // The same by another way: it makes a certificate for every Ingress with an annotation.
        extraArgs: ["--controllers=*,-ingress-shim"],
        prometheus: { enabled: false },
        // Before it lets an authority look up a record, it does so itself. By itself it would ask the zone's own servers, for
        // which these pods, which may read every Secret, would need port 53 of the internet open.
        dns01RecursiveNameserversOnly: true,
        ...part("controller", certManagerPods.controller, CONTROLLER),
        webhook: { ...part("webhook", certManagerPods.webhook, HELPER), securePort: certManagerWebhook.port },
        cainjector: part("cainjector", certManagerPods.cainjector, CONTROLLER),
        acmesolver: { image: imageOf("acmesolver") },
        startupapicheck: { image: imageOf("startupapicheck"), ...TOKEN, resources: resourceRequirements(HELPER) },
    };
}

function imageOf(part: string): ChartImage {
    return chartImage(`quay.io/jetstack/cert-manager-${part}:${VERSION}`);
}

/** The pods ask for the token that they need; no other pod gets one by using their account. */
const TOKEN = { automountServiceAccountToken: true, serviceAccount: { automountServiceAccountToken: false } };

function podValues(of: Workload, highlyAvailable: boolean, resources: Resources): Record<string, unknown> {
    return {
        ...TOKEN,
        resources: resourceRequirements(resources),
        replicaCount: highlyAvailable ? 2 : 1,
        podDisruptionBudget: highlyAvailable ? { enabled: true, maxUnavailable: 1 } : { enabled: false },
        ...(highlyAvailable ? { topologySpreadConstraints: spread(of) } : {}),
    };
}
