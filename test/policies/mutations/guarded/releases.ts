import { becomes, both, removed, rows, text, withoutLine } from "../row";

const RULE = "helm-release";
const controller = (path: string): string => `values.controller.${path}`;
const entry = (name: string): string => `values.controller.config.entries.${name}`;

const RESOURCES = [
    "controller.resources",
    "controller.initContainerResources",
    "resources",
    "cainjector.resources",
    "startupapicheck.resources",
    "webhook.resources",
].flatMap((holder) =>
    ["limits.cpu", "limits.memory", "requests.cpu", "requests.memory"].map(
        (amount) => [`values.${holder}.${amount}`, RULE, removed] as const,
    ),
);

/** What the charts are told; their objects are seen by nobody before the cluster. */
export const releaseFields = rows("kubernetes:helm.sh/v3:Release", [
    ...RESOURCES,
    ["chart", RULE, becomes("oci://registry.attacker.example/charts/nginx-ingress")],
    ["version", RULE, both(removed, becomes(">=1.0.0", "latest", "0.1.0"))],
    ["repositoryOpts.repo", RULE, both(removed, becomes("https://charts.attacker.example"))],
    ["namespace", "reserved-namespaces", both(removed, becomes("default", "kube-system"))],
    [controller("enableSnippets"), RULE, both(removed, becomes(true))],
    [controller("watchNamespace"), RULE, both(removed, becomes(""))],
    [controller("watchSecretNamespace"), RULE, both(removed, becomes(""))],
    [controller("readOnlyRootFilesystem"), RULE, both(removed, becomes(false))],
    [controller("securityContext.allowPrivilegeEscalation"), RULE, both(removed, becomes(true))],
    [controller("securityContext.capabilities.drop[]"), RULE, removed],
    [controller("securityContext.capabilities.add[]"), RULE, becomes("SYS_ADMIN")],
    [controller("securityContext.privileged"), RULE, becomes(true)],
    [controller("securityContext.readOnlyRootFilesystem"), RULE, both(removed, becomes(false))],
    [controller("securityContext.runAsNonRoot"), RULE, both(removed, becomes(false))],
    [controller("securityContext.runAsUser"), RULE, becomes(0)],
    [controller("securityContext.seccompProfile.type"), RULE, both(removed, becomes("Unconfined"))],
    [controller("initContainerSecurityContext.allowPrivilegeEscalation"), RULE, both(removed, becomes(true))],
    [controller("initContainerSecurityContext.capabilities.drop[]"), RULE, removed],
    [controller("initContainerSecurityContext.privileged"), RULE, becomes(true)],
    [controller("initContainerSecurityContext.readOnlyRootFilesystem"), RULE, both(removed, becomes(false))],
    [controller("initContainerSecurityContext.runAsNonRoot"), RULE, both(removed, becomes(false))],
    [controller("initContainerSecurityContext.runAsUser"), RULE, becomes(0)],
    [controller("initContainerSecurityContext.seccompProfile.type"), RULE, both(removed, becomes("Unconfined"))],
    [controller("podSecurityContext.runAsNonRoot"), RULE, both(removed, becomes(false))],
    [controller("podSecurityContext.runAsUser"), RULE, becomes(0)],
    [controller("podSecurityContext.seccompProfile.type"), RULE, both(removed, becomes("Unconfined"))],
    [controller("initContainerResources"), RULE, removed],
    [controller("nginxStatus.enable"), RULE, both(removed, becomes(true))],
    [controller("telemetryReporting.enable"), RULE, both(removed, becomes(true))],
    [controller("ingressClass.setAsDefaultIngress"), RULE, becomes(true)],
    [controller("volumes[]"), RULE, becomes({ name: "node", hostPath: { path: "/" } })],
    ["values.rbac.create", RULE, both(removed, becomes(true))],
    ...["", "webhook.", "cainjector.", "startupapicheck.", "acmesolver.", "controller."].flatMap(
        (part) =>
            [
                [`values.${part}image.repository`, RULE, removed],
                [`values.${part}image.repository`, "image-registry", becomes("registry.attacker.example/a")],
                [`values.${part}image.tag`, RULE, removed],
                [`values.${part}image.tag`, "image-tag", becomes("latest")],
                [`values.${part}image.+digest`, RULE, becomes("sha256:0")],
            ] as const,
    ),
    [controller("serviceAccount.name"), RULE, both(removed, becomes("default"))],
    ["values.prometheus.create", RULE, both(removed, becomes(true))],
    [controller("+hostNetwork"), RULE, becomes(true)],
    [controller("+allowEmptyIngressHost"), RULE, becomes(true)],
    [entry("ssl-protocols"), RULE, both(removed, becomes("TLSv1.2 TLSv1.3", "TLSv1"))],
    [entry("server-tokens"), RULE, both(removed, becomes("true"))],
    [entry("default-server-return"), RULE, both(removed, becomes("200"))],
    [entry("real-ip-header"), RULE, becomes("X-Forwarded-For")],
    [entry("set-real-ip-from"), RULE, becomes("0.0.0.0/0")],
    [entry("log-format"), RULE, text(/\$edge_path/, "$request_uri", "$http_authorization")],
    [entry("http-snippets"), RULE, both(removed, withoutLine(/add_header (?!Retry-After)/))],
    [entry("http-snippets"), RULE, withoutLine(/ssl_session_tickets|ssl_conf_command/)],
    [entry("http-snippets"), RULE, text(/ssl_session_tickets off/, "ssl_session_tickets on")],
    [entry("http-snippets"), RULE, text(/max-age=63072000/, "max-age=0")],
    [entry("http-snippets"), RULE, withoutLine(/proxy_ssl_(?:verify on|trusted_certificate|name)/)],
    [entry("http-snippets"), RULE, text(/proxy_ssl_verify on/, "proxy_ssl_verify off")],
    [entry("server-snippets"), RULE, both(removed, withoutLine(/if /))],
    [entry("error-log-level"), RULE, both(removed, becomes("debug"))],
    [entry("log-format-escaping"), RULE, both(removed, becomes("none"))],
    [entry("ssl-prefer-server-ciphers"), RULE, both(removed, becomes("false"))],
    [entry("proxy-protocol"), RULE, both(removed, becomes("false"))],
    [controller("service.create"), RULE, both(removed, becomes(true))],
    ["values.prometheus.enabled", RULE, both(removed, becomes(true))],
    ["values.global.rbac.aggregateClusterRoles", RULE, both(removed, becomes(true))],
    ["values.global.leaderElection.namespace", RULE, both(removed, becomes("kube-system"))],
    ["values.extraArgs[]", RULE, both(removed, becomes("--controllers=*"))],
    ...["", "webhook.", "cainjector.", "startupapicheck."].map(
        (part) =>
            [`values.${part}serviceAccount.automountServiceAccountToken`, RULE, both(removed, becomes(true))] as const,
    ),
    ["values.crds.keep", RULE, both(removed, becomes(false))],
    ["+valueYamlFiles", RULE, becomes([{ path: "other.yaml" }])],
    ["+postrender", RULE, becomes("./change.sh")],
]);
