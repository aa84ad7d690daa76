/** Fields that no rule guards, and why none has to. */
export const unguarded: readonly { readonly sites: RegExp; readonly why: string }[] = [
    { sites: /: (apiVersion|kind)$/, why: "an object of another kind is judged as what it is" },
    { sites: /: metadata\.name$/, why: "a name; what refers to it is checked where it refers" },
    { sites: /: metadata\.labels\b/, why: "nothing selects by them but what selector-matches checks" },
    { sites: /: metadata\.annotations\["pulumi\.com\//, why: "how long Pulumi waits" },
    { sites: /issue-temporary-certificate"\]$/, why: "a self-signed certificate until the real one: no plain text" },
    { sites: /secretTemplate\.labels/, why: "labels of a Secret, which nothing selects" },

    // Pods
    { sites: /^pod: spec\.containers\[\]\.name$/, why: "a name" },
    {
        sites: /^pod: spec\.containers\[\]\.(\w+Probe\.|lifecycle\.|terminationMessagePolicy$)/,
        why: "how health is found out; that it is, probes-required checks",
    },
    { sites: /^pod: spec\.containers\[\]\.ports\[\]/, why: "documentation: who reaches a port is for NetworkPolicies" },
    { sites: /^pod: spec\.securityContext\.fsGroupChangePolicy$/, why: "operation" },
    { sites: /^pod: .*\.ephemeral-storage$/, why: "the namespace's LimitRange and quota bound it" },
    {
        sites: /^pod: spec\.(containers\[\]\.(env(From)?\[\]|volumeMounts\[\]|workingDir)|volumes\[\])/,
        why: "which configuration a pod gets; what is in it is judged where it stands",
    },
    {
        sites: /^pod: spec\.(enableServiceLinks|(containers\[\]\.)?restartPolicy|terminationGracePeriodSeconds)$/,
        why: "operation",
    },
    {
        sites: /^pod: spec\.shareProcessNamespace$/,
        why: "containers of one pod trust each other; those that must not have different users",
    },
    { sites: /^pod: spec\.hostAliases\[\]\.hostnames/, why: "the address is what matters" },
    {
        sites: /^pod: spec\.topologySpreadConstraints\[\]/,
        why: "how pods spread; that they do, topology-spread checks",
    },
    {
        sites: /^(CronJob\.batch|Job\.batch|Deployment\.apps|StatefulSet\.apps): spec\./,
        why: "operation: schedules, deadlines, roll-outs",
    },
    { sites: /^HorizontalPodAutoscaler\.autoscaling: spec\./, why: "when it scales; the least is checked" },
    { sites: /^PodDisruptionBudget\.policy: spec\.unhealthyPodEvictionPolicy$/, why: "operation" },

    // The cluster
    { sites: /^(LimitRange|ResourceQuota): spec\./, why: "amounts, which are the stack's own business" },
    {
        sites: /^NetworkPolicy\.networking\.k8s\.io: spec\.(egress|ingress)\[\]\.(to|from)\[\]/,
        why: "who talks to whom is the connection table's, which test/cluster compares with a hand-written matrix",
    },
    {
        sites: /^NetworkPolicy\.networking\.k8s\.io: spec\.((egress|ingress)\[\]\.ports\[\]|podSelector\.)/,
        why: "the same: one allowed connection instead of another",
    },
    { sites: /^(Cluster)?Role(Binding)?\.rbac[^:]*: (roleRef|subjects\[\])\./, why: "judged as a whole" },
    {
        sites: /^(Cluster)?Role\.rbac[^:]*: rules\[\]\.resourceNames/,
        why: "of a Lease and an IngressClass, which keep no secret",
    },
    {
        sites: /^Service: spec\.(ports\[\]|clusterIP$|publishNotReadyAddresses$)/,
        why: "inside the cluster; NetworkPolicies say who reaches it",
    },
    {
        sites: /^Service: (metadata\.annotations\["service\.beta\.|spec\.(loadBalancerClass|sessionAffinity))/,
        why: "how the load balancer works; which pod a client comes to, rate-limit-strength checks",
    },
    { sites: /^(Secret|ConfigMap): (immutable|type)$/, why: "how it changes, not what it shows" },
    { sites: /^Secret: (data|stringData)/, why: "where secrets belong" },
    {
        sites: /^ConfigMap: data(\.|\["(apply|keeper|start|client|audit|probe|pulse|database|login|identity|nginx)\.)/,
        why: "scripts and settings of our own; real servers run them in test/servers",
    },
    {
        sites: /^StorageClass[^:]*: (allowVolumeExpansion|parameters\.(type|kmsKeyId)|reclaimPolicy|volumeBindingMode)$/,
        why: "kind of disk and what becomes of it; whose key it is, aws-customer-key asks",
    },
    {
        sites: /^PersistentVolumeClaim: spec\.(accessModes|resources)/,
        why: "size and access; shrinking is a danger of its own",
    },

    // Certificates and routes
    {
        sites: /^(Cluster)?Issuer\.cert-manager\.io: spec\.(acme\.(email|privateKeySecretRef|solvers)|ca|selfSigned)/,
        why: "whose account and which key; issuers are judged by what they are",
    },
    {
        sites: /^Certificate\.cert-manager\.io: (\(protect\)|spec\.(issuerRef\.(group|kind)|additionalOutputFormats|commonName|isCA|renewBefore|secretName))/,
        why: "a certificate is made again at any time, and early renewal fails towards safety",
    },
    {
        sites: /^Policy\.k8s\.nginx\.org: spec\.(ingressClassName|rateLimit\.(noDelay|scale|zoneSize))/,
        why: "operation",
    },
    {
        sites: /^VirtualServer\.k8s\.nginx\.org: spec\.(ingressClassName|tls\.redirect\.code)/,
        why: "operation",
    },
    {
        sites: /^VirtualServer\.k8s\.nginx\.org: spec\.routes\[\]/,
        why: "the controller serves a host whose paths are not those of its VirtualServerRoute with no path at all",
    },
    {
        sites: /^VirtualServerRoute\.k8s\.nginx\.org: spec\.(ingressClassName|upstreams\[\]\.(client|connect|name|read|send)|subroutes\[\]\.action\.(return|proxy\.upstream$))/,
        why: "operation",
    },

    {
        sites: /\.traefik\.io: metadata\.namespace$/,
        why: "elsewhere Traefik does not look, and what it names is missing",
    },
    {
        sites: /^IngressRoute\.traefik\.io: spec\.(ingressClassName|entryPoints\[\]|routes\[\]\.kind)$/,
        why: "where it is served; whether encrypted, its `tls` says",
    },
    {
        sites: /^IngressRoute\.traefik\.io: spec\.routes\[\]\.services\[\]\.serversTransport$/,
        why: "without it Traefik verifies by public authorities, which have signed no backend's certificate",
    },
    {
        sites: /^ServersTransport\.traefik\.io: spec\.(serverName|rootCAs|forwardingTimeouts)/,
        why: "another name or authority is verified, and fails",
    },
    {
        sites: /^Middleware\.traefik\.io: spec\.(buffering|redirectScheme\.permanent|ipAllowList\.rejectStatusCode|rateLimit\.sourceCriterion\.ipStrategy\.ipv6Subnet)/,
        why: "operation: the application bounds bodies as well, and what is refused stays refused",
    },
    {
        sites: /^Middleware\.traefik\.io: spec\.headers\.customRequestHeaders\.Upgrade$/,
        why: "an application that is asked to change protocols decides; none of ours does",
    },
    {
        sites: /^Service: spec\.type$/,
        why: "service-exposure takes ExternalName and ClusterIP alone, and either leads inside",
    },

    // Providers and AWS
    { sites: /^aws:kms\/alias:Alias: /, why: "a name for a key" },
    { sites: /^aws:[^:]*: ?.*\btags\./, why: "labels" },
    {
        sites: /^aws:secretsmanager\/\w+:\w+: (name|secretArn|secretId|secretString)$/,
        why: "which secret; its value belongs there",
    },
    { sites: /^pulumi:providers:/, why: "where it is deployed: chosen by the stack file, validated by its schema" },
    {
        sites: /^random:index\/randomPassword:RandomPassword: special$/,
        why: "fewer characters to choose from are counted",
    },
    {
        sites: /^random:index\/randomPassword:RandomPassword: keepers\.previousUntil$/,
        why: "when the keys before end: key-overlap takes no later day than its own, and a first generation has none before",
    },
    { sites: /^kubernetes:helm\.sh\/v3:Release: (atomic|compat|name|timeout)$/, why: "how it is installed" },
    {
        sites: /^kubernetes:helm\.sh\/v3:Release: values\.(.*\.)?(automountServiceAccountToken|commonLabels|extraLabels|autoscaling|podDisruptionBudget|replicaCount|strategy|topologySpreadConstraints|lifecycle|minReadySeconds|terminationGracePeriodSeconds|ephemeral-storage|fsGroup|logFormat|readyStatus|reportIngressStatus|securePort|crds\.enabled)\b/,
        why: "operation of a chart's pods",
    },
    {
        sites: /^kubernetes:helm\.sh\/v3:Release: values\.controller\.config\.entries\.(http2|keepalive|worker-|map-hash-|server-names-hash-)/,
        why: "operation of nginx",
    },
    {
        sites: /^kubernetes:helm\.sh\/v3:Release: values\.controller\.(enableCertManager|enableSSLDynamicReload|ingressClass)/,
        why: "what the controller takes care of",
    },
    {
        sites: /^kubernetes:helm\.sh\/v3:Release: values\.controller\.service\./,
        why: "which load balancer the cloud makes: it is meant to face the internet",
    },
    {
        sites: /^kubernetes:helm\.sh\/v3:Release: values\.controller\.(volumeMounts\[\]|volumes\[\]\.(name|secret))/,
        why: "the internal authority's certificate, without which the controller does not start",
    },
    {
        sites: /^kubernetes:helm\.sh\/v3:Release: values\.dns01RecursiveNameserversOnly$/,
        why: "how a challenge of one's own is checked before it is sent",
    },
];
