import * as apps from "@pulumi/kubernetes/apps/v1";
import * as autoscaling from "@pulumi/kubernetes/autoscaling/v2";
import * as batch from "@pulumi/kubernetes/batch/v1";
import type * as pulumi from "@pulumi/pulumi";
import type { IssuerRef } from "../certificates/internal-ca";
import { ServerCertificate } from "../certificates/server-certificate";
import { applicationSecret, configFiles, type RegistryLogin, registrySecret, storeSecret } from "../secrets/delivery";
import type { SecretStore } from "../secrets/store";
import { Component, transformed, type Transform } from "../workload/component";
import { cronJobArgs } from "../workload/cron-job";
import { deploymentArgs } from "../workload/deployment";
import { type Endpoint, serviceHost, type Workload } from "../workload/identity";
import { labels } from "../workload/labels";
import type { Resources } from "../workload/resources";
import { disruptionBudget, service, serviceAccount } from "../workload/service";
import { caBundle } from "./ca-bundle";
import {
    COMPONENTS,
    imageVersion,
    type KatoImage,
    type KatoRetention,
    type KatoServing,
    retentionPod,
    serverPod,
} from "./kato-pods";
import {
    type ExtraSecrets,
    type KatoCredentialArgs,
    katoCredentials,
    katoSecrets,
    type KatoSecrets,
    type KatoStores,
    mongodbSecret,
    storedSecrets,
} from "./kato-secrets";
import { katoConfig, type KatoSettings } from "./kato-settings";
import { katoAccess, type KatoWorkloads, katoWorkloads } from "./kato-workloads";
import { CONFIG_FILE, type TlsProxy, tlsProxy, tlsProxyConfig } from "./tls-proxy";

export interface KatoArgs extends KatoStores {
    readonly namespace: string;
    /** Production refuses to delete the generated secrets. */
    readonly production: boolean;
    /** With a tag or a digest. */
    readonly image: string;
    /** @default the image is public */
    readonly registry?: RegistryLogin;
    readonly kratosUrl: KatoSettings["kratosUrl"];
    readonly cors: KatoSettings["cors"];
    readonly jwt: KatoSettings["jwt"] & KatoCredentialArgs["jwt"];
    readonly apiKeys: KatoCredentialArgs["apiKeys"];
    readonly generations: KatoCredentialArgs["generations"];
    /** More than `min` makes an autoscaler. */
    readonly replicas: { readonly min: number; readonly max: number };
    /** What the autoscaler aims for, in percent of the processor time that a pod requests. */
    readonly targetCpuPercent: number;
    readonly resources: Resources;
    readonly uid: number;
    readonly probes: KatoServing["probes"];
    readonly drainSeconds: number;
    readonly tls: {
        /** Whether a proxy in each pod ends TLS in front of the image, which listens plain. */
        readonly enabled: boolean;
    };
    readonly extraEnv: KatoSettings["extraEnv"];
    /** Further variables that are secret; none of those that the platform sets. */
    readonly extraSecrets: ExtraSecrets;
    readonly retention: KatoRetention;
    /** Who signs its certificate, and with it is the authority that KATO trusts. */
    readonly issuer: IssuerRef;
    readonly store: SecretStore;
    readonly transform?: {
        readonly deployment?: Transform<apps.DeploymentArgs>;
        readonly autoscaler?: Transform<autoscaling.HorizontalPodAutoscalerArgs>;
        readonly retention?: Transform<batch.CronJobArgs>;
    };
}

/**
 * The KATO API, and the nightly deletion of old data in its stores.
 *
 * @see security guide, "API Authentication", "CORS Configuration", "Kubernetes Secrets", "GDPR Compliance"
 */
export class Kato extends Component {
    /** The Service that clients use; https, unless the stack switches that off. */
    readonly endpoint: Endpoint;
    readonly #name: string;
    readonly #args: KatoArgs;
    readonly #workloads: KatoWorkloads;

    constructor(name: string, args: KatoArgs, opts?: pulumi.ComponentResourceOptions) {
        super("kato:app:Kato", name, opts);
        this.#name = name;
        this.#args = args;
        this.#workloads = katoWorkloads(args.namespace);
        const { server } = this.#workloads;
        this.endpoint = { workload: server, host: serviceHost(server), port: this.#access.servicePort };

        const secrets = katoSecrets(katoCredentials(name, args, this.child()), args);
        const certificate = this.#certificate();
        const image = this.#image(secrets, certificate);
        this.#serve(image, certificate);
        this.#scale();
        this.#deleteOldData(image, certificate);
        this.#store(secrets);
        this.registerOutputs({ endpoint: this.endpoint });
    }

    get #access(): ReturnType<typeof katoAccess> {
        return katoAccess(this.#args.tls.enabled);
    }

    /** Also how our own authority comes into the namespace, which KATO verifies the stores with. */
    #certificate(): ServerCertificate {
        const about = { workload: this.#workloads.server, component: COMPONENTS.server, issuer: this.#args.issuer };
        return new ServerCertificate(`${this.#name}-tls`, about, this.child());
    }

    /** What speaks TLS for the image, if anything does. */
    #proxy(certificate: ServerCertificate): { tlsProxy?: TlsProxy } {
        if (!this.#args.tls.enabled) {
            return {};
        }
        const { server } = this.#workloads;
        const files = { [CONFIG_FILE]: tlsProxyConfig() };
        const config = configFiles(`${this.#name}-tls-proxy`, server, COMPONENTS.server, files, this.child());
        return { tlsProxy: tlsProxy({ config: config.metadata.name, certificate: certificate.secret }) };
    }

