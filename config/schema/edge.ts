import { z } from "zod";
import { edgeCertificates } from "./edge-certificates";
import { cidr, host, refuse } from "./fields";
import { parseCidr } from "../../kubernetes/cidr";
import { className, namespace, podLabels } from "./kubernetes-names";
import { nginxSize } from "./nginx-size";
import { resources } from "./resources";

const hosts = z
    .strictObject({
        kato: host("kato.yourdomain.com")
            .optional()
            .meta({ defaultText: "in development `kato.localhost`" })
            .describe("Where clients reach KATO. Required except in development."),
    })
    .prefault({})
    .describe("Public host names. Kratos' are those of `kratos.publicBaseUrl` and `kratos.additionalHosts`.");

/** Behind a proxy, each pod enforces its share of a limit, and of the strictest, 5 requests a minute, none can have less than one. */
const mostPods = 5;

const pods = () =>
    z
        .int()
        .min(1)
        .max(mostPods)
        .meta({ accepted: `a whole number, 1 to ${mostPods}`, example: "2" });

const replicas = z
    .strictObject({
        min: pods()
            .optional()
            .meta({ defaultText: "`2`; in development `1`" })
            .describe("Least number of pods; at least 2 in production."),
        max: pods()
            .optional()
            .meta({ defaultText: "`5`; in development `1`" })
            .describe(
                `Most of them. More than \`min\` makes an autoscaler. No more than ${mostPods}: behind a proxy they share the strictest limit, ${mostPods} requests a minute.`,
            ),
    })
    .prefault({})
    .describe("Number of pods.");

const installed = z.strictObject({
    mode: z
        .literal("install")
        .describe("`install`: the F5 NGINX Ingress Controller is installed. `existing`: the cluster has it already."),
    replicas,
    resources: resources({ request: "100m", limit: "1", memory: "256Mi" }),
});

const existing = z.strictObject({
    mode: z.literal("existing"),
    kind: z
        .enum(["f5-nginx", "traefik"])
        .default("f5-nginx")
        .describe(
            "Which it is. `f5-nginx`: the F5 NGINX Ingress Controller, 5.5 or later. `traefik`: Traefik, 3.7.5 or later, whose limits are tighter (docs/edge.md).",
        ),
    namespace: namespace("nginx-ingress").describe(
        "Where it runs. The certificates are put there, since it should read Secrets nowhere else.",
    ),
    ingressClass: className("an IngressClass", "nginx").describe("The IngressClass that it serves."),
    podLabels: podLabels("nginx").describe(
        "Labels that its pods have and no others: only those pods may reach KATO and Kratos.",
    ),
});

const controller = z
    .discriminatedUnion("mode", [installed, existing])
    .prefault({ mode: "install" })
    .meta({ accepted: "install or existing", defaultText: "`mode: install`" })
    .describe("The ingress controller.");

const proxy = z
    .strictObject({
        ranges: z
            .array(cidr("173.245.48.0/20").superRefine(refuseWideRange))
            .min(1)
            .max(200)
            .describe("Its addresses. Nobody else may connect, and from nobody else is the header believed."),
        realIpHeader: z
            .string()
            .regex(/^[A-Za-z][A-Za-z0-9-]{0,99}$/)
            .meta({ accepted: "the name of a header", example: "CF-Connecting-IP" })
            .describe("The header in which it names the client."),
    })
    .optional()
    .meta({ defaultText: "clients connect to the edge themselves" })
    .describe("Cloudflare or another proxy in front of the edge.");

/** Whoever connects from these ranges says who the client is. */
function refuseWideRange(value: string, context: z.RefinementCtx): void {
    const range = parseCidr(value);
    const least = range?.version === 6 ? 16 : 8;
    if (range !== undefined && range.prefix < least) {
        refuse(context, `the proxy's own ranges, none wider than /${least}: whoever is in one can pose as any client`);
    }
}

/** Whoever is in one names clients; a whole VPC is not a subnet. */
function refuseWideSubnet(value: string, context: z.RefinementCtx): void {
    const range = parseCidr(value);
    const least = range?.version === 6 ? 64 : 17;
    if (range !== undefined && range.prefix < least) {
        refuse(
            context,
            `the load balancer's own subnets, none wider than /${least}: whoever is in one can pose as any client`,
        );
    }
}

const seconds = (most: number) =>
    z
        .int()
        .min(1)
        .max(most)
        .meta({ accepted: `a number of seconds, 1 to ${most}` });

const limits = z
    .strictObject({
        bodySize: nginxSize("1k", "1024m").default("10m").describe("Largest body of a request."),
        zoneSize: nginxSize("1m", "100m")
            .default("10m")
            .describe("Memory for the counters of each rate limit: 16,000 clients for each `1m`."),
        headerTimeoutSeconds: seconds(60)
            .default(15)
            .describe("How long a client may take to send the head of a request, and pause within its body."),
        idleTimeoutSeconds: seconds(600)
            .default(65)
            .describe("How long a connection may be idle between two requests."),
        readTimeoutSeconds: seconds(3600).default(60).describe("How long KATO and Kratos may take to answer."),
    })
    .prefault({})
    .describe("Limits on requests, besides the rates of the security guide, which are fixed.");

/** What faces the internet. */
export const edge = z
    .strictObject({
        hosts,
        controller,
        exposure: z
            .enum(["load-balancer", "aws-nlb", "node-port"])
            .optional()
            .meta({ defaultText: "`load-balancer`; in development `node-port`" })
            .describe(
                "How an installed controller is reached. `load-balancer`: a Service of that type, by whatever makes load balancers for the cluster. `aws-nlb`: a network load balancer, made by the AWS Load Balancer Controller. `node-port`: a port of every node, which production refuses.",
            ),
        loadBalancerSubnets: z
            .array(cidr("10.0.101.0/24").superRefine(refuseWideSubnet))
            .min(1)
            .max(50)
            .optional()
            .meta({ defaultText: "any private address; required in production with `aws-nlb`" })
            .describe(
                "The subnets that the AWS load balancer is in: the public ones of the VPC, tagged `kubernetes.io/role/elb`. With `aws-nlb`, only they may connect, and only they are believed who a client is.",
            ),
        tls: z
            .strictObject({
                minVersion: z
                    .enum(["1.3", "1.2"])
                    .default("1.3")
                    .meta({ accepted: "1.3 or 1.2, in quotes" })
                    .describe("Oldest version of TLS that is spoken; production refuses `1.2`."),
            })
            .prefault({})
            .describe("TLS."),
        proxy,
        limits,
        certificates: edgeCertificates,
    })
    .prefault({})
    .describe("What faces the internet: the ingress controller, its hosts, certificates and limits.");
