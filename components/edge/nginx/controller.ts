import { Release, type ReleaseArgs } from "@pulumi/kubernetes/helm/v3/release";
import type { ComponentResourceOptions, Output } from "@pulumi/pulumi";
import { CHARTS } from "../../../images";
import { Component, transformed } from "../../workload/component";
import { chartImage, chartSource } from "../../workload/image";
import { platformLabels } from "../../workload/labels";
import { spread } from "../../workload/pod";
import { type Resources, resourceRequirements } from "../../workload/resources";
import { containerSecurity } from "../../workload/security";
import type { ControllerSettings, InstallArgs, InstalledController } from "../dialect";
import { ROLLOUT } from "../rollout";
import { AUTHORITY_FOLDER, configMapEntries } from "./config-map";
import { ControllerAccess } from "./controller-access";
import {
    CONTROLLER_ACCOUNT,
    CONTROLLER_NAME,
    CONTROLLER_SERVICE,
    controllerPorts,
    ingressController,
} from "./controller-pods";
import { edgeService } from "./service";

/** Of the version that the chart below is for. */
const IMAGE = "nginx/nginx-ingress:5.5.4";
/** User of it. */
const UID = 101;
/** How long a pod goes on with requests that have begun, once it takes no more connections. */
const FINISH_SECONDS = 60;

/**
 * The F5 NGINX Ingress Controller from its upstream chart. It watches the namespaces of the routes' backends and its
 * own, and reads Secrets in its own alone.
 */
export class IngressController extends Component implements InstalledController {
    readonly address: Output<string | undefined>;

    constructor(name: string, args: InstallArgs, opts?: ComponentResourceOptions) {
        super("kato:edge:IngressController", name, opts);
        const { namespace } = ingressController;
        const namespaces = watched(args, namespace);
        const access = new ControllerAccess(
            `${name}-access`,
            { namespaces, ingressClass: args.ingressClass, readsCertificates: args.answersChallenges },
            this.child(),
        );
        const release = new Release(
            name,
            transformed<ReleaseArgs>(
                {
                    name: CONTROLLER_NAME,
                    namespace,
                    ...chartSource(args.chart ?? CHARTS.nginxIngress),
                    version: "2.6.4",
                    values: chartValues(args, namespace),
                    // A failed first install is removed again, so that the next run starts clean.
                    atomic: true,
                    timeout: ROLLOUT[args.settings.exposure].timeoutSeconds,
                },
                args.transform?.release,
            ),
            this.child({ dependsOn: [access, args.certificate] }),
        );
        // After the pods: whether they are ready is the Release's to wait for.
        const { status } = edgeService(name, args.settings, this.child({ dependsOn: [release] }));
        this.address = status.apply(addressIn);
        this.registerOutputs({ address: this.address });
    }
}

/** The SDK's type promises what a Service without a load balancer does not have. */
function addressIn(status: {
    readonly loadBalancer?: { readonly ingress?: readonly { readonly hostname?: string; readonly ip?: string }[] };
}): string | undefined {
    const [first] = status.loadBalancer?.ingress ?? [];
    return first?.hostname ?? first?.ip;
}

/** The namespaces of the routes' backends, and the controller's own. */
function watched({ routes }: Pick<ControllerSettings, "routes">, own: string): string[] {
    return [...new Set([own, ...routes.map(({ backend }) => backend.namespace)])];
}

/** The chart's values for a controller in `namespace`, whoever installs it; how it runs is theirs to decide. */
export function sharedValues(args: ControllerSettings, namespace: string): { controller: Record<string, unknown> } {
    const { settings, routes, podsOfAClient, answersChallenges, certificate } = args;
    return {
        controller: {
            ...securityValues(),
            ingressClass: { name: args.ingressClass },
            watchNamespace: watched(args, namespace).join(","),
            watchSecretNamespace: namespace,
            // Without it, the controller ignores a challenge for a host that it serves already.
            ...(answersChallenges ? { enableCertManager: true } : {}),
            // On routes; those of the ConfigMap below are taken all the same.
            enableSnippets: false,
            config: { entries: configMapEntries(settings, routes, podsOfAClient) },
            // A renewed certificate is loaded with the configuration. Read at each handshake, it could not be stapled.
            enableSSLDynamicReload: false,
            volumes: [certificate.secret.files(AUTHORITY_VOLUME, ["ca.crt"])],
            volumeMounts: [{ name: AUTHORITY_VOLUME, mountPath: AUTHORITY_FOLDER, readOnly: true }],
        },
    };
}

function chartValues(args: InstallArgs, namespace: string): Record<string, unknown> {
    const { minReadySeconds, drainSeconds } = ROLLOUT[args.settings.exposure];
    return {
        controller: {
            // Unless it answers challenges. Of somebody else's, who may have it on, nothing is said then.
            enableCertManager: false,
            ...sharedValues(args, namespace).controller,
            ...replicaValues(args.replicas),
            image: chartImage(IMAGE),
            serviceAccount: { name: CONTROLLER_ACCOUNT },
            pod: { extraLabels: platformLabels() },
            resources: resourceRequirements(args.resources),
            initContainerResources: resourceRequirements(INIT),
            ingressClass: { name: args.ingressClass, create: true, setAsDefaultIngress: false },
            service: { create: false },
            // The routes' status has the addresses of this Service.
            reportIngressStatus: { enable: true, externalService: CONTROLLER_SERVICE },
            readyStatus: { enable: true, port: controllerPorts.ready },
            nginxStatus: { enable: false },
            telemetryReporting: { enable: false },
            // Like the access log, which goes the same way.
            logFormat: "json",
            ...(minReadySeconds === 0 ? {} : { minReadySeconds }),
            lifecycle: { preStop: { exec: { command: ["/bin/sleep", `${drainSeconds}`] } } },
            terminationGracePeriodSeconds: drainSeconds + FINISH_SECONDS + 5,
        },
        // Its account and roles are ours: see ControllerAccess.
        rbac: { create: false },
        prometheus: { create: false },
    };
}

const AUTHORITY_VOLUME = "internal-authority";
/** It copies the image's configuration into a writable volume. */
const INIT: Resources = { cpu: { request: "10m", limit: "250m" }, memory: "64Mi" };

function replicaValues({ min, max }: InstallArgs["replicas"]): Record<string, unknown> {
    return {
        replicaCount: min,
        autoscaling:
            max > min
                ? {
                      enabled: true,
                      minReplicas: min,
                      maxReplicas: max,
                      targetCPUUtilizationPercentage: 70,
                      // Memory grows with what is cached and not with load.
                      targetMemoryUtilizationPercentage: 0,
                  }
                : { enabled: false },
        podDisruptionBudget: min > 1 ? { enabled: true, maxUnavailable: 1 } : { enabled: false },
        strategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } },
        topologySpreadConstraints: spread(ingressController),
    };
}

/**
 * Pod Security "restricted". NET_BIND_SERVICE, which that allows, is not for the ports alone: the image's nginx carries it
 * as a file capability, and the kernel refuses to start such a program for a container that may not have it.
 */
function securityValues(): Record<string, unknown> {
    const container = { ...containerSecurity(), runAsUser: UID };
    return {
        podSecurityContext: {
            runAsNonRoot: true,
            runAsUser: UID,
            // May read the mounted authority.
            fsGroup: UID,
            seccompProfile: { type: "RuntimeDefault" },
        },
        // Makes the chart mount volumes where nginx writes.
        readOnlyRootFilesystem: true,
        securityContext: { ...container, capabilities: { drop: ["ALL"], add: ["NET_BIND_SERVICE"] } },
        initContainerSecurityContext: container,
    };
}
