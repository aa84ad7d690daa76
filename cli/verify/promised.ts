import { IDENTITY, APPLICATION } from "../../components/namespaces";
import { CERT_MANAGER_NAMESPACE } from "../../components/certificates/cert-manager";
import { ownDialect } from "../../components/edge/dialects";
import { selector } from "../../components/workload/identity";
import type { Config } from "../../config";
import { NORMS } from "../../environments";
import { mirrored } from "../../images";
import { PROBE_IMAGE } from "./probes/manifests";

/** What a stack promises, as far as it can be asked of what runs. */
export interface Promised {
    readonly stack: string;
    readonly development: boolean;
    readonly hosts: {
        readonly kato: string;
        /** The one that browsers use first. */
        readonly kratos: readonly string[];
    };
    /** How the hosts are reached: by DNS like everybody, or through the cluster where nothing leads in from outside. */
    readonly reachedBy: "dns" | "cluster";
    readonly minVersion: "1.2" | "1.3";
    readonly issuer: "letsencrypt-prod" | "letsencrypt-staging" | "internal-ca" | "provided";
    /** Whether another proxy stands in front, whose certificate, TLS and answers are then seen. */
    readonly behindProxy: boolean;
    readonly controller: {
        readonly namespace: string;
        readonly labels: Readonly<Record<string, string>>;
        /** Whether the platform has configured it; otherwise its log and its namespace are the cluster's own. */
        readonly ours: boolean;
    };
    /** Namespaces that deny everything by default. */
    readonly namespaces: readonly string[];
    /** How pods reach the cluster's DNS. */
    readonly dns: Config["cluster"]["dns"];
    /** What probes run, from where the stack's images come. */
    readonly probeImage: string;
    /** Stores that run in the cluster. */
    readonly stores: Readonly<Record<"postgres" | "mongodb" | "redis" | "qdrant", boolean>>;
    /** Whether the edge reaches KATO by TLS. */
    readonly katoTls: boolean;
    /** Whether development's small server answers in KATO's place. */
    readonly standIn: boolean;
    /** JSON Schema of identities. @default the built-in one */
    readonly identitySchema: Readonly<Record<string, unknown>> | undefined;
    /** Where mail is handed in. @default no mail is sent */
    readonly mail: { readonly host: string; readonly fromAddress: string } | undefined;
    /** Where secrets are kept besides the cluster. @default nowhere */
    readonly secretStore: { readonly region: string; readonly name: string } | undefined;
}

/** Development's stand-in answers every request with what it was sent (Pulumi.dev.yaml). */
const STAND_IN = /(^|\/)jmalloc\/echo-server[:@]/;

export function promised(config: Config): Promised {
    const { edge, kratos, secrets, environment } = config;
    const { controller } = edge;
    const own = ownDialect.own.workload;
    const ours = controller.mode === "install";
    const standalone = ({ mode }: { readonly mode: string }): boolean => mode === "standalone";
    return {
        stack: config.stack,
        development: !NORMS[environment].shared,
        hosts: {
            kato: edge.hosts.kato,
            kratos: [new URL(kratos.publicBaseUrl).hostname, ...kratos.additionalHosts],
        },
        reachedBy: edge.exposure === "node-port" ? "cluster" : "dns",
        minVersion: edge.tls.minVersion,
        issuer: edge.certificates.issuer,
        behindProxy: edge.proxy !== undefined,
        controller: ours
            ? { namespace: own.namespace, labels: selector(own), ours }
            : { namespace: controller.namespace, labels: controller.podLabels, ours },
        namespaces: [
            IDENTITY,
            APPLICATION,
            ...(ours ? [own.namespace] : []),
            ...(config.certificates.certManager.install ? [CERT_MANAGER_NAMESPACE] : []),
        ],
        dns: config.cluster.dns,
        probeImage: mirrored(PROBE_IMAGE, config.images.mirrors),
        stores: {
            postgres: standalone(config.postgres),
            mongodb: standalone(config.mongodb),
            redis: standalone(config.redis),
            qdrant: standalone(config.qdrant),
        },
        katoTls: config.kato.tls.enabled,
        standIn: STAND_IN.test(config.kato.image),
        identitySchema: kratos.identitySchema,
        mail: kratos.smtp === undefined ? undefined : kratos.smtp,
        secretStore: secrets.store === "none" ? undefined : { region: secrets.aws.region, name: secrets.aws.name },
    };
}
