import assert from "node:assert/strict";
import { stringify } from "yaml";
import { platformRoutes } from "../../components/edge/platform-routes";
import { workload } from "../../components/workload/identity";
import { load, problemsOf } from "./stacks";

describe("the edge", () => {
    for (const environment of ["production", "staging"]) {
        it(`is for everybody by default: ${environment}`, () => {
            const patch = "edge: { controller: null, exposure: null, certificates: { issuer: null } }";
            const { controller, exposure, certificates } = load(
                "prod",
                `{ environment: ${environment}, ${patch} }`,
            ).edge;
            assert.ok(controller.mode === "install");
            assert.deepEqual(controller.replicas, { min: 2, max: 5 });
            assert.equal(exposure, "load-balancer");
            assert.equal(certificates.issuer, "letsencrypt-prod");
        });
    }

    it("may be a controller that the cluster has, which is then named and not exposed", () => {
        const controller = {
            mode: "existing",
            kind: "f5-nginx",
            namespace: "ingress",
            ingressClass: "public",
            podLabels: { "a.io/b": "c" },
        };
        const { edge } = load(
            "prod",
            stringify({ edge: { controller: { ...controller, replicas: null }, exposure: null } }),
        );
        assert.deepEqual(edge.controller, controller);
        assert.equal(edge.exposure, "load-balancer");
    });

    it("proves its hosts by DNS where it is told to", () => {
        const solver = {
            type: "dns01",
            hostedZoneId: "Z0123456789ABCDEFGHIJ",
            region: "eu-central-1",
            roleArn: "arn:aws:iam::111122223333:role/path/cert-manager",
        };
        assert.deepEqual(load("prod", stringify({ edge: { certificates: { solver } } })).edge.certificates, {
            issuer: "letsencrypt-prod",
            email: "admin@yourdomain.com",
            solver,
        });
    });

    it("has the certificates it is given, and nothing of Let's Encrypt's", () => {
        const { edge } = load("prod", "edge: { certificates: { issuer: provided, email: null } }");
        assert.deepEqual(edge.certificates, { issuer: "provided", ocspResponder: false });
    });

    const dns = `certificates: { issuer: letsencrypt-staging, email: a@karima.com, solver: { type: dns01, hostedZoneId: Z01, region: us-east-1, roleArn: "arn:aws:iam::111122223333:role/a" } }`;
    const accepted: [string, "dev" | "prod", string][] = [
        ["TLS 1.2 in staging", "prod", `{ environment: staging, edge: { tls: { minVersion: "1.2" } } }`],
        [
            "test certificates in staging",
            "prod",
            "{ environment: staging, edge: { certificates: { issuer: letsencrypt-staging } } }",
        ],
        [
            "one pod in staging",
            "prod",
            "{ environment: staging, edge: { controller: { replicas: { min: 1, max: 1 } } } }",
        ],
        [
            "node ports and a proof by DNS in staging",
            "prod",
            `{ environment: staging, edge: { exposure: node-port, ${dns} } }`,
        ],
        [
            "HTTP-01 behind a proxy",
            "prod",
            `edge: { proxy: { ranges: [173.245.48.0/20, "2400:cb00::/32"], realIpHeader: CF-Connecting-IP } }`,
        ],
        [
            "a proxy of one's own in a private network",
            "prod",
            "edge: { proxy: { ranges: [10.0.0.0/8], realIpHeader: X-Forwarded-For } }",
        ],
        [
            "a name within a company, with a certificate of its own",
            "prod",
            "edge: { hosts: { kato: kato.karima.internal }, certificates: { issuer: provided, email: null } }",
        ],
        [
            "public names and test certificates in development",
            "dev",
            `{ edge: { hosts: { kato: dev.karima.com }, ${dns} }, kratos: { publicBaseUrl: https://auth.karima.com/, uiUrl: https://karima.com, defaultReturnUrl: https://karima.com/, cookies: { domain: karima.com } } }`,
        ],
        [
            "Kratos at an address of the machine, past the edge, in development",
            "dev",
            "kratos: { publicBaseUrl: https://127.0.0.1:4433/, uiUrl: https://127.0.0.1:4455, defaultReturnUrl: https://127.0.0.1:4455/ }",
        ],
        [
            "Kratos at the port of a controller that the cluster has",
            "prod",
            "{ edge: { controller: { mode: existing, replicas: null, namespace: a, ingressClass: b, podLabels: { c: d } }, exposure: null }, kratos: { publicBaseUrl: https://auth.karima.com:8443/ } }",
        ],
        [
            "the largest and the smallest limits",
            "prod",
            "edge: { limits: { bodySize: 1024m, zoneSize: 1m, headerTimeoutSeconds: 1, idleTimeoutSeconds: 600, readTimeoutSeconds: 3600 } }",
        ],
    ];
    for (const [title, base, patch] of accepted) {
        it(`may have ${title}`, () => {
            assert.deepEqual(problemsOf(base, patch), []);
        });
    }

    const pods: [string, object][] = [
        ["{ min: 3, max: null }", { min: 3, max: 5 }],
        ["{ min: null, max: 3 }", { min: 2, max: 3 }],
        ["{ min: 4, max: 4 }", { min: 4, max: 4 }],
    ];
    for (const [written, expected] of pods) {
        it(`has the usual number of pods where nothing is said: ${written}`, () => {
            const { controller } = load("prod", `edge: { controller: { replicas: ${written} } }`).edge;
            assert.ok(controller.mode === "install");
            assert.deepEqual(controller.replicas, expected);
        });
    }

    it("has no fewer pods at most than at least, in development too", () => {
        const { controller } = load("dev", "edge: { controller: { mode: install, replicas: { min: 3 } } }").edge;
        assert.ok(controller.mode === "install");
        assert.deepEqual(controller.replicas, { min: 3, max: 3 });
    });

    it("has no more pods than can share the smallest limit", () => {
        const routes = platformRoutes({
            kato: { workload: workload("kato", "kato"), host: "kato.karima.com", tls: true },
            kratos: { workload: workload("kratos", "kratos"), hosts: ["auth.karima.com"] },
            bodySize: "10m",
            readTimeoutSeconds: 60,
        });
        const rates = routes.flatMap(({ paths }) => paths.flatMap(({ limit }) => limit?.requestsPerMinute ?? []));
        const most = Math.min(...rates);
        assert.equal(most, 5);
        assert.deepEqual(problemsOf("prod", `edge: { controller: { replicas: { max: ${most} } } }`), []);
        assert.equal(problemsOf("prod", `edge: { controller: { replicas: { max: ${most + 1} } } }`).length, 1);
    });
});
