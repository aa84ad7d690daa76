import assert from "node:assert/strict";
import { connectionTable, governedNamespaces } from "../../components/connection-table";
import { tableRows } from "../../components/network/connections";
import { Platform } from "../../components/platform";
import { recordedPlatform } from "../support/platform";
import { record, type Recording } from "../support/record";
import { stackConfig } from "../support/stack";

type Row = readonly [from: string, to: string, port: number, protocol: "TCP" | "UDP"];

/** Every workload that may reach something may ask DNS: UDP and TCP, the cluster's servers and NodeLocal DNSCache. */
function dns(from: string): Row[] {
    return [
        [from, "kube-system/kube-dns", 53, "UDP"],
        [from, "kube-system/kube-dns", 53, "TCP"],
        [from, "node-local-dns", 53, "UDP"],
        [from, "node-local-dns", 53, "TCP"],
    ];
}

/** The connection table of development, by hand. 6443 is the API server of clusters on a laptop. */
const DEV: Row[] = [
    ...dns("cert-manager/cert-manager"),
    ["cert-manager/cert-manager", "kubernetes-api", 6443, "TCP"],
    ...dns("cert-manager/cainjector"),
    ["cert-manager/cainjector", "kubernetes-api", 6443, "TCP"],
    ...dns("cert-manager/webhook"),
    ["cert-manager/webhook", "kubernetes-api", 6443, "TCP"],
    ...dns("cert-manager/startupapicheck"),
    ["cert-manager/startupapicheck", "kubernetes-api", 6443, "TCP"],
    ["kubernetes-api", "cert-manager/webhook", 10250, "TCP"],
    ...dns("kratos/kratos"),
    ["kratos/kratos", "kratos/kratos-postgres", 5432, "TCP"],
    ...dns("kratos/kratos-migrate"),
    ["kratos/kratos-migrate", "kratos/kratos-postgres", 5432, "TCP"],
    ...dns("kratos/kratos-cleanup"),
    ["kratos/kratos-cleanup", "kratos/kratos-postgres", 5432, "TCP"],
    // Security guide, "Allow KATO to Databases"; 6334 is Qdrant's gRPC.
    ...dns("kato/kato"),
    ["kato/kato", "kato/mongo-kb", 27017, "TCP"],
    ["kato/kato", "kato/redis-kb", 6379, "TCP"],
    ["kato/kato", "kato/qdrant-kb", 6333, "TCP"],
    ["kato/kato", "kato/qdrant-kb", 6334, "TCP"],
    ["kato/kato", "kratos/kratos", 4433, "TCP"],
    // Security guide, "Allow Ingress to KATO"; the setup guide's hosts lead to Kratos' public port.
    ...dns("nginx-ingress/nginx-ingress"),
    ["nginx-ingress/nginx-ingress", "kato/kato", 8443, "TCP"],
    ["nginx-ingress/nginx-ingress", "kratos/kratos", 4433, "TCP"],
    ["nginx-ingress/nginx-ingress", "kubernetes-api", 6443, "TCP"],
    ["clients", "nginx-ingress/nginx-ingress", 80, "TCP"],
    ["clients", "nginx-ingress/nginx-ingress", 443, "TCP"],
];

/** Of production: the API server's port is the stack's, and mail leaves by 465 (setup guide, "Step 4: Configure SMTP"). */
const PROD: Row[] = [
    // Whoever comes in comes by the network load balancer.
    ...DEV.map(([from, to, port, protocol]): Row => [
        from === "clients" ? "load-balancer" : from,
        to,
        port === 6443 ? 443 : port,
        protocol,
    ]),
    ...dns("kratos/kratos-courier"),
    ["kratos/kratos-courier", "kratos/kratos-postgres", 5432, "TCP"],
    ["kratos/kratos-courier", "internet", 465, "TCP"],
    // Security guide, "GDPR Compliance: Data Retention Policy".
    ...dns("kato/kato-retention"),
    ["kato/kato-retention", "kato/mongo-kb", 27017, "TCP"],
    ["kato/kato-retention", "kato/redis-kb", 6379, "TCP"],
    ["kato/kato-retention", "kato/qdrant-kb", 6333, "TCP"],
    ["kato/kato-retention", "kato/qdrant-kb", 6334, "TCP"],
    // A network load balancer asks pods themselves whether they are ready.
    ["load-balancer", "nginx-ingress/nginx-ingress", 8081, "TCP"],
    // Let's Encrypt, by HTTP-01: cert-manager looks first whether the hosts answer.
    ["cert-manager/cert-manager", "internet", 443, "TCP"],
    ["cert-manager/cert-manager", "internet", 80, "TCP"],
    ["cert-manager/cert-manager", "nginx-ingress/nginx-ingress", 80, "TCP"],
    ["cert-manager/cert-manager", "nginx-ingress/nginx-ingress", 443, "TCP"],
    ["nginx-ingress/nginx-ingress", "nginx-ingress/acme-solver", 8089, "TCP"],
];

