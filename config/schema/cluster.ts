import { z } from "zod";
import { cidr, line, port } from "./fields";
import { namespace, podLabels } from "./kubernetes-names";

const context = line("the name of a kube-context, as `kubectl config get-contexts` lists them", "kato-production");

/** How pods reach the API server. */
export const apiServer = z
    .strictObject({
        cidrs: z.array(cidr("10.0.0.0/28")).min(1).max(100).describe("Address ranges of the API server."),
        port: port().meta({ example: "443" }).describe("Its port: 443 on most managed clusters, 6443 on others."),
    })
    .optional()
    .meta({ defaultText: "in development `10.0.0.0/8`, `172.16.0.0/12`, `192.168.0.0/16`, port 6443" })
    .describe(
        "Where pods that talk to Kubernetes (cert-manager) reach the API server. It cannot be selected by label, so NetworkPolicies need its addresses (`kubectl get endpointslices -n default`). Required except in development.",
    );

/** Who answers DNS. The defaults are those of kubeadm, EKS with its add-on, GKE, AKS, kind and k3s. */
const dns = z
    .strictObject({
        namespace: namespace("openshift-dns").default("kube-system").describe("Where its pods run."),
        labels: podLabels("default")
            .default({ "k8s-app": "kube-dns" })
            .meta({ defaultText: "`k8s-app: kube-dns`" })
            .describe("Labels of its pods. Where none has them, they open nothing."),
        cidrs: z
            .array(cidr("169.254.25.10/32"))
            .max(20)
            .default(["169.254.20.10/32"])
            .describe(
                "Where it answers on the node, which no label selects: the address of NodeLocal DNSCache, or on EKS Auto Mode the `nameserver` in a pod's /etc/resolv.conf.",
            ),
        ports: z
            .array(port().meta({ example: "5353" }))
            .min(1)
            .max(10)
            .default([53])
            .describe("Where it listens, over UDP and TCP: the pods' own port, which on OpenShift is 5353."),
    })
    .prefault({})
    .describe(
        "The cluster's DNS. Whoever may reach anything may ask it, and nobody else. `npm run doctor` says what a cluster needs; docs/network.md has examples.",
    );

/** What a stack has that says nothing about DNS. */
export const defaultDns = dns.parse({});

/** Where the cluster is. */
export const cluster = z
    .strictObject({
        context: context
            .optional()
            .describe(
                "The kube-context to deploy to. Required except in development, which uses the current one: a deployment that matters never goes to whatever happens to be current.",
            ),
        apiServer,
        dns,
    })
    .prefault({})
    .describe("The cluster to deploy to.");

/** Controllers that certificates need. */
export const certificates = z
    .strictObject({
        certManager: z
            .strictObject({
                install: z
                    .boolean()
                    .default(true)
                    .describe("Whether to install cert-manager; `false` where the cluster has one."),
            })
            .prefault({})
            .describe("The controller that issues and renews certificates."),
    })
    .prefault({})
    .describe("Certificates. Between its own parts, the platform is its own authority.");
