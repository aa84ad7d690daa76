import type { RuleCases } from "../case";
import { virtualServer, virtualServerRoute } from "./objects";

/** What the edge sends on unencrypted. */
export const backendPlainCases: readonly RuleCases[] = [
    {
        rule: "route-backend-plain",
        fails: [
            {
                what: "plain HTTP to KATO",
                resources: [virtualServerRoute({ upstreams: [{ name: "kato", service: "kato", port: 80 }] })],
                at: "spec.upstreams[0].tls.enable",
            },
            {
                what: "TLS that is off",
                resources: [
                    virtualServer({ upstreams: [{ name: "a", service: "a", port: 8000, tls: { enable: false } }] }),
                ],
                at: "spec.upstreams[0].tls.enable",
            },
            {
                what: "the second of two",
                resources: [
                    virtualServerRoute({
                        upstreams: [
                            { name: "kato", service: "kato", port: 443, tls: { enable: true } },
                            { name: "old", service: "old", port: 80 },
                        ],
                    }),
                ],
                at: "spec.upstreams[1].tls.enable",
            },
        ],
        passes: [
            {
                what: "TLS to KATO",
                resources: [
                    virtualServerRoute({
                        upstreams: [{ name: "kato", service: "kato", port: 443, tls: { enable: true } }],
                    }),
                ],
            },
        ],
        nearMisses: [
            {
                what: "TLS on the port of plain HTTP",
                resources: [
                    virtualServer({ upstreams: [{ name: "a", service: "a", port: 80, tls: { enable: true } }] }),
                ],
            },
            {
                what: "plain HTTP to a TLS port, which is for `route-backend-tls`",
                resources: [virtualServerRoute({ upstreams: [{ name: "kato", service: "kato", port: 443 }] })],
            },
            { what: "a host without an upstream", resources: [virtualServer({ host: "kato.yourdomain.com" })] },
            {
                what: "plain HTTP in development",
                resources: [virtualServerRoute({ upstreams: [{ name: "kato", service: "kato", port: 80 }] })],
                development: true,
            },
        ],
    },
];
