import assert from "node:assert/strict";
import { judgeNetworkPlugin } from "../../../cli/doctor/network-plugin";

const set = (name: string, image = "example.com/image:1", args: readonly string[] = []) => ({
    name,
    images: [image],
    args,
});

describe("judgeNetworkPlugin", () => {
    const cases: readonly (readonly [string, ReturnType<typeof set>[], string, string[], string, RegExp])[] = [
        ["Calico", [set("calico-node")], "v1.34.1", ["n"], "yes", /Calico/],
        ["Cilium, with its trap", [set("cilium")], "v1.34.1", ["n"], "yes", /`ipBlock` does not match/],
        [
            "kindnet of kind 0.24",
            [set("kindnet", "docker.io/kindest/kindnetd:v20240813-c6f155d6")],
            "v1.31.0",
            ["kind-control-plane"],
            "yes",
            /since kind 0\.24/,
        ],
        [
            "kindnet of kind 0.23",
            [set("kindnet", "docker.io/kindest/kindnetd:v20240513-cd2ac642")],
            "v1.30.0",
            ["kind-control-plane"],
            "no",
            /kind 0\.24 and later do/,
        ],
        ["a kindnet of unknown age", [set("kindnet", "kindnetd:dev")], "v1.34.1", ["n"], "cannot tell", /does not say/],
        ["Flannel", [set("kube-flannel-ds")], "v1.34.1", ["n"], "no", /Flannel alone/],
        [
            "Flannel for the network and Calico for the policies",
            [set("kube-flannel-ds"), set("calico-node")],
            "v1.34.1",
            ["n"],
            "yes",
            /Calico/,
        ],
        [
            "Amazon's with policies",
            [set("aws-node", "x:1", ["--enable-network-policy=true"])],
            "v1.33.1-eks-1",
            ["n"],
            "yes",
            /VPC CNI/,
        ],
        [
            "Amazon's without",
            [set("aws-node", "x:1", ["--enable-network-policy=false"])],
            "v1.33.1-eks-1",
            ["n"],
            "no",
            /enableNetworkPolicy/,
        ],
        ["K3s", [], "v1.31.5+k3s1", ["k3d-x-server-0"], "yes", /built-in controller/],
        ["Docker Desktop", [], "v1.32.2", ["docker-desktop"], "no", /Docker Desktop/],
        ["minikube", [], "v1.34.0", ["minikube"], "no", /--cni=calico/],
        ["something unknown", [set("node-exporter")], "v1.34.1", ["n"], "cannot tell", /no known network plugin/],
    ];
    for (const [what, daemonSets, version, nodes, enforced, because] of cases) {
        it(`says of ${what}: ${enforced}`, () => {
            const judged = judgeNetworkPlugin(version, nodes, daemonSets);
            assert.equal(judged.enforced, enforced);
            assert.match(judged.because, because);
        });
    }
});
