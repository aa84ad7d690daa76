import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { connect } from "../../../cli/doctor/cluster";
import { readKubeContext } from "../../../cli/doctor/kube-context";
import { checkLoadBalancer, type Exposure } from "../../../cli/doctor/load-balancer";
import { refuseKeptVolumes } from "../../../cli/up/kept-volumes";
import { FakeApiServer, type FakeCluster } from "./fake-api-server";
import { ownKubeConfig } from "./own-kube-config";

describe("what doctor asks a cluster about addresses and volumes", () => {
    const folder = ownKubeConfig();

    async function asked<T>(cluster: FakeCluster, ask: (facts: Awaited<ReturnType<typeof connect>>) => Promise<T>) {
        const server = await FakeApiServer.start(cluster);
        try {
            writeFileSync(join(folder(), "config"), server.kubeConfig("first"));
            return await ask(await connect(await readKubeContext()));
        } finally {
            await server.stop();
        }
    }

    /** `<level> <detail>` of each finding. */
    const found = (cluster: FakeCluster, exposure: Exposure): Promise<string[]> =>
        asked(cluster, async (facts) =>
            (await checkLoadBalancer(facts, exposure)).map(({ level, detail }) => `${level} ${detail}`),
        );

    it("asks nothing where a node's port is enough", async () => {
        assert.deepEqual(await found({ status: 500 }, "node-port"), []);
    });

    it("wants the AWS Load Balancer Controller for its load balancers", async () => {
        assert.deepEqual(await found({ groups: ["apps", "elbv2.k8s.aws"] }, "aws-nlb"), [
            "fine the AWS Load Balancer Controller is there",
        ]);
        const [without] = await found({ provider: "aws:///eu-central-1a/i-0123" }, "aws-nlb");
        assert.match(without ?? "", /^problem the cluster has no AWS Load Balancer Controller/);
    });

    for (const [what, cluster, expected] of [
        [
            "another Service's address",
            { loadBalancers: { a: undefined, b: "192.0.2.1" } },
            /^fine web\/b has an address$/,
        ],
        ["MetalLB", { groups: ["metallb.io"] }, /^fine MetalLB$/],
        ["kube-vip", { daemonSets: [{ name: "kube-vip-ds", image: "kube-vip" }] }, /^fine kube-vip$/],
        ["a cloud's nodes", { provider: "gce://project/zone/node" }, /^fine the cluster's own \(gce\)$/],
        ["K3s", { version: "v1.34.1+k3s1" }, /^fine the cluster's own/],
        ["Docker Desktop", { nodes: ["docker-desktop"] }, /^fine the cluster's own \(docker-desktop\)$/],
        [
            "kind",
            { provider: "kind://docker/kind/kind-control-plane" },
            /^warning kind gives no addresses .*cloud-provider-kind/,
        ],
        ["minikube", { nodes: ["minikube"] }, /^warning minikube gives addresses only while/],
        ["nothing known", {}, /^warning nothing known that gives addresses was found/],
        [
            "a Service that waits",
            { loadBalancers: { a: undefined } },
            /^warning nothing gives addresses: web\/a has none/,
        ],
    ] as const) {
        it(`tells from ${what} whether a load balancer gets an address`, async () => {
            const [only, ...more] = await found(cluster, "load-balancer");
            assert.match(only ?? "", expected);
            assert.deepEqual(more, []);
        });
    }

    it("finds the platform's volumes, which a new state must not meet", async () => {
        const claims = await asked({ claims: ["mongo-kb-data"] }, (facts) => facts.claims());
        assert.deepEqual(claims, ["kato/mongo-kb-data"]);
        assert.throws(
            () => refuseKeptVolumes(claims, "first", "/here/.local"),
            /volumes of an earlier deployment \(kato\/mongo-kb-data\), and the state in \/here\/\.local does not.*\n {4}kubectl --context first --namespace kato delete persistentvolumeclaim mongo-kb-data\n/s,
        );
        assert.doesNotThrow(() => refuseKeptVolumes([], "first", "/here/.local"));
    });
});
