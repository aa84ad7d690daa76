import assert from "node:assert/strict";
import { Edge, type EdgeArgs } from "../../../components/edge/edge";
import { ingressController } from "../../../components/edge/controller-pods";
import { selector } from "../../../components/workload/identity";
import { record, type Recording } from "../../support/record";
import { routes, settings } from "./given";

const installed: EdgeArgs = {
    ...settings,
    controller: {
        mode: "install",
        replicas: { min: 2, max: 5 },
        resources: { cpu: { request: "100m", limit: "1" }, memory: "256Mi" },
    },
    routes: routes(),
    issuer: { kind: "ClusterIssuer", name: "internal-ca" },
    answersChallenges: false,
};

async function made(changes: Partial<EdgeArgs> = {}): Promise<Recording> {
    return await record(() => new Edge("edge", { ...installed, ...changes }));
}

const RELEASE = "kubernetes:helm.sh/v3:Release::edge-controller";
const VIRTUAL_SERVER = "kubernetes:k8s.nginx.org/v1:VirtualServer";
const POLICY = "kubernetes:k8s.nginx.org/v1:Policy";

describe("Edge", () => {
    let recording: Recording;
    before(async () => {
        recording = await made();
    });

    it("is the controller with its certificate and rights, the limits and one VirtualServer a host", () => {
        assert.deepEqual(recording.names(), [
            "kato:certificates:ClientCertificate::edge-client-tls",
            "kato:edge:ControllerAccess::edge-controller-access",
            "kato:edge:Edge::edge",
            "kato:edge:IngressController::edge-controller",
            "kato:edge:NginxRoutes::edge-routes",
            "kubernetes:cert-manager.io/v1:Certificate::edge-client-tls",
            "kubernetes:core/v1:ServiceAccount::edge-controller-access-account",
            RELEASE,
            `${POLICY}::api-limit`,
            `${POLICY}::auth-limit`,
            `${POLICY}::submission-limit`,
            `${VIRTUAL_SERVER}::kato-ingress`,
            `${VIRTUAL_SERVER}::kratos-ingress-auth-karima-com`,
            `${VIRTUAL_SERVER}::kratos-ingress-auth-ks-backend-cloud`,
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
        assert.equal(server.parent, "kato:edge:NginxRoutes::edge-routes");
        for (const needed of [RELEASE, `${POLICY}::api-limit`, `${POLICY}::auth-limit`]) {
            assert.ok(server.dependsOn.includes(needed), `${needed} is not among ${server.dependsOn.join("\n")}`);
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
        const existing = await made({ controller: { mode: "existing", namespace: "ingress", ingressClass: "public" } });
        assert.deepEqual(
            existing.names().filter((name) => !name.startsWith("kubernetes:k8s.nginx.org")),
            ["kato:edge:Edge::edge", "kato:edge:NginxRoutes::edge-routes"],
        );
        for (const { inputs } of existing.resources.filter(({ type }) => type.startsWith("kubernetes:"))) {
            assert.equal((inputs["metadata"] as { namespace: string }).namespace, "ingress");
            assert.equal((inputs["spec"] as { ingressClassName: string }).ingressClassName, "public");
        }
        const { spec } = existing.one(`${POLICY}::auth-limit`).inputs as {
            spec: { rateLimit: { key: string; rate: string; scale: boolean } };
        };
        const { key, rate, scale } = spec.rateLimit;
        // Of five pods, as many as there may be: nobody has said.
        assert.deepEqual([key, rate, scale], ["${binary_remote_addr}", "1r/m", false]);
    });

    it("refuses more pods than a limit can be shared by, before anything is made", async () => {
        const controller = { ...installed.controller, replicas: { min: 2, max: 6 } } as EdgeArgs["controller"];
        await assert.rejects(
            made({ controller }),
            /The limit auth-limit of 5 requests a minute cannot be shared by 6 controller pods: have at most 5\./,
        );
    });
});
