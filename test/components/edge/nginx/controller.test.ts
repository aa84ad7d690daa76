import assert from "node:assert/strict";
import { ClientCertificate } from "../../../../components/certificates/client-certificate";
import type { InstallArgs } from "../../../../components/edge/dialect";
import { IngressController } from "../../../../components/edge/nginx/controller";
import { ingressController } from "../../../../components/edge/nginx/controller-pods";
import { record, type Recorded, type Recording } from "../../../support/record";
import { without } from "../../../support/pods";
import { routes, settings } from "../given";

type Values = Readonly<Record<string, unknown>>;

async function made(changes: Partial<InstallArgs> = {}): Promise<Recording> {
    return await record(() => {
        const issuer = { kind: "ClusterIssuer", name: "internal-ca" } as const;
        const certificate = new ClientCertificate("tls", { workload: ingressController, component: "edge", issuer });
        return new IngressController("controller", {
            answersChallenges: false,
            replicas: { min: 2, max: 5 },
            podsOfAClient: 1,
            resources: { cpu: { request: "100m", limit: "1" }, memory: "256Mi" },
            ingressClass: "nginx",
            settings,
            routes: routes(),
            certificate,
            ...changes,
        });
    });
}

function release(recording: Recording): Recorded {
    return recording.one("kubernetes:helm.sh/v3:Release::controller");
}

function controller(recording: Recording): Values {
    return (release(recording).inputs["values"] as { controller: Values }).controller;
}

const restricted = {
    runAsNonRoot: true,
    readOnlyRootFilesystem: true,
    allowPrivilegeEscalation: false,
    privileged: false,
    capabilities: { drop: ["ALL"] },
    seccompProfile: { type: "RuntimeDefault" },
    runAsUser: 101,
};

