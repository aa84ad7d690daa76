import assert from "node:assert/strict";
import { Edge, type EdgeArgs } from "../../../components/edge/edge";
import { ingressController } from "../../../components/edge/nginx/controller-pods";
import { selector } from "../../../components/workload/identity";
import { record, type Recording } from "../../support/record";
import { proxy, routes, settings } from "./given";

const installed: EdgeArgs = {
    ...settings,
    controller: {
        mode: "install",
        replicas: { min: 2, max: 5 },
        resources: { cpu: { request: "100m", limit: "1" }, memory: "256Mi" },
    },
    routes: routes(),
    backends: [],
    issuer: { kind: "ClusterIssuer", name: "internal-ca" },
    answersChallenges: false,
};

async function made(changes: Partial<EdgeArgs> = {}): Promise<Recording> {
    return await record(() => new Edge("edge", { ...installed, ...changes }));
}

const RELEASE = "kubernetes:helm.sh/v3:Release::edge-controller";
const VIRTUAL_SERVER = "kubernetes:k8s.nginx.org/v1:VirtualServer";
const VIRTUAL_SERVER_ROUTE = "kubernetes:k8s.nginx.org/v1:VirtualServerRoute";
const POLICY = "kubernetes:k8s.nginx.org/v1:Policy";

describe("Edge", () => {
    let recording: Recording;
    before(async () => {
        recording = await made();
    });

    it("is the controller with its certificate and rights, the limits and one VirtualServer with its paths a host", () => {
        assert.deepEqual(recording.names(), [
            "kato:certificates:ClientCertificate::edge-client-tls",
            "kato:edge:ControllerAccess::edge-controller-access",
            "kato:edge:Edge::edge",
            "kato:edge:IngressController::edge-controller",
            "kato:edge:NginxRoutes::edge-routes",
            "kubernetes:cert-manager.io/v1:Certificate::edge-client-tls",
            "kubernetes:core/v1:Service::edge-controller",
            "kubernetes:core/v1:ServiceAccount::edge-controller-access-account",
            RELEASE,
            `${POLICY}::api-limit`,
            `${POLICY}::auth-limit`,
            `${POLICY}::submission-limit`,
            `${VIRTUAL_SERVER}::kato-ingress`,
            `${VIRTUAL_SERVER}::kratos-ingress-auth-karima-com`,
            `${VIRTUAL_SERVER}::kratos-ingress-auth-ks-backend-cloud`,
            `${VIRTUAL_SERVER_ROUTE}::kato-ingress-paths`,
            `${VIRTUAL_SERVER_ROUTE}::kratos-ingress-auth-karima-com-paths`,
            `${VIRTUAL_SERVER_ROUTE}::kratos-ingress-auth-ks-backend-cloud-paths`,
            "kubernetes:rbac.authorization.k8s.io/v1:ClusterRole::edge-controller-access-classes",
            "kubernetes:rbac.authorization.k8s.io/v1:ClusterRoleBinding::edge-controller-access-classes",
            "kubernetes:rbac.authorization.k8s.io/v1:Role::edge-controller-access-home",
            "kubernetes:rbac.authorization.k8s.io/v1:Role::edge-controller-access-kato",
            "kubernetes:rbac.authorization.k8s.io/v1:Role::edge-controller-access-kratos",
            "kubernetes:rbac.authorization.k8s.io/v1:Role::edge-controller-access-nginx-ingress",
            "kubernetes:rbac.authorization.k8s.io/v1:RoleBinding::edge-controller-access-home",
            "kubernetes:rbac.authorization.k8s.io/v1:RoleBinding::edge-controller-access-kato",
            "kubernetes:rbac.authorization.k8s.io/v1:RoleBinding::edge-controller-access-kratos",
            "kubernetes:rbac.authorization.k8s.io/v1:RoleBinding::edge-controller-access-nginx-ingress",
        ]);
    });

    it("lets challenges for certificates through, and reads which there are, where they come in by it", async () => {
        const certificates = {
            apiGroups: ["cert-manager.io"],
            resources: ["certificates"],
            verbs: ["get", "list", "watch"],
        };
        const reads = (of: Recording) =>
            of
                .ofType("kubernetes:rbac.authorization.k8s.io/v1:Role")
                .filter(({ name }) => !name.endsWith("-home"))
                .map(({ inputs }) => JSON.stringify(inputs["rules"]).includes(JSON.stringify(certificates)));
        const enabled = (of: Recording) =>
            (of.one(RELEASE).inputs["values"] as { controller: { enableCertManager: boolean } }).controller
                .enableCertManager;
        const answering = await made({ answersChallenges: true });
        assert.deepEqual([enabled(answering), reads(answering)], [true, [true, true, true]]);
        assert.deepEqual([enabled(recording), reads(recording)], [false, [false, false, false]]);
    });

    it("waits until the controller finds an object valid, in the order that it needs", () => {
        const server = recording.one(`${VIRTUAL_SERVER}::kato-ingress`);
        assert.deepEqual(server.inputs["metadata"], {
            name: "kato-ingress",
            namespace: "nginx-ingress",
            labels: { "app.kubernetes.io/part-of": "kato-platform", "app.kubernetes.io/managed-by": "pulumi" },
            annotations: { "pulumi.com/waitFor": "jsonpath={.status.state}=Valid" },
        });
        const paths = recording.one(`${VIRTUAL_SERVER_ROUTE}::kato-ingress-paths`);
        assert.ok(server.dependsOn.includes(`${VIRTUAL_SERVER_ROUTE}::kato-ingress-paths`));
        assert.deepEqual(paths.inputs["metadata"], {
            name: "kato-ingress",
            namespace: "kato",
            labels: { "app.kubernetes.io/part-of": "kato-platform", "app.kubernetes.io/managed-by": "pulumi" },
        });
        assert.equal(server.parent, "kato:edge:NginxRoutes::edge-routes");
        for (const needed of [RELEASE, `${POLICY}::api-limit`, `${POLICY}::auth-limit`]) {
            assert.ok(paths.dependsOn.includes(needed), `${needed} is not among ${paths.dependsOn.join("\n")}`);
        }
        assert.ok(recording.one(`${POLICY}::api-limit`).dependsOn.includes(RELEASE));
        const { dependsOn } = recording.one(RELEASE);
        assert.ok(dependsOn.includes("kubernetes:cert-manager.io/v1:Certificate::edge-client-tls"));
        assert.ok(
            dependsOn.includes("kubernetes:rbac.authorization.k8s.io/v1:RoleBinding::edge-controller-access-kato"),
        );
    });

    it("counts clients by their network", () => {
        const { spec } = recording.one(`${POLICY}::auth-limit`).inputs as { spec: { rateLimit: { key: string } } };
        assert.equal(spec.rateLimit.key, "${http_edge_client_network}");
        const { values } = recording.one(RELEASE).inputs as {
            values: { controller: { config: { entries: Record<string, string> } } };
        };
        const snippets = values.controller.config.entries["http-snippets"] ?? "";
        assert.ok(snippets.includes("map $binary_remote_addr $http_edge_client_network {"));
    });

    it("names the pods by the label that the chart gives them", () => {
        assert.deepEqual(
            [ingressController.namespace, selector(ingressController)],
            ["nginx-ingress", { "app.kubernetes.io/name": "nginx-ingress" }],
        );
    });

    it("uses the cluster's own controller, in its namespace and class, and counts by a variable that is nginx' own", async () => {
        const existing = await made({
            controller: { mode: "existing", kind: "f5-nginx", namespace: "ingress", ingressClass: "public" },
        });
        assert.deepEqual(
            existing.names().filter((name) => !name.startsWith("kubernetes:k8s.nginx.org")),
            [
                "kato:certificates:ClientCertificate::edge-client-tls",
                "kato:edge:Edge::edge",
                "kato:edge:NginxRoutes::edge-routes",
                "kubernetes:cert-manager.io/v1:Certificate::edge-client-tls",
            ],
        );
        for (const { type, inputs } of existing.resources.filter((each) => each.type.startsWith("kubernetes:"))) {
            const { namespace } = inputs["metadata"] as { namespace: string };
            assert.equal(namespace === "ingress", type !== VIRTUAL_SERVER_ROUTE, `${type} in ${namespace}`);
            if (type.startsWith("kubernetes:k8s.nginx.org/")) {
                assert.equal((inputs["spec"] as { ingressClassName: string }).ingressClassName, "public");
            }
        }
        const { spec } = existing.one(`${POLICY}::auth-limit`).inputs as {
            spec: { rateLimit: { key: string; rate: string } };
        };
        // Of two pods, as nobody has said how many there are, nor whether clients stay at one.
        assert.deepEqual([spec.rateLimit.key, spec.rateLimit.rate], ["${binary_remote_addr}", "3r/m"]);
    });

    it("tells the cluster's own Traefik, and makes nothing outside its namespace", async () => {
        const existing = await made({
            controller: { mode: "existing", kind: "traefik", namespace: "traefik", ingressClass: "public" },
        });
        const objects = existing.resources.filter(({ type }) => type.startsWith("kubernetes:"));
        assert.deepEqual([...new Set(objects.map(({ type }) => type))].sort(), [
            "kubernetes:cert-manager.io/v1:Certificate",
            "kubernetes:core/v1:Service",
            ...["IngressRoute", "Middleware", "ServersTransport", "TLSOption"].map(
                (kind) => `kubernetes:traefik.io/v1alpha1:${kind}`,
            ),
        ]);
        for (const { type, inputs } of objects) {
            assert.equal((inputs["metadata"] as { namespace: string }).namespace, "traefik", type);
        }
        assert.deepEqual(
            existing.ofType("kubernetes:core/v1:Service").map(({ inputs }) => inputs["spec"]),
            [
                { type: "ExternalName", externalName: "kato.kato.svc", ports: [{ port: 443 }] },
                { type: "ExternalName", externalName: "kratos.kratos.svc", ports: [{ port: 4433 }] },
            ],
        );
        const { dependsOn } = existing.one("kubernetes:traefik.io/v1alpha1:IngressRoute::kato-ingress-ingressroute");
        for (const needed of ["Middleware::auth-limit-middleware", "TLSOption::kato-platform-tls-tlsoption"]) {
            assert.ok(dependsOn.includes(`kubernetes:traefik.io/v1alpha1:${needed}`), dependsOn.join("\n"));
        }
    });

    it("allows a client the whole rate in the one pod that it comes to, and behind a proxy a share in each that runs", async () => {
        const rate = async (changes: Partial<EdgeArgs>) => {
            const { spec } = (await made(changes)).one(`${POLICY}::auth-limit`).inputs as {
                spec: { rateLimit: { rate: string; burst: number } };
            };
            return [spec.rateLimit.rate, spec.rateLimit.burst];
        };
        assert.deepEqual(await rate({}), ["5r/m", 3]);
        assert.deepEqual(await rate({ proxy }), ["3r/m", 1]);
    });
});
