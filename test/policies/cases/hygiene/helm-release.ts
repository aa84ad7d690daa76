import type { Case, Change, RuleCases } from "../case";
import { nginxConfigFails } from "./nginx-config";
import { certManager, controller, entry, HTTP_LINES, nginx } from "./releases";

/** A value of the controller that is missing or another. */
function value(path: string, wrong: unknown): Case {
    const change = path.split(".").reduceRight<unknown>((inner, key) => ({ [key]: inner }), wrong) as Change;
    const what = `${path} ${wrong === undefined ? "missing" : JSON.stringify(wrong)}`;
    return { what, resources: [controller(change)], at: `values.controller.${path}` };
}

/** As `value`, missing and with each of these. */
function values(path: string, ...wrong: readonly unknown[]): Case[] {
    return [undefined, ...wrong].map((one) => value(path, one));
}

function security(path: string): Case[] {
    return [
        ...values(`${path}.allowPrivilegeEscalation`, true),
        value(`${path}.privileged`, true),
        ...values(`${path}.readOnlyRootFilesystem`, false),
        ...values(`${path}.runAsNonRoot`, false),
        ...values(`${path}.runAsUser`, 0),
        ...values(`${path}.seccompProfile.type`, "Unconfined"),
        ...values(`${path}.capabilities.drop`, [], ["NET_RAW"]),
        value(`${path}.capabilities.add`, ["SYS_ADMIN"]),
        value(`${path}.capabilities.add`, ["NET_BIND_SERVICE", "SYS_ADMIN"]),
    ];
}

const input = (what: string, change: Change, at: string): Case => ({ what, resources: [certManager(change)], at });