function connections(recording: Recording): string[] {
    const { connections } = recording.one("kato:platform:Platform::platform").outputs;
    const rows = connections as { from: string; to: string; port: number; protocol: string }[];
    return rows.map(({ from, to, port, protocol }) => [from, to, port, protocol].join(" ")).sort();
}

const sorted = (rows: Row[]) => rows.map((row) => row.join(" ")).sort();

const policies = (recording: Recording) => recording.names("kubernetes:networking.k8s.io/v1:NetworkPolicy");

const loadBalancerSubnets = ["10.0.101.0/24", "10.0.102.0/24"];

/** Production with another edge. */
function edge(settings: object): Promise<Recording> {
    const config = stackConfig("prod", { edge: { hosts: { kato: "kato.yourdomain.com" }, ...settings } });
    return record(() => new Platform("platform", { config }));
}

describe("Platform's connections", () => {
    it("are these in development", async () => {
        assert.deepEqual(connections(await recordedPlatform("dev")), sorted(DEV));
    });

    it("are these in production", async () => {
        assert.deepEqual(connections(await recordedPlatform("prod")), sorted(PROD));
    });

    it("are by TLS but for these", async () => {
        const { connections: all } = (await recordedPlatform("prod")).one("kato:platform:Platform::platform").outputs;
        const rows = all as { from: string; to: string; port: number; tls?: true }[];
        const plain = rows.filter(({ port, tls }) => port !== 53 && tls !== true);
        assert.deepEqual(plain.map(({ from, to, port }) => `${from} ${to} ${port}`).sort(), [
            "cert-manager/cert-manager internet 80",
            "cert-manager/cert-manager nginx-ingress/nginx-ingress 80",
            "load-balancer nginx-ingress/nginx-ingress 80",
            "load-balancer nginx-ingress/nginx-ingress 8081",
            "nginx-ingress/nginx-ingress nginx-ingress/acme-solver 8089",
        ]);
    });

    it("let KATO's retention job reach the stores only where it has something to do", async () => {
        assert.ok(policies(await recordedPlatform("prod")).includes("kato-network-kato-retention-to-databases"));
        const config = stackConfig("prod", { retention: { inKato: false } });
        const recording = await record(() => new Platform("platform", { config }));
        assert.deepEqual(connections(recording), sorted(PROD.filter(([from]) => from !== "kato/kato-retention")));
    });

    it("have rows for challenges only where certificates are had by HTTP-01", async () => {
        const solver = { type: "dns01", region: "us-east-1", roleArn: "arn:aws:iam::111122223333:role/certificates" };
        const certificates = { issuer: "letsencrypt-prod", email: "admin@yourdomain.com", solver };
        const recording = await edge({ exposure: "aws-nlb", loadBalancerSubnets, certificates });
        const challenges = [
            "cert-manager/cert-manager internet 80 TCP",
            "cert-manager/cert-manager nginx-ingress/nginx-ingress 80 TCP",
            "cert-manager/cert-manager nginx-ingress/nginx-ingress 443 TCP",
            "nginx-ingress/nginx-ingress nginx-ingress/acme-solver 8089 TCP",
        ];
        assert.deepEqual(
            connections(recording),
            sorted(PROD).filter((row) => !challenges.includes(row)),
        );
    });

    it("let nobody but the proxy connect where there is one", async () => {
        const proxy = { ranges: ["173.245.48.0/20"], realIpHeader: "CF-Connecting-IP" };
        const certificates = { issuer: "letsencrypt-prod", email: "admin@yourdomain.com" };
        const recording = await edge({ exposure: "aws-nlb", loadBalancerSubnets, proxy, certificates });
        const behind = PROD.map(([from, ...rest]): Row => [
            from === "load-balancer" && rest[1] !== 8081 ? "proxy" : from,
            ...rest,
        ]);
        assert.deepEqual(connections(recording), sorted(behind));
        const { spec } = recording.one(
            "kubernetes:networking.k8s.io/v1:NetworkPolicy::nginx-ingress-network-allow-ingress-to-nginx-ingress",
        ).inputs as { spec: { ingress: { from: unknown; ports: { port: number }[] }[] } };
        const open = spec.ingress.filter(({ ports }) => ports.some(({ port }) => port === 443)).map(({ from }) => from);
        assert.deepEqual(open.slice(1), [[{ ipBlock: { cidr: "173.245.48.0/20" } }]]);
    });

    it("name the cluster's own controller by its labels, and leave its namespace alone", async () => {
        const controller = {
            mode: "existing",
            namespace: "ingress",
            ingressClass: "public",
            podLabels: { "app.kubernetes.io/name": "controller" },
        };
        const certificates = { issuer: "letsencrypt-prod", email: "admin@yourdomain.com" };
        const recording = await edge({ controller, certificates });
        const { spec } = recording.one(
            "kubernetes:networking.k8s.io/v1:NetworkPolicy::kato-network-allow-ingress-to-kato",
        ).inputs as { spec: { ingress: unknown } };
        assert.deepEqual(spec.ingress, [
            {
                from: [
                    {
                        namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "ingress" } },
                        podSelector: { matchLabels: { "app.kubernetes.io/name": "controller" } },
                    },
                ],
                ports: [{ protocol: "TCP", port: 8443 }],
            },
        ]);
        const whoComesIn = connections(recording).filter((row) => /^(clients|load-balancer|proxy) /.test(row));
        assert.deepEqual(whoComesIn, [], "that is its owner's affair");
        assert.deepEqual(recording.names("kubernetes:core/v1:Namespace"), ["cert-manager", "kato", "kratos"]);
        assert.deepEqual(recording.names("kubernetes:helm.sh/v3:Release"), ["cert-manager"]);
    });

    it("reach a private endpoint only from whom the stack names", async () => {
        const privateEndpoints = [{ name: "mail-relay", cidrs: ["10.1.2.3/32"], port: 587, from: ["kratos-courier"] }];
        const config = stackConfig("prod", { privateEndpoints });
        const recording = await record(() => new Platform("platform", { config }));
        const relay: Row = ["kratos/kratos-courier", "mail-relay", 587, "TCP"];
        assert.deepEqual(connections(recording), sorted([...PROD, relay]));
    });

    it("lead to another team's database where the stack names one", async () => {
        const postgres = { mode: "external", host: "db.example.com", cidrs: ["10.2.0.0/24"], user: "kratos" };
        const config = stackConfig("prod", { postgres, postgresPassword: "set by the user" });
        const recording = await record(() => new Platform("platform", { config }));
        const external = PROD.map(([from, to, ...rest]): Row => [
            from,
            to.replace("kratos/kratos-postgres", "kratos-postgres"),
            ...rest,
        ]);
        assert.deepEqual(connections(recording), sorted(external));
        assert.ok(!policies(recording).includes("kratos-network-allow-ingress-to-kratos-postgres"));
    });

    it("are the stack's own affair where cert-manager is already there", async () => {
        const config = stackConfig("dev", { certificates: { certManager: { install: false } } });
        const recording = await record(() => new Platform("platform", { config }));
        const rest = DEV.filter((row) => !row.join(" ").includes("cert-manager"));
        assert.deepEqual(connections(recording), sorted(rest));
        assert.deepEqual(recording.names("kubernetes:helm.sh/v3:Release"), ["edge-controller"]);
        assert.deepEqual(recording.names("kubernetes:core/v1:Namespace"), ["kato", "kratos", "nginx-ingress"]);
    });

    it("are known from the configuration alone, and the same whenever they are asked for", async () => {
        const table = connectionTable(stackConfig("prod"));
        assert.deepEqual(table, connectionTable(stackConfig("prod")));
        const { connections: shown } = (await recordedPlatform("prod")).one("kato:platform:Platform::platform").outputs;
        assert.deepEqual(shown, tableRows(table));
    });

    it("are let through by the policies of every namespace that is made", async () => {
        for (const stack of ["dev", "prod"] as const) {
            const recording = await recordedPlatform(stack);
            const made = recording.names("kubernetes:core/v1:Namespace");
            assert.deepEqual(governedNamespaces(stackConfig(stack)).sort(), made, stack);
            const governed = recording.names("kato:network:NetworkPolicies");
            assert.deepEqual(
                governed,
                made.map((name) => `${name}-network`),
                stack,
            );
        }
    });
});
