import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { after, before, describe, it } from "mocha";
import { KubeApi } from "../../cli/drift/kube-api";
import { look } from "../../cli/drift/look";
import { type KubeObject, shownName } from "../../cli/drift/objects";
import { putBack } from "../../cli/drift/put-back";
import { type Recorded, recorded } from "../../cli/drift/state";
import { asMarkdown } from "../../cli/drift/text";
import { describeObject, type KubernetesObject } from "./support/objects";
import { deploy, type ProvingGround } from "./support/proving-ground";

describe("drift on a real API server", () => {
    let ground: ProvingGround;
    let api: KubeApi;
    let known: Recorded;

    before(async () => {
        ground = await deploy("test/support/stacks/dev.yaml");
        api = new KubeApi(await ground.cluster.api.kubeContext());
        // What the tier makes in the controllers' place has no controller as its owner.
        const { api: admin } = ground.cluster;
        const sent = new Set(ground.stack.objects.map(describeObject));
        const jobs = (await admin.list("batch/v1", "Job")).filter((job) => !sent.has(describeObject(job)));
        for (const object of [...ground.made.pods, ...jobs]) {
            await api.delete(object as KubeObject);
        }
        known = recorded({
            resources: ground.stack.objects.map((inputs) => ({
                urn: `urn:pulumi:dev::kato-platform::kubernetes:any:${inputs.kind}::${inputs.metadata.name}`,
                type: `kubernetes:any:${inputs.kind}`,
                inputs: { ...inputs },
            })),
        });
    });

    after(async () => {
        await ground.cluster.stop();
    });

    const path = (kind: string, name: string): Promise<string> => {
        const object = ground.stack.objects.find((one) => one.kind === kind && one.metadata.name === name);
        assert.ok(object, `${kind} ${name}`);
        return ground.cluster.api.path(object);
    };
    /** As somebody does it with a client of their own. */
    const patch = async (kind: string, name: string, body: unknown, type = "strategic-merge"): Promise<void> => {
        const media = type === "json" ? "application/json-patch+json" : `application/${type}-patch+json`;
        const target = `${await path(kind, name)}?fieldManager=kubectl-patch`;
        await ground.cluster.api.ask("PATCH", target, body, media);
    };

    it("finds what was added and nothing else, shows no value, and takes it away", async () => {
        const quiet = await look(api, known);
        assert.deepEqual([quiet.grown, quiet.leftovers.map(shownName), quiet.strangers.map(shownName)], [[], [], []]);
        const before = await specs();

        const planted = randomBytes(12).toString("hex");
        await patch("Deployment", "kratos", {
            metadata: { labels: { planted } },
            spec: {
                template: {
                    metadata: { labels: { "example.com/planted": planted } },
                    spec: {
                        containers: [
                            { name: "sidecar", image: planted },
                            { name: "kratos", env: [{ name: "DEBUG", value: planted }] },
                        ],
                        volumes: [{ name: "host", hostPath: { path: "/" } }],
                        hostNetwork: false,
                        hostAliases: [{ ip: "10.0.0.1", hostnames: [planted] }],
                    },
                },
            },
        });
        const rule = (op: string, at: string, value: unknown): unknown => ({ op, path: at, value });
        const anybody = { from: [{ namespaceSelector: {} }] };
        await patch("NetworkPolicy", "default-deny-all", [rule("add", "/spec/ingress", [anybody, {}])], "json");
        const policy = ground.stack.objects.find((object) => firstPeerLabels(object) !== undefined);
        assert.ok(policy);
        const rules = (policy.spec as PolicySpec).ingress?.length ?? 0;
        const peers = "/spec/ingress/0/from";
        await patch(
            "NetworkPolicy",
            policy.metadata.name,
            [
                rule("add", `${peers}/0`, { ipBlock: { cidr: "0.0.0.0/0" } }),
                rule("add", `${peers}/1/podSelector/matchLabels/planted`, planted),
                rule("add", "/spec/ingress/-", anybody),
            ],
            "json",
        );
        await patch(
            "Secret",
            "kratos-postgres-logins",
            { data: { eve: Buffer.from(planted).toString("base64") } },
            "merge",
        );
        await patch("ServiceAccount", "kratos", {
            metadata: { annotations: { "eks.amazonaws.com/role-arn": planted } },
        });

        const found = await look(api, known);
        assert.deepEqual(
            found.grown.flatMap(({ live, added }) => added.map((one) => `${shownName(live)} ${one.path}`)).sort(),
            [
                "kratos/Deployment/kratos metadata.labels.planted",
                "kratos/Deployment/kratos spec.template.metadata.labels[example.com/planted]",
                "kratos/Deployment/kratos spec.template.spec.containers[kratos].env[DEBUG]",
                "kratos/Deployment/kratos spec.template.spec.containers[sidecar]",
                "kratos/Deployment/kratos spec.template.spec.hostAliases",
                "kratos/Deployment/kratos spec.template.spec.volumes[host]",
                "kratos/Secret/kratos-postgres-logins data.eve",
                "kratos/ServiceAccount/kratos metadata.annotations[eks.amazonaws.com/role-arn]",
                `${policy.metadata.namespace ?? ""}/NetworkPolicy/${policy.metadata.name} spec.ingress[0].from[0]`,
                `${policy.metadata.namespace ?? ""}/NetworkPolicy/${policy.metadata.name} spec.ingress[0].from[1].podSelector.matchLabels.planted`,
                `${policy.metadata.namespace ?? ""}/NetworkPolicy/${policy.metadata.name} spec.ingress[${rules}]`,
                `${(await first("default-deny-all")).metadata.namespace ?? ""}/NetworkPolicy/default-deny-all spec.ingress`,
            ].sort(),
        );
        const text = asMarkdown(found);
        assert.match(text, /`spec\.template\.spec\.containers\[sidecar\]` \| `kubectl-patch, /);
        assert.ok(!text.includes(planted));

        const output: string[] = [];
        const terminal = { write: (line: string): void => void output.push(line) };
        assert.ok(await putBack(api, known, { stdout: terminal, stderr: terminal }), output.join(""));
        assert.ok(!output.join("").includes(planted));
        assert.deepEqual((await look(api, known)).grown, []);
        assert.deepEqual(await specs(), before);
    });

    it("deletes what a killed run has left, and lists what is somebody else's", async () => {
        const job = ground.stack.objects.find(({ kind }) => kind === "Job") as KubernetesObject;
        const ours = { ...job.metadata.labels };
        const autonamed = { "pulumi.com/autonamed": "true" };
        const make = (object: object): Promise<unknown> => ground.cluster.api.create(object as KubernetesObject);
        const meta = (name: string, labels: object, annotations: object) => ({
            name,
            namespace: "kratos",
            labels,
            annotations,
        });
        await make({ ...job, metadata: meta("kratos-migrate-0badc0de", ours, autonamed) });
        await make({ apiVersion: "v1", kind: "Secret", metadata: meta("kratos-secrets-0badc0de", ours, autonamed) });
        await make({ apiVersion: "v1", kind: "ConfigMap", metadata: meta("kratos-config-0badc0de", ours, autonamed) });
        // Near misses: another program's, and one that nobody has named automatically.
        await make({ apiVersion: "v1", kind: "Secret", metadata: meta("theirs-0badc0de", {}, autonamed) });
        await make({ apiVersion: "v1", kind: "ConfigMap", metadata: meta("by-hand", ours, {}) });
        await make({
            apiVersion: "networking.k8s.io/v1",
            kind: "NetworkPolicy",
            metadata: meta("open", {}, {}),
            spec: { podSelector: {}, ingress: [{}], policyTypes: ["Ingress"] },
        });
        const subject = { kind: "User", apiGroup: "rbac.authorization.k8s.io", name: "somebody" };
        await make({
            apiVersion: "rbac.authorization.k8s.io/v1",
            kind: "RoleBinding",
            metadata: meta("admin", {}, {}),
            roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "admin" },
            subjects: [subject],
        });

        const found = await look(api, known);
        assert.deepEqual(found.grown, []);
        assert.deepEqual(found.leftovers.map(shownName).sort(), [
            "kratos/ConfigMap/kratos-config-0badc0de",
            "kratos/Job/kratos-migrate-0badc0de",
            "kratos/Secret/kratos-secrets-0badc0de",
        ]);
        const theirs = ["kratos/NetworkPolicy/open", "kratos/RoleBinding/admin"];
        assert.deepEqual(found.strangers.map(shownName).sort(), theirs);

        const output: string[] = [];
        const terminal = { write: (line: string): void => void output.push(line) };
        assert.ok(await putBack(api, known, { stdout: terminal, stderr: terminal }), output.join(""));
        const left = await look(api, known);
        assert.deepEqual([left.leftovers, left.strangers.map(shownName).sort()], [[], theirs]);
    });

    async function first(name: string): Promise<KubernetesObject> {
        const object = ground.stack.objects.find(({ metadata }) => metadata.name === name);
        assert.ok(object);
        return ground.cluster.api.get(object);
    }

    /** Everything of every object that is not the server's bookkeeping. */
    async function specs(): Promise<object[]> {
        const now = await Promise.all(ground.stack.objects.map((object) => ground.cluster.api.get(object)));
        return now.map(({ metadata, status: _status, ...content }) => ({
            ...content,
            labels: metadata.labels ?? {},
            annotations: (metadata as KubeObject["metadata"]).annotations ?? {},
        }));
    }
});

interface PolicySpec {
    readonly ingress?: readonly {
        readonly from?: readonly { readonly podSelector?: { readonly matchLabels?: object } }[];
    }[];
}

/** The labels of the first peer that a NetworkPolicy lets in. */
function firstPeerLabels({ kind, spec }: KubernetesObject): object | undefined {
    return kind === "NetworkPolicy"
        ? (spec as PolicySpec).ingress?.[0]?.from?.[0]?.podSelector?.matchLabels
        : undefined;
}
