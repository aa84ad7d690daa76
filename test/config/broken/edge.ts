import type { BrokenStack } from "./broken-stack";

/** How the edge is reached, and by whom. */
export const edge: readonly BrokenStack[] = [
    {
        title: "no host for KATO",
        patch: "edge: { hosts: null }",
        paths: ["edge.hosts.kato"],
        says: ["found:    nothing", "'kato-platform:edge.hosts.kato' kato.yourdomain.com --stack prod"],
    },
    {
        title: "no edge at all, which leaves two settings to a person",
        patch: "edge: null",
        paths: ["edge.hosts.kato", "edge.certificates.email"],
        says: ["'kato-platform:edge.certificates.email' admin@yourdomain.com --stack prod"],
    },
    {
        title: "development's host",
        patch: "edge: { hosts: { kato: kato.localhost } }",
        paths: ["edge.hosts.kato"],
        says: ['found:    "kato.localhost"', "localhost is for development"],
    },
    {
        title: "a wildcard, and a URL",
        patch: `{ edge: { hosts: { kato: "*.karima.com" } }, kratos: { additionalHosts: ["https://auth.ks-backend.cloud"] } }`,
        paths: ["kratos.additionalHosts[0]", "edge.hosts.kato"],
        says: ["a host name in lower case, without scheme, port or path"],
    },
    {
        title: "KATO on Kratos' host",
        patch: "edge: { hosts: { kato: auth.karima.com } }",
        paths: ["edge.hosts.kato"],
        says: ['found:    "auth.karima.com"', "a host that nothing else here has"],
    },
    {
        title: "one host of Kratos' several times",
        patch: "kratos: { additionalHosts: [auth.karima.com, b.karima.com, b.karima.com] }",
        paths: ["kratos.additionalHosts[0]", "kratos.additionalHosts[2]"],
        says: ["a host that nothing else here has"],
    },
    {
        title: "addresses instead of names",
        patch: "{ edge: { hosts: { kato: 203.0.113.7 } }, kratos: { additionalHosts: [203.0.113.8] } }",
        paths: ["kratos.additionalHosts[0]", "edge.hosts.kato"],
        says: ["TLS serves names, not addresses"],
    },
    {
        title: "an address of version 6, even in development",
        base: "dev",
        patch: `kratos:
  publicBaseUrl: https://[::1]:4433/
  uiUrl: https://[::1]:4455
  defaultReturnUrl: https://[::1]:4455/
  allowedOrigins: []`,
        paths: ["kratos.publicBaseUrl"],
        says: ["TLS serves names, not addresses"],
    },
    {
        title: "Kratos at a port of its own",
        patch: "kratos: { publicBaseUrl: https://auth.karima.com:8443/ }",
        paths: ["kratos.publicBaseUrl"],
        says: ["the edge serves hosts on port 443, as a whole", "publicBaseUrl' https://auth.karima.com/ --stack"],
    },
    {
        title: "Kratos below a path",
        patch: "kratos: { publicBaseUrl: https://auth.karima.com/kratos/ }",
        paths: ["kratos.publicBaseUrl"],
        says: ["without port and path", "publicBaseUrl' https://auth.karima.com/ --stack"],
    },
    {
        title: "a controller that does not exist",
        patch: "edge: { controller: { mode: instal } }",
        paths: ["edge.controller.mode"],
        says: ["install or existing; did you mean `install`?"],
    },
    {
        title: "one pod",
        patch: "edge: { controller: { replicas: { min: 1, max: 1 } } }",
        paths: ["edge.controller.replicas.min"],
        says: [
            "at least 2: with one, every update or lost node is an outage",
            "'kato-platform:edge.controller.replicas.min' 2 --stack prod",
            "'kato-platform:edge.controller.replicas.max' 2 --stack prod",
        ],
    },
    {
        title: "a most below the least",
        patch: "edge: { controller: { replicas: { min: 3, max: 2 } } }",
        paths: ["edge.controller.replicas.max"],
        says: ["at least `edge.controller.replicas.min`, 3", "replicas.max' 3 "],
    },
    {
        title: "a most below the least by default",
        patch: "edge: { controller: { replicas: { min: null, max: 1 } } }",
        paths: ["edge.controller.replicas.max"],
        says: ["at least `edge.controller.replicas.min`, 2"],
    },
    {
        title: "more pods than can share the strictest limit",
        patch: "edge: { controller: { replicas: { min: 0, max: 6 } } }",
        paths: ["edge.controller.replicas.min", "edge.controller.replicas.max"],
        says: ["found:    the number 6", "a whole number, 1 to 5"],
    },
    {
        title: "a request above its limit",
        patch: `edge: { controller: { resources: { cpu: { request: "2" } } } }`,
        paths: ["edge.controller.resources.cpu.request"],
        says: ["at most the limit, 1", "'kato-platform:edge.controller.resources.cpu.request' 1 "],
    },
    {
        title: "the cluster's own controller, described as if it were ours",
        patch: `edge: { controller: { mode: existing, namespace: ingress, ingressClass: nginx, podLabels: { app: nginx } } }`,
        paths: ["edge.controller.replicas", "edge.exposure"],
        says: [
            "`replicas` only with `edge.controller.mode: install`",
            'found:    "aws-nlb"',
            "nothing: a controller that the cluster has already is exposed by whoever runs it",
            "pulumi config rm --path 'kato-platform:edge.exposure' --stack prod",
        ],
    },
    {
        title: "the cluster's own controller, not described at all",
        patch: "edge: { controller: { mode: existing, replicas: null, resources: { memory: 1Gi } }, exposure: null }",
        paths: [
            "edge.controller.resources",
            "edge.controller.namespace",
            "edge.controller.ingressClass",
            "edge.controller.podLabels",
        ],
        says: [
            "'kato-platform:edge.controller.podLabels.NAME' nginx --stack prod",
            "`resources` only with `edge.controller.mode: install`",
        ],
    },
    {
        title: "every pod of a namespace",
        patch: `edge: { controller: { mode: existing, replicas: null, namespace: in_gress, ingressClass: Nginx, podLabels: {} }, exposure: null }`,
        paths: ["edge.controller.namespace", "edge.controller.ingressClass", "edge.controller.podLabels"],
        says: ["at least one label: no labels would mean every pod", "the name of a namespace", "an IngressClass"],
    },
    {
        title: "a namespace and a class whose dots Kubernetes refuses",
        patch: `edge: { controller: { mode: existing, replicas: null, namespace: in.gress, ingressClass: ng..inx, podLabels: { app: nginx } }, exposure: null }`,
        paths: ["edge.controller.namespace", "edge.controller.ingressClass"],
        says: ["at most 63, no dots", "the name of an IngressClass: lower-case letters"],
    },
    {
        title: "labels that are none",
        patch: `edge: { controller: { mode: existing, replicas: null, namespace: a, ingressClass: b, podLabels: { -app: x } }, exposure: null }`,
        paths: ["edge.controller.podLabels"],
        says: ["keys that Kubernetes takes for labels"],
    },
    {
        title: "a port of every node",
        patch: "edge: { exposure: node-port, certificates: { issuer: provided, email: null } }",
        paths: ["edge.exposure"],
        says: [
            "all clients have the addresses of the nodes, so that limits count them as one",
            "'kato-platform:edge.exposure' load-balancer --stack prod",
            "`edge.controller.mode: existing`",
        ],
    },
    {
        title: "an exposure that does not exist",
        patch: "edge: { exposure: loadbalancer }",
        paths: ["edge.exposure"],
        says: ["load-balancer, aws-nlb, node-port; did you mean `load-balancer`?"],
    },
    {
        title: "old TLS",
        patch: `edge: { tls: { minVersion: "1.2" } }`,
        paths: ["edge.tls.minVersion"],
        says: ['found:    "1.2"', "production speaks no older one"],
    },
    {
        title: "a version that YAML takes for a number",
        patch: "edge: { tls: { minVersion: 1.3 } }",
        paths: ["edge.tls.minVersion"],
        says: ["found:    the number 1.3", "1.3 or 1.2, in quotes", "write it in quotes in the stack's file"],
    },
    {
        title: "a version that has been broken",
        patch: `edge: { tls: { minVersion: "1.1" } }`,
        paths: ["edge.tls.minVersion"],
        says: ["1.3 or 1.2, in quotes"],
    },
    {
        title: "a proxy of unknown addresses",
        patch: "edge: { proxy: { ranges: [], realIpHeader: CF-Connecting-IP } }",
        paths: ["edge.proxy.ranges"],
        says: ["a list with at least one item"],
    },
    {
        title: "a proxy that may be anybody",
        patch: `edge: { proxy: { ranges: [0.0.0.0/0, "::/0"], realIpHeader: CF-Connecting-IP } }`,
        paths: ["edge.proxy.ranges[0]", "edge.proxy.ranges[1]"],
        says: ["every address there is"],
    },
    {
        title: "a proxy that may be half of everybody",
        patch: `edge: { proxy: { ranges: [0.0.0.0/1, 10.0.0.0/7, "2000::/15"], realIpHeader: CF-Connecting-IP } }`,
        paths: ["edge.proxy.ranges[0]", "edge.proxy.ranges[1]", "edge.proxy.ranges[2]"],
        says: ["none wider than /8: whoever is in one can pose as any client", "none wider than /16"],
    },
    {
        title: "a header that is none",
        patch: "edge: { proxy: { ranges: [173.245.48.0/20], realIpHeader: proxy_protocol } }",
        paths: ["edge.proxy.realIpHeader"],
        says: ["the name of a header", "realIpHeader' CF-Connecting-IP "],
    },
    {
        title: "an AWS load balancer of which nobody says where it is: any private address could pose as any client",
        patch: "edge: { exposure: aws-nlb, loadBalancerSubnets: null }",
        paths: ["edge.loadBalancerSubnets"],
        says: ["found:    nothing", "aws ec2 describe-subnets", "the subnets of the load balancer"],
    },
    {
        title: "a whole VPC for its subnets",
        patch: "edge: { exposure: aws-nlb, loadBalancerSubnets: [10.0.0.0/16] }",
        paths: ["edge.loadBalancerSubnets[0]"],
        says: ["none wider than /17: whoever is in one can pose as any client"],
    },
    {
        title: "a proxy before node ports, even in development",
        base: "dev",
        patch: "edge: { proxy: { ranges: [173.245.48.0/20], realIpHeader: CF-Connecting-IP } }",
        paths: ["edge.exposure"],
        says: ["found:    nothing", "load-balancer or aws-nlb with `edge.proxy`"],
    },
    {
        title: "sizes as Kubernetes writes them",
        patch: "edge: { limits: { bodySize: 10Mi, zoneSize: 16MB } }",
        paths: ["edge.limits.bodySize", "edge.limits.zoneSize"],
        says: ["such as `10m` for 10 MiB", "edge.limits.bodySize' 10m ", "edge.limits.zoneSize' 16m "],
    },
    {
        title: "no limit, and too large ones",
        patch: `edge: { limits: { bodySize: "0", zoneSize: 101m, headerTimeoutSeconds: 61, idleTimeoutSeconds: 0, readTimeoutSeconds: 3601 } }`,
        paths: [
            "edge.limits.bodySize",
            "edge.limits.zoneSize",
            "edge.limits.headerTimeoutSeconds",
            "edge.limits.idleTimeoutSeconds",
            "edge.limits.readTimeoutSeconds",
        ],
        says: ["`1k` to `1024m`", "`1m` to `100m`", "1 to 60", "1 to 600", "1 to 3600"],
    },
];
