import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { checkCluster, checkNode } from "../../../cli/doctor/checks";
import { connect } from "../../../cli/doctor/cluster";
import { checkDns, type DnsSetting } from "../../../cli/doctor/dns";
import { readKubeContext } from "../../../cli/doctor/kube-context";
import { doctor } from "../../../cli/doctor/main";
import { defaultDns, type StorageConfig } from "../../../config";
import { ownAws } from "../shared/aws-double";
import { type FakeCluster, FakeApiServer } from "./fake-api-server";
import { ownKubeConfig } from "./own-kube-config";

const calico = [{ name: "calico-node", image: "quay.io/calico/node:v3.31.0" }];

describe("npm run doctor", () => {
    const folder = ownKubeConfig();
    ownAws();

    /** Runs the command against a fake cluster. */
    async function examine(cluster: FakeCluster, ...argv: string[]): Promise<{ status: number; output: string }> {
        const server = await FakeApiServer.start(cluster);
        try {
            writeFileSync(join(folder(), "config"), server.kubeConfig("first", "second"));
            let output = "";
            const write = (text: string): void => void (output += text);
            const status = await doctor(argv, { stdout: { write }, stderr: { write } });
            return { status, output };
        } finally {
            await server.stop();
        }
    }

    it("is content with a cluster that has all", async () => {
        const { status, output } = await examine({ daemonSets: calico });
        assert.equal(status, 0, output);
        assert.match(output, /kube-context first at http:\/\/127\.0\.0\.1:/);
        assert.match(output, /ok +Kubernetes +v1\.34\.1/);
        assert.match(output, /ok +StorageClass +standard \(the default\)/);
        assert.match(output, /ok +NetworkPolicies +Calico enforces them/);
        assert.match(output, /ok +Permissions +all that a deployment creates/);
    });

    it("asks the cluster each question once, whatever several checks want to know", async () => {
        const server = await FakeApiServer.start({ daemonSets: calico });
        try {
            writeFileSync(join(folder(), "config"), server.kubeConfig("first"));
            const facts = await connect(await readKubeContext(undefined));
            const asked: string[] = [];
            const counted = (["version", "daemonSets", "nodes"] as const).map((name) => [
                name,
                () => (asked.push(name), facts[name]()),
            ]);
            const cluster = { ...facts, ...(Object.fromEntries(counted) as Partial<typeof facts>) };
            await checkCluster(cluster, { storage: { mode: "cluster-default" }, exposure: "load-balancer" });
            assert.deepEqual(asked.sort(), ["daemonSets", "nodes", "version"]);
        } finally {
            await server.stop();
        }
    });

    it("looks for what a stack needs, if it is named", async () => {
        const { status, output } = await examine({ daemonSets: calico }, "--stack", "prod", "--context", "second");
        assert.equal(status, 3);
        assert.match(output, /problem +Storage driver +the cluster has no ebs\.csi\.aws\.com/);
        assert.match(output, /problem +Load balancer +the cluster has no AWS Load Balancer Controller/);
        await assert.rejects(examine({}, "--stack", "nowhere"), /There is no stack "nowhere"/);
    });

    it("looks at the kube-context it is told", async () => {
        assert.match((await examine({ daemonSets: calico }, "--context", "second")).output, /kube-context second at/);
    });

    it("accepts Kubernetes 1.29, says what it lacks, and refuses 1.28", async () => {
        const oldest = await examine({ version: "v1.29.0", daemonSets: calico });
        assert.equal(oldest.status, 0);
        assert.match(
            oldest.output,
            /warning +Kubernetes +v1\.29\.0 ignores the wait before a pod stops, so requests fail/,
        );
        assert.match((await examine({ version: "v1.30.0", daemonSets: calico })).output, /ok +Kubernetes +v1\.30\.0/);
        const { status, output } = await examine({ version: "v1.28.15", daemonSets: calico });
        assert.equal(status, 3);
        assert.match(output, /problem +Kubernetes +v1\.28\.15 is too old: 1\.29 or later/);
    });

    it("refuses a cluster without a default StorageClass", async () => {
        const none = await examine({ storageClasses: [], daemonSets: calico });
        assert.equal(none.status, 3);
        assert.match(none.output, /problem +StorageClass +the cluster has no default class \(it has: none\)/);
        const other = await examine({ storageClasses: ["slow", "fast"], daemonSets: calico });
        assert.equal(other.status, 3);
        assert.match(other.output, /problem +StorageClass +the cluster has no default class \(it has: slow, fast\)/);
    });

    it("looks for the class or the driver that a stack asks for", async () => {
        const storage = async (cluster: FakeCluster, wanted: StorageConfig) => {
            const server = await FakeApiServer.start(cluster);
            try {
                writeFileSync(join(folder(), "config"), server.kubeConfig("first"));
                const [, finding] = await checkCluster(await connect(await readKubeContext()), {
                    storage: wanted,
                });
                return `${String(finding?.level)}: ${String(finding?.detail)}`;
            } finally {
                await server.stop();
            }
        };
        const existing = { mode: "existing", class: "fast", encrypted: true } as const;
        assert.equal(await storage({ storageClasses: ["slow", "fast"] }, existing), "fine: fast");
        assert.match(await storage({ storageClasses: ["slow"] }, existing), /^problem: there is no class "fast"/);
        const driver = { storageClasses: [], storageDrivers: ["ebs.csi.aws.com"] };
        assert.equal(await storage(driver, { mode: "aws-ebs" }), "fine: ebs.csi.aws.com");
        assert.match(
            await storage({ storageDrivers: ["efs.csi.aws.com"] }, { mode: "aws-ebs" }),
            /^problem: the cluster has no ebs\.csi\.aws\.com: install the EBS CSI driver/,
        );
    });

    it("only warns of a network that does not enforce policies, or may not", async () => {
        const flannel = await examine({ daemonSets: [{ name: "kube-flannel-ds", image: "flannel:1" }] });
        assert.equal(flannel.status, 0);
        assert.match(flannel.output, /warning +NetworkPolicies +have no effect: Flannel/);
        const unknown = await examine({});
        assert.equal(unknown.status, 0);
        assert.match(unknown.output, /warning +NetworkPolicies +cannot tell whether they have an effect/);
    });

    describe("DNS", () => {
        const openShift = {
            namespace: "openshift-dns",
            name: "dns-default",
            labels: { "dns.operator.openshift.io/daemonset-dns": "default" },
            port: 5353,
        };
        const nodeLocal = (...args: string[]) => [{ name: "nodelocaldns", image: "k8s-dns-node-cache:1", args }];

        /** What is said of a stack's setting. */
        async function judged(cluster: FakeCluster, setting: Partial<DnsSetting> = {}): Promise<string> {
            const server = await FakeApiServer.start(cluster);
            try {
                writeFileSync(join(folder(), "config"), server.kubeConfig("first"));
                const facts = await connect(await readKubeContext());
                const { level, detail } = await checkDns(facts, { ...defaultDns, ...setting });
                return `${level}: ${detail}`;
            } finally {
                await server.stop();
            }
        }

        it("is what kubeadm makes, unless the stack says otherwise", async () => {
            assert.equal(await judged({}), "fine: kube-system/kube-dns");
            assert.match((await examine({ daemonSets: calico })).output, /ok +DNS +kube-system\/kube-dns/);
        });

        it("is OpenShift's where the stack has its namespace, labels and port", async () => {
            const needed =
                '{"namespace":"openshift-dns","labels":{"dns.operator.openshift.io/daemonset-dns":"default"},"ports":[5353]}';
            assert.equal(
                await judged({ dns: openShift }),
                `problem: openshift-dns/dns-default is not what the NetworkPolicies let pods ask: set \`cluster.dns: ${needed}\``,
            );
            const setting = JSON.parse(needed) as DnsSetting;
            assert.equal(await judged({ dns: openShift }, setting), "fine: openshift-dns/dns-default");
            assert.match(await judged({ dns: openShift }, { ...setting, ports: [53] }), /^problem: .*"ports":\[5353\]/);
            assert.match(await judged({ dns: openShift }, { ...setting, labels: { app: "dns" } }), /^problem: /);
        });

        it("is NodeLocal DNSCache at whatever addresses it was told", async () => {
            assert.equal(
                await judged({ daemonSets: nodeLocal("-localip", "169.254.25.10", "-conf", "/etc/Corefile") }),
                'problem: NodeLocal DNSCache answers at 169.254.25.10: set `cluster.dns: {"cidrs":["169.254.20.10/32","169.254.25.10/32"]}`',
            );
            const both = { daemonSets: nodeLocal("--localip=169.254.20.10,10.96.0.10") };
            assert.match(await judged(both), /^problem: .* answers at 10\.96\.0\.10: /);
            assert.equal(
                await judged(both, { cidrs: ["169.254.20.10/32", "10.96.0.10/32"] }),
                "fine: kube-system/kube-dns, NodeLocal",
            );
        });

        it("is on the nodes where no pod answers", async () => {
            const onNodes = { dns: { namespace: "kube-system", name: "kube-dns", address: "172.20.0.10" } };
            assert.equal(
                await judged(onNodes),
                'problem: no pod answers, so the nodes do (as on EKS Auto Mode): set `cluster.dns: {"cidrs":["172.20.0.10/32"]}`',
            );
            assert.equal(await judged(onNodes, { cidrs: ["172.20.0.10/32"] }), "fine: on the nodes, at 172.20.0.10");
            assert.match(await judged({ dns: undefined }), /^problem: .*the `nameserver` of a pod's/);
            assert.match(
                await judged({ dns: undefined }, { cidrs: ["172.20.0.10/32"] }),
                /^fine: on the nodes, at 172/,
            );
        });

        it("is only a warning while no stack is looked at", async () => {
            const { status, output } = await examine({ dns: openShift, daemonSets: calico });
            assert.equal(status, 0, output);
            assert.match(output, /warning +DNS +openshift-dns\/dns-default .* set `cluster\.dns: /);
        });
    });

    it("names what the user may not create", async () => {
        const { status, output } = await examine({ denied: ["clusterroles", "jobs"], daemonSets: calico });
        assert.equal(status, 3);
        assert.match(output, /problem +Permissions +you may not create jobs\.batch, clusterroles\.rbac\.authorization/);
    });

    it("has one message for each way in which there is no cluster", async () => {
        await assert.rejects(readKubeContext(), {
            name: "UsageError",
            message: /^There is no kubeconfig \(looked for /,
        });

        writeFileSync(join(folder(), "config"), "{ this is not yaml");
        await assert.rejects(readKubeContext(), { name: "UsageError", message: /cannot be read/ });

        const server = await FakeApiServer.start();
        writeFileSync(join(folder(), "config"), server.kubeConfig("first"));
        await assert.rejects(readKubeContext("third"), {
            name: "UsageError",
            message: 'The kubeconfig has no context "third". It has: first.',
        });
        writeFileSync(join(folder(), "config"), server.kubeConfig());
        await assert.rejects(readKubeContext(), { name: "UsageError", message: /has no context, so/ });

        writeFileSync(join(folder(), "config"), server.kubeConfig("first"));
        const gone = await readKubeContext();
        await server.stop();
        const facts = await connect(gone);
        await assert.rejects(facts.version(), {
            name: "ClusterError",
            message: /^Cannot reach the cluster of kube-context "first"/,
        });
    });

    it("tells expired credentials and missing rights from a cluster that is off", async () => {
        await assert.rejects(examine({ status: 401 }), {
            name: "ClusterError",
            message: /^Not logged in to the cluster/,
        });
        await assert.rejects(examine({ status: 403 }), {
            name: "ClusterError",
            message: /^Not allowed on the cluster/,
        });
    });

    it("reads where pods reach the API server", async () => {
        const server = await FakeApiServer.start();
        writeFileSync(join(folder(), "config"), server.kubeConfig("first"));
        const facts = await connect(await readKubeContext());
        assert.deepEqual(await facts.apiServer(), { cidrs: ["172.18.0.2/32", "172.18.0.3/32"], port: 6443 });
        await server.stop();
    });
});

describe("checkNode", () => {
    for (const [version, level] of [
        ["20.18.3", "problem"],
        ["20.19.0", "fine"],
        ["18.20.0", "problem"],
        ["24.1.0", "fine"],
    ] as const) {
        it(`says of ${version}: ${level}`, () => assert.equal(checkNode(version).level, level));
    }
});