export const helmReleaseCases: RuleCases = {
    rule: "helm-release",
    fails: [
        {
            what: "another chart",
            resources: [
                {
                    type: "kubernetes:helm.sh/v3:Release",
                    name: "dashboard",
                    props: { chart: "kubernetes-dashboard", version: "7.5.0", namespace: "dashboard" },
                },
            ],
            at: "chart",
        },
        input(
            "a chart of that name from elsewhere",
            { repositoryOpts: { repo: "https://charts.example.com" } },
            "repositoryOpts.repo",
        ),
        input("no repository, which is a folder here", { repositoryOpts: undefined }, "repositoryOpts.repo"),
        input("no version, which is the latest", { version: undefined }, "version"),
        ...["latest", "^1.21.1", ">=1.0.0", "1.21", "v1.21.1-beta.0", "v1.21.0", "v1.20.9", "v2.0.0", "v0.22.2"].map(
            (version) => input(`version ${version}`, { version }, "version"),
        ),
        input("another namespace", { namespace: "default" }, "namespace"),
        input("no namespace", { namespace: undefined }, "namespace"),
        ...[
            "allowNullValues",
            "createNamespace",
            "dependencyUpdate",
            "devel",
            "disableCRDHooks",
            "disableOpenapiValidation",
            "disableWebhooks",
            "reuseValues",
        ].map((key) => input(key, { [key]: true }, key)),
        input("a program that changes the objects", { postrender: "./change.sh" }, "postrender"),
        input("values in a file", { valueYamlFiles: [{ path: "other.yaml" }] }, "valueYamlFiles"),
        input("definitions that are deleted with it", { values: { crds: { keep: false } } }, "values.crds.keep"),
        input(
            "leader election in kube-system",
            { values: { global: { leaderElection: undefined } } },
            "values.global.leaderElection.namespace",
        ),
        ...[undefined, true].map((aggregateClusterRoles) =>
            input(
                `certificates for every editor of a namespace: ${aggregateClusterRoles}`,
                { values: { global: { rbac: { aggregateClusterRoles } } } },
                "values.global.rbac.aggregateClusterRoles",
            ),
        ),
        ...[undefined, ["--controllers=*"], ["--controllers=*,-ingress-shim", "--controllers=*"]].map((extraArgs) =>
            input(
                `certificates for every Ingress with an annotation: ${JSON.stringify(extraArgs)}`,
                { values: { extraArgs } },
                "values.extraArgs",
            ),
        ),
        input(
            "a token for whoever uses the account",
            { values: { cainjector: { serviceAccount: undefined } } },
            "values.cainjector.serviceAccount.automountServiceAccountToken",
        ),
        input("metrics", { values: { prometheus: { enabled: true } } }, "values.prometheus.enabled"),
        input(
            "name servers of the internet",
            { values: { dns01RecursiveNameserversOnly: false } },
            "values.dns01RecursiveNameserversOnly",
        ),
        input(
            "another port for the API server",
            { values: { webhook: { securePort: 443 } } },
            "values.webhook.securePort",
        ),
        ...["", "webhook.", "cainjector.", "startupapicheck."].map((part) => {
            const change = `${part}resources.limits.memory`
                .split(".")
                .reduceRight<unknown>((inner, key) => ({ [key]: inner }), undefined) as Change;
            return input(
                `no ${part}resources.limits.memory`,
                { values: change },
                `values.${part}resources.limits.memory`,
            );
        }),
        input(
            "a value that nobody has looked at",
            { values: { webhook: { hostNetwork: true } } },
            "values.webhook.hostNetwork",
        ),
        input(
            "a security context of one's own",
            { values: { containerSecurityContext: {} } },
            "values.containerSecurityContext",
        ),
        {
            what: "an address as chart and a repository",
            resources: [nginx({ repositoryOpts: { repo: "https://a" } })],
            at: "repositoryOpts.repo",
        },
        ...security("securityContext"),
        ...security("initContainerSecurityContext"),
        value("initContainerSecurityContext.capabilities.add", ["NET_BIND_SERVICE"]),
        ...values("podSecurityContext.runAsNonRoot", false),
        ...values("podSecurityContext.runAsUser", 0),
        ...values("podSecurityContext.seccompProfile.type", "Unconfined"),
        ...values("readOnlyRootFilesystem", false),
        ...values("resources.requests.cpu", ""),
        ...values("initContainerResources.limits.memory", 0),
        ...values("watchNamespace", "", "*", "kato,"),
        ...values("watchSecretNamespace", "", "kato"),
        ...values("enableSnippets", true),
        ...values("nginxStatus.enable", true),
        ...values("telemetryReporting.enable", true),
        ...values("ingressClass.setAsDefaultIngress", true),
        ...values("reportIngressStatus.enable", false),
        ...values("reportIngressStatus.externalService", ""),
        ...values("readyStatus.enable", false),
        ...values("volumes", [
            { name: "a", secret: {} },
            { name: "node", hostPath: { path: "/" } },
        ]),
        ...values("volumeMounts", [{ mountPath: "/etc/internal-authority" }]),
        value("replicaCount", 6),
        value("autoscaling.maxReplicas", 10),
        ...values("service.create", true),
        value("service.externalIPs", ["203.0.113.1"]),
        value("hostNetwork", true),
        value("allowEmptyIngressHost", true),
        ...values("image.repository", ""),
        ...values("image.tag", 5),
        value("image.digest", "sha256:0123"),
        value("image.pullPolicy", "Never"),
        input(
            "an image that the chart chooses",
            { values: { acmesolver: { image: { repository: undefined } } } },
            "values.acmesolver.image.repository",
        ),
        value("initContainers", [{ name: "a" }]),
        ...nginxConfigFails,
        {
            what: "a ClusterRole for every Secret",
            resources: [nginx({ values: { rbac: { create: true } } })],
            at: "values.rbac.create",
        },
        {
            what: "the chart's default roles",
            resources: [nginx({ values: { rbac: undefined } })],
            at: "values.rbac.create",
        },
        ...values("serviceAccount.name", "default"),
        {
            what: "metrics of nginx",
            resources: [nginx({ values: { prometheus: undefined } })],
            at: "values.prometheus.create",
        },
    ],
    passes: [
        { what: "cert-manager, narrowed", resources: [certManager()] },
        { what: "the ingress controller, narrowed", resources: [nginx()] },
    ],
    nearMisses: [
        { what: "a later version", resources: [certManager({ version: "1.22.0" })] },
        {
            what: "what is off anyway",
            resources: [certManager({ createNamespace: false, postrender: "", valueYamlFiles: [] })],
        },
        { what: "how it is installed", resources: [certManager({ name: "cert-manager", atomic: true, timeout: 600 })] },
        {
            what: "where pods run",
            resources: [certManager({ values: { webhook: { nodeSelector: { a: "b" }, replicaCount: 2 } } })],
        },
        {
            what: "amounts of something else",
            resources: [controller({ resources: { limits: { "ephemeral-storage": "1Gi" } } })],
        },
        {
            what: "a load balancer that speaks the PROXY protocol",
            resources: [
                entry({
                    "proxy-protocol": "true",
                    "real-ip-header": "proxy_protocol",
                    "set-real-ip-from": "10.0.0.0/8,100.64.0.0/10",
                }),
            ],
        },
        {
            what: "a proxy that names clients",
            resources: [
                controller({
                    config: {
                        entries: { "real-ip-header": "CF-Connecting-IP", "set-real-ip-from": "173.245.48.0/20" },
                    },
                }),
            ],
        },
        {
            what: "another order of ciphers",
            resources: [entry({ "ssl-ciphers": "ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-AES256-GCM-SHA384" })],
        },
        {
            what: "more lines",
            resources: [entry({ "http-snippets": `${HTTP_LINES}gzip off;\n`, "keepalive-timeout": "65s" })],
        },
        {
            what: "TLS 1.2, in development",
            resources: [entry({ "ssl-protocols": "TLSv1.2 TLSv1.3" })],
            development: true,
        },
    ],
};
