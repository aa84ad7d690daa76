import assert from "node:assert/strict";
import { routes } from "./given";

const common = { bodySize: "10m", readTimeoutSeconds: 60 };

describe("platformRoutes", () => {
    it('serves KATO as the security guide has it, "Kubernetes with cert-manager" and "Nginx Rate Limiting"', () => {
        const [kato] = routes();
        assert.deepEqual(kato, {
            ...common,
            name: "kato-ingress",
            host: "kato.yourdomain.com",
            tlsSecret: "kato-tls",
            backend: { namespace: "kato", service: "kato", port: 443, tlsServerName: "kato.kato.svc" },
            paths: [
                { path: "/metrics", match: "prefix", deny: 404 },
                {
                    path: "/sessions",
                    match: "prefix",
                    limit: { name: "api-limit", requestsPerMinute: 100, burst: 20 },
                },
                { path: "/auth", match: "prefix", limit: { name: "auth-limit", requestsPerMinute: 5, burst: 3 } },
                { path: "/", match: "prefix" },
            ],
        });
    });

    it("serves Kratos' public port on each of its hosts, by TLS, and nothing of its admin API", () => {
        const [, ...kratos] = routes();
        const limit = { name: "submission-limit", requestsPerMinute: 30, burst: 10 };
        const backend = { namespace: "kratos", service: "kratos", port: 4433, tlsServerName: "kratos.kratos.svc" };
        const paths = [
            { path: "/admin", match: "prefix", deny: 404 },
            { path: "/metrics", match: "prefix", deny: 404 },
            { path: "/health/ready", match: "prefix", deny: 404 },
            { path: "/version", match: "prefix", deny: 404 },
            { path: "/self-service/login", match: "exact", limit },
            { path: "/self-service/registration", match: "exact", limit },
            { path: "/self-service/recovery", match: "exact", limit },
            { path: "/self-service/verification", match: "exact", limit },
            { path: "/", match: "prefix" },
        ];
        assert.deepEqual(kratos, [
            {
                ...common,
                name: "kratos-ingress-auth-karima-com",
                host: "auth.karima.com",
                tlsSecret: "kratos-ingress-auth-karima-com-tls",
                backend,
                paths,
            },
            {
                ...common,
                name: "kratos-ingress-auth-ks-backend-cloud",
                host: "auth.ks-backend.cloud",
                tlsSecret: "kratos-ingress-auth-ks-backend-cloud-tls",
                backend,
                paths,
            },
        ]);
    });
});
