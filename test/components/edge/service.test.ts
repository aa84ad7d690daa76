import assert from "node:assert/strict";
import { serviceValues } from "../../../components/edge/service";
import { proxy, settings } from "./given";

const annotation = (name: string): string => `service.beta.kubernetes.io/aws-load-balancer-${name}`;

describe("serviceValues", () => {
    it("is a load balancer that keeps the clients' addresses", () => {
        assert.deepEqual(serviceValues(settings), {
            type: "LoadBalancer",
            externalTrafficPolicy: "Local",
            sessionAffinity: { enable: true, type: "ClientIP", timeoutSeconds: 3600 },
        });
    });

    it("lets only the proxy connect", () => {
        assert.deepEqual(serviceValues({ ...settings, proxy }), {
            type: "LoadBalancer",
            externalTrafficPolicy: "Local",
            loadBalancerSourceRanges: ["173.245.48.0/20", "103.21.244.0/22"],
        });
    });

    it("is a network load balancer with the PROXY protocol on AWS", () => {
        assert.deepEqual(serviceValues({ ...settings, exposure: "aws-nlb" }), {
            type: "LoadBalancer",
            externalTrafficPolicy: "Local",
            loadBalancerClass: "service.k8s.aws/nlb",
            annotations: {
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
            },
        });
    });

    it("keeps the proxy's address on AWS: nginx checks it", () => {
        const values = serviceValues({ ...settings, exposure: "aws-nlb", proxy });
        const annotations = values["annotations"] as Record<string, string>;
        assert.equal(
            annotations[annotation("target-group-attributes")],
            "preserve_client_ip.enabled=true,deregistration_delay.timeout_seconds=120",
        );
        assert.equal(annotations[annotation("proxy-protocol")], undefined);
        assert.deepEqual(values["loadBalancerSourceRanges"], ["173.245.48.0/20", "103.21.244.0/22"]);
    });

    it("is a port of every node for development: there is nothing to wait for", () => {
        const values = serviceValues({ ...settings, exposure: "node-port" });
        const sessionAffinity = { enable: true, type: "ClientIP", timeoutSeconds: 3600 };
        assert.deepEqual(values, { type: "NodePort", externalTrafficPolicy: "Cluster", sessionAffinity });
    });
});
