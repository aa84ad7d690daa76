import assert from "node:assert/strict";
import { edgeService } from "../../../../components/edge/nginx/service";
import type { EdgeSettings } from "../../../../components/edge/settings";
import { record } from "../../../support/record";
import { proxy, settings } from "../given";

const annotation = (name: string): string => `service.beta.kubernetes.io/aws-load-balancer-${name}`;

interface Made {
    readonly metadata: { readonly annotations?: Readonly<Record<string, string>> };
    readonly spec: Readonly<Record<string, unknown>>;
}

async function made(changes: Partial<EdgeSettings> = {}): Promise<Made> {
    const recording = await record(() => edgeService("edge", { ...settings, ...changes }, {}));
    return recording.one("kubernetes:core/v1:Service::edge").inputs as unknown as Made;
}

/** What no exposure changes. */
const always = {
    selector: { "app.kubernetes.io/name": "nginx-ingress" },
    ports: [
        { name: "http", port: 80, targetPort: 80, protocol: "TCP" },
        { name: "https", port: 443, targetPort: 443, protocol: "TCP" },
    ],
};

const oneClientOnePod = {
    sessionAffinity: "ClientIP",
    sessionAffinityConfig: { clientIP: { timeoutSeconds: 3600 } },
};

describe("edgeService", () => {
    it("is a load balancer that keeps the clients' addresses, and the engine waits for its own", async () => {
        const { metadata, spec } = await made();
        assert.deepEqual(spec, {
            ...always,
            ...oneClientOnePod,
            type: "LoadBalancer",
            externalTrafficPolicy: "Local",
        });
        assert.deepEqual(metadata, {
            name: "nginx-ingress-controller",
            namespace: "nginx-ingress",
            labels: {
                "app.kubernetes.io/name": "nginx-ingress",
                "app.kubernetes.io/component": "edge",
                "app.kubernetes.io/part-of": "kato-platform",
                "app.kubernetes.io/managed-by": "pulumi",
            },
        });
    });

    it("lets only the proxy connect", async () => {
        assert.deepEqual((await made({ proxy })).spec, {
            ...always,
            type: "LoadBalancer",
            externalTrafficPolicy: "Local",
            loadBalancerSourceRanges: ["173.245.48.0/20", "103.21.244.0/22"],
        });
    });

    it("is a network load balancer with the PROXY protocol on AWS", async () => {
        const { metadata, spec } = await made({ exposure: "aws-nlb" });
        assert.deepEqual(spec, {
            ...always,
            type: "LoadBalancer",
            externalTrafficPolicy: "Local",
            loadBalancerClass: "service.k8s.aws/nlb",
        });
        assert.deepEqual(metadata.annotations, {
            [annotation("scheme")]: "internet-facing",
            [annotation("nlb-target-type")]: "ip",
            [annotation("attributes")]: "load_balancing.cross_zone.enabled=true",
            [annotation("healthcheck-protocol")]: "HTTP",
            [annotation("healthcheck-port")]: "8081",
            [annotation("healthcheck-path")]: "/nginx-ready",
            [annotation("proxy-protocol")]: "*",
            [annotation("target-group-attributes")]:
                "preserve_client_ip.enabled=false,deregistration_delay.timeout_seconds=120," +
                "stickiness.enabled=true,stickiness.type=source_ip",
        });
    });

    it("keeps the proxy's address on AWS: nginx checks it", async () => {
        const { metadata, spec } = await made({ exposure: "aws-nlb", proxy });
        assert.equal(
            metadata.annotations?.[annotation("target-group-attributes")],
            "preserve_client_ip.enabled=true,deregistration_delay.timeout_seconds=120",
        );
        assert.equal(metadata.annotations[annotation("proxy-protocol")], undefined);
        assert.deepEqual(spec["loadBalancerSourceRanges"], ["173.245.48.0/20", "103.21.244.0/22"]);
    });

    it("is a port of every node for development: there is no address to wait for", async () => {
        const { spec } = await made({ exposure: "node-port" });
        assert.deepEqual(spec, { ...always, ...oneClientOnePod, type: "NodePort", externalTrafficPolicy: "Cluster" });
    });
});