describe("IngressController", () => {
    let recording: Recording;
    before(async () => {
        recording = await made();
    });

    it("is a pinned Release of the upstream chart, that of the controller 5.5.4", () => {
        assert.deepEqual(without(release(recording).inputs, "values", "compat"), {
            name: "nginx-ingress",
            namespace: "nginx-ingress",
            chart: "oci://ghcr.io/nginx/charts/nginx-ingress",
            version: "2.6.4",
            atomic: true,
            timeout: 600,
        });
    });

    it("watches three namespaces, reads Secrets in one, takes no snippets from routes and tells nobody of us", () => {
        const values = controller(recording);
        assert.equal(values["watchNamespace"], "nginx-ingress,kato,kratos");
        assert.equal(values["watchSecretNamespace"], "nginx-ingress");
        assert.equal(values["enableSnippets"], false);
        assert.deepEqual(values["telemetryReporting"], { enable: false });
        assert.deepEqual(values["image"], { repository: "nginx/nginx-ingress", tag: "5.5.4" });
        assert.deepEqual(values["nginxStatus"], { enable: false });
        assert.deepEqual(values["pod"], {
            extraLabels: { "app.kubernetes.io/part-of": "kato-platform", "app.kubernetes.io/managed-by": "pulumi" },
        });
        assert.equal(values["enableSSLDynamicReload"], false);
        assert.equal(values["logFormat"], "json");
        assert.deepEqual(values["ingressClass"], { name: "nginx", create: true, setAsDefaultIngress: false });
        const all = release(recording).inputs["values"] as Values;
        assert.deepEqual(without(all, "controller"), {
            rbac: { create: false },
            prometheus: { create: false },
        });
    });

    it("has pods that satisfy Pod Security restricted, with a read-only root", () => {
        const values = controller(recording);
        assert.deepEqual(values["podSecurityContext"], {
            runAsNonRoot: true,
            runAsUser: 101,
            fsGroup: 101,
            seccompProfile: { type: "RuntimeDefault" },
        });
        assert.equal(values["readOnlyRootFilesystem"], true);
        assert.deepEqual(values["securityContext"], {
            ...restricted,
            capabilities: { drop: ["ALL"], add: ["NET_BIND_SERVICE"] },
        });
        assert.deepEqual(values["initContainerSecurityContext"], restricted);
        assert.deepEqual(values["resources"], {
            requests: { cpu: "100m", memory: "256Mi", "ephemeral-storage": "128Mi" },
            limits: { cpu: "1", memory: "256Mi", "ephemeral-storage": "128Mi" },
        });
        assert.deepEqual(values["initContainerResources"], {
            requests: { cpu: "10m", memory: "64Mi", "ephemeral-storage": "128Mi" },
            limits: { cpu: "250m", memory: "64Mi", "ephemeral-storage": "128Mi" },
        });
    });

    it("scales between two numbers, survives a drained node and lets requests end", () => {
        const values = controller(recording);
        assert.equal(values["replicaCount"], 2);
        assert.deepEqual(values["autoscaling"], {
            enabled: true,
            minReplicas: 2,
            maxReplicas: 5,
            targetCPUUtilizationPercentage: 70,
            targetMemoryUtilizationPercentage: 0,
        });
        assert.deepEqual(values["podDisruptionBudget"], { enabled: true, maxUnavailable: 1 });
        assert.deepEqual(values["strategy"], {
            type: "RollingUpdate",
            rollingUpdate: { maxUnavailable: 0, maxSurge: 1 },
        });
        assert.deepEqual(
            (values["topologySpreadConstraints"] as { topologyKey: string; labelSelector: unknown }[]).map(
                ({ topologyKey, labelSelector }) => [topologyKey, labelSelector],
            ),
            ["kubernetes.io/hostname", "topology.kubernetes.io/zone"].map((key) => [
                key,
                { matchLabels: { "app.kubernetes.io/name": "nginx-ingress" } },
            ]),
        );
        assert.equal(values["minReadySeconds"], 15);
        assert.deepEqual(values["lifecycle"], { preStop: { exec: { command: ["/bin/sleep", "30"] } } });
        assert.equal(values["terminationGracePeriodSeconds"], 95);
    });

    it("goes on in a rollout on AWS for longer than the load balancer does with a target that leaves", async () => {
        const nlb = await made({ settings: { ...settings, exposure: "aws-nlb" } });
        const values = controller(nlb);
        const { metadata } = nlb.one("kubernetes:core/v1:Service::controller").inputs;
        const [, delay = ""] = /deregistration_delay\.timeout_seconds=(\d+)/.exec(JSON.stringify(metadata)) ?? [];
        const { preStop } = values["lifecycle"] as { preStop: { exec: { command: string[] } } };
        const drain = Number(preStop.exec.command[1]);
        assert.ok(Number(delay) > 0 && drain > Number(delay), `${drain} s, ${delay} s`);
        // nginx ends what it has begun within the time that its workers have.
        const { entries } = values["config"] as { entries: Record<string, string> };
        const finish = Number.parseInt(entries["worker-shutdown-timeout"] ?? "", 10);
        assert.ok(Number(values["terminationGracePeriodSeconds"]) >= drain + finish);
        assert.ok(Number(values["minReadySeconds"]) > 0);
        // Five pods, each of which waits minutes to be a healthy target.
        assert.equal(release(nlb).inputs["timeout"], 1800);
    });

    it("has one pod and nothing for more where one is asked for", async () => {
        const values = controller(await made({ replicas: { min: 1, max: 1 } }));
        assert.equal(values["replicaCount"], 1);
        assert.deepEqual(values["autoscaling"], { enabled: false });
        assert.deepEqual(values["podDisruptionBudget"], { enabled: false });
    });

    it("reports the addresses of our Service, and has none of the chart's", () => {
        const expected = { enable: true, externalService: "nginx-ingress-controller" };
        assert.deepEqual(controller(recording)["reportIngressStatus"], expected);
        assert.deepEqual(controller(recording)["service"], { create: false });
        const [own] = recording.ofType("kubernetes:core/v1:Service");
        assert.equal((own?.inputs["metadata"] as Values)["name"], expected.externalService);
        assert.ok(own?.dependsOn.includes("kubernetes:helm.sh/v3:Release::controller"), "waits for the pods");
    });

    it("mounts the internal authority's certificate, and no key", () => {
        const values = controller(recording);
        assert.deepEqual(values["volumes"], [
            {
                name: "internal-authority",
                secret: {
                    secretName: "nginx-ingress-client-tls",
                    defaultMode: 0o440,
                    items: [{ key: "ca.crt", path: "ca.crt" }],
                },
            },
        ]);
        assert.deepEqual(values["volumeMounts"], [
            { name: "internal-authority", mountPath: "/etc/internal-authority", readOnly: true },
        ]);
    });

    it("may read no Secret outside its namespace, and change nothing but what it reports", () => {
        const roles = ["Role", "ClusterRole"].flatMap((kind) =>
            recording.ofType(`kubernetes:rbac.authorization.k8s.io/v1:${kind}`),
        );
        const granted = roles.map(({ inputs }) => {
            const { namespace = "", name } = inputs["metadata"] as { namespace?: string; name: string };
            const rules = inputs["rules"] as { resources: string[]; resourceNames?: string[]; verbs: string[] }[];
            return [
                `${namespace}/${name}`,
                rules.map(({ resources, resourceNames = [], verbs }) => [resources, verbs, ...resourceNames]),
            ];
        });
        const expected = [
            [["namespaces"], ["get"]],
            [
                ["services", "pods"],
                ["get", "list", "watch"],
            ],
            [["events"], ["create", "patch", "list"]],
            [["endpointslices"], ["get", "list", "watch"]],
            [["ingresses"], ["get", "list", "watch"]],
            [["ingresses/status"], ["update"]],
            [
                ["virtualservers", "virtualserverroutes", "transportservers", "policies"],
                ["get", "list", "watch"],
            ],
            [
                ["virtualservers/status", "virtualserverroutes/status", "transportservers/status", "policies/status"],
                ["update"],
            ],
        ];
        assert.deepEqual(Object.fromEntries(granted), {
            "nginx-ingress/nginx-ingress-watch": expected,
            "kato/nginx-ingress-watch": expected,
            "kratos/nginx-ingress-watch": expected,
            "nginx-ingress/nginx-ingress-controller": [
                [
                    ["configmaps", "secrets"],
                    ["get", "list", "watch"],
                ],
                [["leases"], ["get", "update"], "nginx-ingress-leader-election"],
            ],
            "/nginx-ingress-classes": [[["ingressclasses"], ["get"], "nginx"]],
        });
        const [account] = recording.ofType("kubernetes:core/v1:ServiceAccount");
        const { labels: _, ...identity } = account?.inputs["metadata"] as Values;
        assert.deepEqual(identity, { name: "nginx-ingress-controller", namespace: "nginx-ingress" });
        assert.equal(account?.inputs["automountServiceAccountToken"], false);
    });

    it("binds each role to the account that the chart is told of", () => {
        assert.deepEqual(controller(recording)["serviceAccount"], { name: "nginx-ingress-controller" });
        const subjects = [{ kind: "ServiceAccount", name: "nginx-ingress-controller", namespace: "nginx-ingress" }];
        const bindings = ["RoleBinding", "ClusterRoleBinding"].flatMap((kind) =>
            recording.ofType(`kubernetes:rbac.authorization.k8s.io/v1:${kind}`),
        );
        const bound = bindings.map(({ inputs }) => {
            assert.deepEqual(inputs["subjects"], subjects);
            const { kind, name } = inputs["roleRef"] as { kind: string; name: string };
            return `${(inputs["metadata"] as { namespace?: string }).namespace ?? ""} ${kind}/${name}`;
        });
        assert.deepEqual(bound.sort(), [
            " ClusterRole/nginx-ingress-classes",
            "kato Role/nginx-ingress-watch",
            "kratos Role/nginx-ingress-watch",
            "nginx-ingress Role/nginx-ingress-controller",
            "nginx-ingress Role/nginx-ingress-watch",
        ]);
    });

    it("lets a transform change the Release", async () => {
        const transform = {
            release: (args: { timeout?: unknown }) => {
                args.timeout = 60;
            },
        };
        assert.equal(release(await made({ transform })).inputs["timeout"], 60);
    });
});
