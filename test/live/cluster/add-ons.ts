import type { KubernetesObject } from "@kubernetes/client-node";
import { mkdirSync } from "node:fs";
import { DNS_IMAGE } from "../images/recipes";
import { DNS_ADDRESS, NODE_NAME, path } from "./layout";

/** How many volumes the node offers. One that has been released is not used again. */
const VOLUMES = 24;

type Manifest = KubernetesObject & Readonly<Record<string, unknown>>;

/** What every cluster has that is more than its own parts: DNS and volumes. */
export function addOns(): Manifest[] {
    return [...dns(), storageClass(), ...Array.from({ length: VOLUMES }, (_, index) => volume(index))];
}

const DNS_LABELS = { "k8s-app": "kube-dns" };
const DNS = { name: "coredns", namespace: "kube-system" };

function dns(): Manifest[] {
    const rules = [
        { apiGroups: [""], resources: ["endpoints", "services", "pods", "namespaces"], verbs: ["list", "watch"] },
        { apiGroups: ["discovery.k8s.io"], resources: ["endpointslices"], verbs: ["list", "watch"] },
    ];
    // Two blocks, because a block asks `template` before `kubernetes`, whatever their order in it.
    const names = `cluster.local:53 in-addr.arpa:53 ip6.arpa:53 {
    errors
    health
    ready
    kubernetes cluster.local in-addr.arpa ip6.arpa {
        ttl 5
    }
    cache 5
}
.:53 {
    errors
    template ANY ANY {
        rcode NXDOMAIN
    }
}
`;
    const port = (name: string, protocol: string): object => ({ name, protocol, port: 53 });
    const container = {
        name: "coredns",
        image: DNS_IMAGE,
        args: ["-conf", "/etc/coredns/Corefile"],
        ports: [
            { name: "dns", containerPort: 53, protocol: "UDP" },
            { name: "dns-tcp", containerPort: 53, protocol: "TCP" },
        ],
        readinessProbe: { httpGet: { path: "/ready", port: 8181 }, periodSeconds: 2 },
        volumeMounts: [{ name: "config", mountPath: "/etc/coredns" }],
    };
    return [
        { apiVersion: "v1", kind: "ServiceAccount", metadata: DNS },
        { apiVersion: "rbac.authorization.k8s.io/v1", kind: "ClusterRole", metadata: { name: DNS.name }, rules },
        {
            apiVersion: "rbac.authorization.k8s.io/v1",
            kind: "ClusterRoleBinding",
            metadata: { name: DNS.name },
            roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: DNS.name },
            subjects: [{ kind: "ServiceAccount", ...DNS }],
        },
        { apiVersion: "v1", kind: "ConfigMap", metadata: DNS, data: { Corefile: names } },
        {
            apiVersion: "apps/v1",
            kind: "Deployment",
            metadata: { ...DNS, labels: DNS_LABELS },
            spec: {
                selector: { matchLabels: DNS_LABELS },
                template: {
                    metadata: { labels: DNS_LABELS },
                    spec: {
                        serviceAccountName: DNS.name,
                        dnsPolicy: "Default",
                        containers: [container],
                        volumes: [{ name: "config", configMap: { name: DNS.name } }],
                    },
                },
            },
        },
        {
            apiVersion: "v1",
            kind: "Service",
            metadata: { name: "kube-dns", namespace: "kube-system", labels: DNS_LABELS },
            spec: { clusterIP: DNS_ADDRESS, selector: DNS_LABELS, ports: [port("dns", "UDP"), port("dns-tcp", "TCP")] },
        },
    ];
}

/** Local volumes, because these honour `fsGroup` and folders of the host do not. */
function storageClass(): Manifest {
    return {
        apiVersion: "storage.k8s.io/v1",
        kind: "StorageClass",
        metadata: { name: "standard", annotations: { "storageclass.kubernetes.io/is-default-class": "true" } },
        provisioner: "kubernetes.io/no-provisioner",
        volumeBindingMode: "WaitForFirstConsumer",
        reclaimPolicy: "Retain",
    };
}

function volume(index: number): Manifest {
    const name = `volume-${index}`;
    const folder = path("volumes", name);
    mkdirSync(folder, { recursive: true });
    const matchExpressions = [{ key: "kubernetes.io/hostname", operator: "In", values: [NODE_NAME] }];
    return {
        apiVersion: "v1",
        kind: "PersistentVolume",
        metadata: { name },
        spec: {
            capacity: { storage: "100Gi" },
            accessModes: ["ReadWriteOnce"],
            persistentVolumeReclaimPolicy: "Retain",
            storageClassName: "standard",
            local: { path: folder },
            nodeAffinity: { required: { nodeSelectorTerms: [{ matchExpressions }] } },
        },
    };
}