    /** What both workloads run, with all that they read. */
    #image(secrets: KatoSecrets, certificate: ServerCertificate): KatoImage {
        const { mongodb, redis, qdrant, registry, image, uid, resources, extraSecrets } = this.#args;
        const { server } = this.#workloads;
        const name = (suffix: string): string => `${this.#name}-${suffix}`;
        const config = configFiles(name("config"), server, COMPONENTS.server, katoConfig(this.#args), this.child());
        const bundle = {
            workload: server,
            component: COMPONENTS.server,
            certificate: certificate.secret,
            servers: { mongodb: mongodb.authority, redis: redis.authority, qdrant: qdrant.authority },
        };
        return {
            image,
            uid,
            resources,
            ...(registry === undefined ? {} : { pullSecret: this.#pullSecret(registry) }),
            config: config.metadata.name,
            secrets: applicationSecret(
                name("secrets"),
                server,
                COMPONENTS.server,
                { ...extraSecrets, ...secrets },
                this.child(),
            ),
            caBundle: caBundle(name("authorities"), bundle, this.child()),
        };
    }

    #pullSecret(registry: RegistryLogin): pulumi.Output<string> {
        const { server } = this.#workloads;
        return registrySecret(`${this.#name}-registry`, server, COMPONENTS.server, registry, this.child());
    }

    #serve(image: KatoImage, certificate: ServerCertificate): void {
        const { server } = this.#workloads;
        const { replicas, probes, drainSeconds, transform } = this.#args;
        const about = { workload: server, component: COMPONENTS.server };
        const { scheme, servicePort, podPort } = this.#access;
        // By number: who looks a port's name up may know those of `containers` alone.
        const port = { name: scheme, port: servicePort, targetPort: podPort };
        service(this.#name, { ...about, ports: [port] }, this.child());
        const several = replicas.min > 1;
        if (several) {
            disruptionBudget(`${this.#name}-budget`, server, COMPONENTS.server, this.child());
        }
        const args = deploymentArgs({
            ...about,
            version: imageVersion(image.image),
            ...(this.#scales ? {} : { replicas: replicas.min }),
            template: serverPod(server, image, {
                probes,
                drainSeconds,
                spread: several,
                ...this.#proxy(certificate),
            }),
        });
        new apps.Deployment(
            server.name,
            transformed(args, transform?.deployment),
            this.child({ dependsOn: [certificate, this.#account(server, COMPONENTS.server)] }),
        );
    }

    get #scales(): boolean {
        const { min, max } = this.#args.replicas;
        return max > min;
    }

    #scale(): void {
        if (!this.#scales) {
            return;
        }
        const { server } = this.#workloads;
        const { replicas, targetCpuPercent, transform } = this.#args;
        const { name, namespace } = server;
        new autoscaling.HorizontalPodAutoscaler(
            `${this.#name}-autoscaler`,
            transformed<autoscaling.HorizontalPodAutoscalerArgs>(
                {
                    metadata: { name, namespace, labels: labels(server, COMPONENTS.server) },
                    spec: {
                        scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name },
                        minReplicas: replicas.min,
                        maxReplicas: replicas.max,
                        metrics: [
                            {
                                // Of KATO alone: a proxy beside it would count, by what it requests and by what it does.
                                type: "ContainerResource",
                                containerResource: {
                                    name: "cpu",
                                    container: name,
                                    target: { type: "Utilization", averageUtilization: targetCpuPercent },
                                },
                            },
                        ],
                    },
                },
                transform?.autoscaler,
            ),
            this.child(),
        );
    }

    #deleteOldData(image: KatoImage, certificate: ServerCertificate): void {
        const { retention: of } = this.#workloads;
        const { retention, transform } = this.#args;
        const args = cronJobArgs({
            workload: of,
            component: COMPONENTS.retention,
            version: imageVersion(image.image),
            schedule: "47 3 * * *",
            // Without a command the image would start the API.
            suspend: retention.command === undefined,
            activeDeadlineSeconds: 10_800,
            template: retentionPod(of, image, retention),
        });
        new batch.CronJob(
            of.name,
            transformed(args, transform?.retention),
            this.child({ dependsOn: [certificate, this.#account(of, COMPONENTS.retention)] }),
        );
    }

    /** For people and other tools: in the cluster under the guide's name, and outside it. */
    #store(secrets: KatoSecrets): void {
        const { mongodb, store, extraSecrets } = this.#args;
        const { server } = this.#workloads;
        storeSecret("mongodb-secret", server, COMPONENTS.server, mongodbSecret(mongodb), this.child());
        store.put({ service: "kato", values: { ...extraSecrets, ...storedSecrets(secrets, this.#args) } });
    }

    #account(of: Workload, component: string): pulumi.Resource {
        return serviceAccount(`${of.name}-account`, of, component, this.child());
    }
}
