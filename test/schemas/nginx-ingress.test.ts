import assert from "node:assert/strict";
import { CLIENT_NETWORK } from "../../components/edge/nginx/client-address";
import { rateLimitPolicy, virtualServer, virtualServerRoute } from "../../components/edge/nginx/objects";
import { proxy, routes, settings } from "../components/edge/given";
import { nginxIngressSchema } from "./published";
import { validator } from "./validate";

const placement = { namespace: "nginx-ingress", ingressClass: "nginx" };

describe("The edge's objects against the F5 NGINX Ingress Controller's definitions of 5.5.4", () => {
    it("are valid: VirtualServer", async () => {
        const violations = validator(await nginxIngressSchema("virtualservers"));
        for (const route of routes()) {
            const { spec, apiVersion, kind } = virtualServer(route, placement);
            assert.deepEqual(violations({ apiVersion, kind, spec }), [], route.name);
            assert.match(violations({ apiVersion, kind, spec: { ...spec, hots: "x" } }).join("\n"), /hots/);
        }
    });

    it("are valid: VirtualServerRoute", async () => {
        const violations = validator(await nginxIngressSchema("virtualserverroutes"));
        for (const route of routes()) {
            for (const each of [settings, { ...settings, proxy }]) {
                const { spec, apiVersion, kind } = virtualServerRoute(route, each, placement);
                assert.deepEqual(violations({ apiVersion, kind, spec }), [], route.name);
                assert.match(violations({ apiVersion, kind, spec: { ...spec, hots: "x" } }).join("\n"), /hots/);
            }
        }
    });

    it("are valid: Policy", async () => {
        const violations = validator(await nginxIngressSchema("policies"));
        const limits = routes().flatMap(({ paths }) =>
            paths.flatMap(({ limit }) => (limit === undefined ? [] : [limit])),
        );
        assert.notEqual(limits.length, 0);
        for (const limit of limits) {
            for (const key of [CLIENT_NETWORK, "binary_remote_addr"] as const) {
                const { spec, apiVersion, kind } = rateLimitPolicy(limit, { key, pods: 5 }, settings, placement);
                assert.deepEqual(violations({ apiVersion, kind, spec }), [], limit.name);
            }
        }
    });
});
