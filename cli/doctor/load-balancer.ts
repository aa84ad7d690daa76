import type { Config } from "../../config";
import type { ClusterFacts } from "./cluster";
import type { Finding } from "./report";

export type Exposure = Config["edge"]["exposure"];

const subject = "Load balancer";

/** Group of the objects that the AWS Load Balancer Controller works with. */
const AWS_CONTROLLER = "elbv2.k8s.aws";

/** Software that gives addresses in clusters without a cloud, by the API group or DaemonSet that it brings. */
const givers: readonly { readonly name: string; readonly group?: string; readonly daemonSet?: RegExp }[] = [
    { name: "MetalLB", group: "metallb.io" },
    { name: "kube-vip", daemonSet: /^kube-vip/ },
    { name: "K3s' ServiceLB", daemonSet: /^svclb-/ },
];

/**
 * Whether anything in the cluster gives a Service of type LoadBalancer an address. Without one the engine waits for it for ten
 * minutes and gives up.
 */
export async function checkLoadBalancer(facts: ClusterFacts, exposure: Exposure): Promise<Finding[]> {
    switch (exposure) {
        case "node-port":
            return [];
        case "aws-nlb":
            return [judgeAws(await facts.apiGroups())];
        case "load-balancer":
            return [await judgeAny(facts)];
    }
}

function judgeAws(groups: readonly string[]): Finding {
    return groups.includes(AWS_CONTROLLER)
        ? { level: "fine", subject, detail: "the AWS Load Balancer Controller is there" }
        : {
              level: "problem",
              subject,
              detail:
                  "the cluster has no AWS Load Balancer Controller, so `edge.exposure: aws-nlb` gets no address: install it " +
                  "(https://kubernetes-sigs.github.io/aws-load-balancer-controller), or set `edge.exposure` to load-balancer",
          };
}

async function judgeAny(facts: ClusterFacts): Promise<Finding> {
    const [services, groups, daemonSets, nodes, version] = await Promise.all([
        facts.loadBalancers(),
        facts.apiGroups(),
        facts.daemonSets(),
        facts.nodes(),
        facts.version(),
    ]);
    const served = services.find(({ address }) => address !== undefined);
    if (served !== undefined) {
        return { level: "fine", subject, detail: `${served.name} has an address` };
    }
    const giver = givers.find(
        ({ group, daemonSet }) =>
            (group !== undefined && groups.includes(group)) ||
            (daemonSet !== undefined && daemonSets.some(({ name }) => daemonSet.test(name))),
    );
    if (giver !== undefined) {
        return { level: "fine", subject, detail: giver.name };
    }
    // `aws:///eu-central-1a/i-0123`, `gce://project/zone/node`, `kind://docker/kind/kind-control-plane`
    const cloud = nodes.map(({ provider }) => provider?.split(":")[0]).find(Boolean);
    const names = nodes.map(({ name }) => name);
    if (/\+k3s/.test(version) || names.includes("docker-desktop") || (cloud !== undefined && cloud !== "kind")) {
        return { level: "fine", subject, detail: `the cluster's own (${cloud ?? names[0] ?? version})` };
    }
    const waiting = services.map(({ name }) => name);
    return { level: "warning", subject, detail: waiting.length === 0 ? unknown(cloud, names) : stuck(waiting) };
}

function unknown(cloud: string | undefined, nodes: readonly string[]): string {
    if (cloud === "kind") {
        return "kind gives no addresses by itself: run cloud-provider-kind, or set `edge.exposure` to node-port";
    }
    return nodes.includes("minikube")
        ? "minikube gives addresses only while `minikube tunnel` runs"
        : "nothing known that gives addresses was found (a cloud, MetalLB, kube-vip): `edge.exposure: node-port` needs none";
}

function stuck(waiting: readonly string[]): string {
    return `nothing gives addresses: ${waiting.join(", ")} has none. \`kubectl describe service\` on it may say why`;
}
