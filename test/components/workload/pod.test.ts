import assert from "node:assert/strict";
import { workload } from "../../../components/workload/identity";
import { type PodArgs, podTemplate, scratchVolume } from "../../../components/workload/pod";
import { defined } from "../../support/defined";

const container = (name: string) => ({
    name,
    image: "registry.example/app:1.0.0",
    resources: { cpu: { request: "100m", limit: "1" }, memory: "256Mi" },
});

function template(args: Partial<PodArgs> = {}) {
    const made = podTemplate({
        workload: workload("shop", "app"),
        component: "frontend",
        uid: 1234,
        containers: [container("app")],
        ...args,
    });
    return { ...made, metadata: defined(made.metadata), spec: defined(made.spec) };
}

/** Pod Security Standards, "restricted", and a read-only root. */
const CONTAINER_SECURITY = {
    runAsNonRoot: true,
    readOnlyRootFilesystem: true,
    allowPrivilegeEscalation: false,
    privileged: false,
    capabilities: { drop: ["ALL"] },
    seccompProfile: { type: "RuntimeDefault" },
};

describe("podTemplate", () => {
    it("hardens the pod and every container of it", () => {
        assert.deepEqual(template({ initContainers: [container("init")] }).spec, {
            serviceAccountName: "app",
            automountServiceAccountToken: false,
            enableServiceLinks: false,
            securityContext: {
                runAsNonRoot: true,
                runAsUser: 1234,
                runAsGroup: 1234,
                seccompProfile: { type: "RuntimeDefault" },
            },
            terminationGracePeriodSeconds: 30,
            restartPolicy: "Always",
            initContainers: [
                {
                    name: "init",
                    image: "registry.example/app:1.0.0",
                    resources: {
                        requests: { cpu: "100m", memory: "256Mi", "ephemeral-storage": "128Mi" },
                        limits: { cpu: "1", memory: "256Mi", "ephemeral-storage": "128Mi" },
                    },
                    securityContext: CONTAINER_SECURITY,
                    terminationMessagePolicy: "FallbackToLogsOnError",
                },
            ],
            containers: [
                {
                    name: "app",
                    image: "registry.example/app:1.0.0",
                    resources: {
                        requests: { cpu: "100m", memory: "256Mi", "ephemeral-storage": "128Mi" },
                        limits: { cpu: "1", memory: "256Mi", "ephemeral-storage": "128Mi" },
                    },
                    securityContext: CONTAINER_SECURITY,
                    terminationMessagePolicy: "FallbackToLogsOnError",
                },
            ],
        });
    });

    it("gives a container that others must not see into a user of its own", () => {
        const { containers } = template({ containers: [container("app"), { ...container("apart"), uid: 5678 }] }).spec;
        assert.deepEqual(
            (containers as { securityContext: unknown }[]).map(({ securityContext }) => securityContext),
            [CONTAINER_SECURITY, { ...CONTAINER_SECURITY, runAsUser: 5678 }],
        );
        assert.equal(JSON.stringify(containers).includes('"uid"'), false);
    });

    it("carries Kubernetes' recommended labels, the version where it is known, and the one that selects", () => {
        const labels = {
            app: "app",
            "app.kubernetes.io/name": "app",
            "app.kubernetes.io/component": "frontend",
            "app.kubernetes.io/part-of": "kato-platform",
            "app.kubernetes.io/managed-by": "pulumi",
        };
        assert.deepEqual(template().metadata, { labels });
        assert.deepEqual(template({ version: "1.0.0", annotations: { "example.com/a": "b" } }).metadata, {
            labels: { ...labels, "app.kubernetes.io/version": "1.0.0" },
            annotations: { "example.com/a": "b" },
        });
    });

    it("hands volumes to the group only when asked", () => {
        assert.deepEqual(template({ ownsVolumes: true }).spec.securityContext, {
            runAsNonRoot: true,
            runAsUser: 1234,
            runAsGroup: 1234,
            fsGroup: 1234,
            fsGroupChangePolicy: "OnRootMismatch",
            seccompProfile: { type: "RuntimeDefault" },
        });
    });

    it("keeps replicas apart over nodes and zones only when asked, and never refuses to run them", () => {
        const constraint = (topologyKey: string) => ({
            maxSkew: 1,
            topologyKey,
            whenUnsatisfiable: "ScheduleAnyway",
            labelSelector: { matchLabels: { app: "app" } },
            matchLabelKeys: ["pod-template-hash"],
        });
        assert.deepEqual(template({ spread: true }).spec.topologySpreadConstraints, [
            constraint("kubernetes.io/hostname"),
            constraint("topology.kubernetes.io/zone"),
        ]);
        assert.ok(!("topologySpreadConstraints" in template({ spread: false }).spec));
    });

    it("takes the lifecycle and the volumes it is given", () => {
        const { spec } = template({
            terminationGracePeriodSeconds: 120,
            restartPolicy: "OnFailure",
            volumes: [scratchVolume("tmp", "16Mi")],
        });
        assert.equal(spec.terminationGracePeriodSeconds, 120);
        assert.equal(spec.restartPolicy, "OnFailure");
        assert.deepEqual(spec.volumes, [{ name: "tmp", emptyDir: { sizeLimit: "16Mi" } }]);
    });

    it("calls itself by a given name, inside the pod alone", () => {
        assert.deepEqual(template({ loopbackName: "app.shop.svc" }).spec.hostAliases, [
            { ip: "127.0.0.1", hostnames: ["app.shop.svc"] },
        ]);
        assert.ok(!("hostAliases" in template().spec));
    });

    it("lets containers see one another's processes only when asked", () => {
        assert.equal(template({ sharedProcesses: true }).spec.shareProcessNamespace, true);
        assert.ok(!("shareProcessNamespace" in template({ sharedProcesses: false }).spec));
    });

    it("pulls private images with the Secret it is given", () => {
        assert.deepEqual(template({ imagePullSecret: "registry" }).spec.imagePullSecrets, [{ name: "registry" }]);
        assert.ok(!("imagePullSecrets" in template().spec));
    });

    it("asks for the scratch space that a container says it needs", () => {
        const [app] = template({
            containers: [
                { ...container("app"), resources: { ...container("app").resources, ephemeralStorage: "1Gi" } },
            ],
        }).spec.containers as { resources: unknown }[];
        assert.deepEqual(app?.resources, {
            requests: { cpu: "100m", memory: "256Mi", "ephemeral-storage": "1Gi" },
            limits: { cpu: "1", memory: "256Mi", "ephemeral-storage": "1Gi" },
        });
    });
});
