import assert from "node:assert/strict";
import { acmeSolver } from "../../../components/certificates/http01-solver";
import { acmeServer, PublicIssuer, type PublicIssuerArgs } from "../../../components/certificates/public-issuer";
import { selector } from "../../../components/workload/identity";
import { record } from "../../support/record";

const COMPONENT = "kato:certificates:PublicIssuer::issuer";
const ISSUER = "kubernetes:cert-manager.io/v1:ClusterIssuer::issuer";
const IDENTITY = "kato:certificates:Route53Identity::issuer-route53";
const ACCOUNT = "kubernetes:core/v1:ServiceAccount::issuer-route53";
const ROLE = "kubernetes:rbac.authorization.k8s.io/v1:Role::issuer-route53";
const BINDING = "kubernetes:rbac.authorization.k8s.io/v1:RoleBinding::issuer-route53";

const LABELS = { "app.kubernetes.io/part-of": "kato-platform", "app.kubernetes.io/managed-by": "pulumi" };

const route53 = {
    type: "dns01",
    hostedZoneId: "Z0123456789ABCDEFGHIJ",
    region: "us-east-1",
    roleArn: "arn:aws:iam::111122223333:role/cert-manager",
} as const;

const made = (args: Partial<PublicIssuerArgs> = {}) =>
    record(
        () =>
            new PublicIssuer("issuer", {
                issuer: "letsencrypt-prod",
                email: "admin@yourdomain.com",
                solver: { type: "http01", ingressClass: "nginx" },
                hosts: ["kato.yourdomain.com", "auth.karima.com"],
                ...args,
            }),
    );

describe("PublicIssuer", () => {
    // Security guide, "Kubernetes with cert-manager".
    it("is the guide's ClusterIssuer, for the platform's hosts alone", async () => {
        const recording = await made();
        assert.deepEqual(recording.names(), [COMPONENT, ISSUER]);
        const { inputs, parent } = recording.one(ISSUER);
        assert.equal(parent, COMPONENT);
        assert.deepEqual(inputs, {
            apiVersion: "cert-manager.io/v1",
            kind: "ClusterIssuer",
            metadata: {
                name: "letsencrypt-prod",
                labels: LABELS,
                annotations: { "pulumi.com/waitFor": "condition=Ready" },
            },
            spec: {
                acme: {
                    server: "https://acme-v02.api.letsencrypt.org/directory",
                    email: "admin@yourdomain.com",
                    privateKeySecretRef: { name: "letsencrypt-prod" },
                    solvers: [
                        {
                            selector: { dnsNames: ["kato.yourdomain.com", "auth.karima.com"] },
                            http01: {
                                ingress: {
                                    ingressClassName: "nginx",
                                    serviceType: "ClusterIP",
                                    podTemplate: {
                                        spec: {
                                            resources: {
                                                requests: { cpu: "10m", memory: "64Mi", "ephemeral-storage": "64Mi" },
                                                limits: { cpu: "100m", memory: "64Mi", "ephemeral-storage": "64Mi" },
                                            },
                                        },
                                    },
                                },
                            },
                        },
                    ],
                },
            },
        });
    });

    it("has an account of its own at the authority for test certificates", async () => {
        const { inputs } = (await made({ issuer: "letsencrypt-staging" })).one(ISSUER);
        const { metadata, spec } = inputs as {
            metadata: { name: string };
            spec: { acme: { server: string; privateKeySecretRef: object } };
        };
        assert.equal(metadata.name, "letsencrypt-staging");
        assert.equal(spec.acme.server, "https://acme-staging-v02.api.letsencrypt.org/directory");
        assert.deepEqual(spec.acme.privateKeySecretRef, { name: "letsencrypt-staging" });
    });

    it("says who signs", async () => {
        const { outputs } = (await made()).one(COMPONENT);
        assert.deepEqual(outputs, { authority: { kind: "ClusterIssuer", name: "letsencrypt-prod" } });
    });

    it("writes to Route 53 by a role, with a token of an account that no pod runs as", async () => {
        const recording = await made({ solver: route53 });
        assert.deepEqual(recording.names(), [COMPONENT, IDENTITY, ISSUER, ACCOUNT, ROLE, BINDING].sort());
        const { spec } = recording.one(ISSUER).inputs as { spec: { acme: { solvers: unknown } } };
        assert.deepEqual(spec.acme.solvers, [
            {
                selector: { dnsNames: ["kato.yourdomain.com", "auth.karima.com"] },
                dns01: {
                    route53: {
                        hostedZoneID: "Z0123456789ABCDEFGHIJ",
                        region: "us-east-1",
                        role: "arn:aws:iam::111122223333:role/cert-manager",
                        auth: { kubernetes: { serviceAccountRef: { name: "letsencrypt-route53" } } },
                    },
                },
            },
        ]);
    });

    it("lets cert-manager ask for that account's token, and no other, before the issuer is made", async () => {
        const recording = await made({ solver: route53 });
        const metadata = { name: "letsencrypt-route53", namespace: "cert-manager", labels: LABELS };
        for (const name of [ACCOUNT, ROLE, BINDING]) {
            assert.equal(recording.one(name).parent, IDENTITY);
        }
        assert.equal(recording.one(IDENTITY).parent, COMPONENT);
        const { apiVersion, kind, ...account } = recording.one(ACCOUNT).inputs;
        assert.deepEqual([apiVersion, kind], ["v1", "ServiceAccount"]);
        assert.deepEqual(account, { metadata, automountServiceAccountToken: false });
        assert.deepEqual(recording.one(ROLE).inputs["metadata"], metadata);
        assert.deepEqual(recording.one(ROLE).inputs["rules"], [
            {
                apiGroups: [""],
                resources: ["serviceaccounts/token"],
                resourceNames: ["letsencrypt-route53"],
                verbs: ["create"],
            },
        ]);
        const { roleRef, subjects } = recording.one(BINDING).inputs;
        assert.deepEqual(recording.one(BINDING).inputs["metadata"], metadata);
        assert.deepEqual(roleRef, {
            apiGroup: "rbac.authorization.k8s.io",
            kind: "Role",
            name: "letsencrypt-route53",
        });
        assert.deepEqual(subjects, [{ kind: "ServiceAccount", name: "cert-manager", namespace: "cert-manager" }]);
        assert.deepEqual(recording.one(ISSUER).dependsOn, [ACCOUNT, ROLE, BINDING].sort());
    });
});

describe("The peers of an ACME challenge", () => {
    it("are the authority's servers", () => {
        const [prod, staging] = [acmeServer("letsencrypt-prod"), acmeServer("letsencrypt-staging")];
        assert.deepEqual([prod.workload.name, prod.host, prod.port], ["internet", "acme-v02.api.letsencrypt.org", 443]);
        assert.deepEqual(
            [staging.workload.name, staging.host, staging.port],
            ["internet", "acme-staging-v02.api.letsencrypt.org", 443],
        );
    });

    it("are the solver's pods, by the label and at the port that cert-manager gives them", () => {
        const { workload, port } = acmeSolver("nginx-ingress");
        assert.ok(workload.kind === "workload");
        assert.equal(workload.namespace, "nginx-ingress");
        assert.deepEqual(selector(workload), { "acme.cert-manager.io/http01-solver": "true" });
        assert.equal(port, 8089);
    });
});
